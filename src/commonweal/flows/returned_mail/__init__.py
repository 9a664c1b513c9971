"""Mail that came back: noted on the client whose address it was, so that somebody mends it."""
