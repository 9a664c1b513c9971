"""Movements that wait, and what they may be: the desk's pages."""
