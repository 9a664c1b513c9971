"""Verbs of the guarantee: decide, cap, write off, recover."""
