"""English as Europe reads it."""
