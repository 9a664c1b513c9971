"""The tables of this room."""
