"""Papers made from the books, stored nowhere."""
