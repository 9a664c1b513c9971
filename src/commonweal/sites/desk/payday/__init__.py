"""What is to be paid, when, and what waits: the desk's pages."""
