"""The desk's face of what clients contest."""
