"""The mail tray of a demo: every letter that would have been sent."""
