"""What a movement that waits may be: claims of the books beside what the bank told."""
