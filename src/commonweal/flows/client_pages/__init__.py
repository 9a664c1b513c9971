"""What a client does on its own pages, by a signed link and without an account."""
