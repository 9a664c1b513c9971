"""What the house stands for, and what it lost: the desk's pages."""
