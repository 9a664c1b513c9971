"""Immutable files with their hash and term, and the typesetting of what the house issues."""
