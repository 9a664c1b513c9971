"""The desk's face of the legal entities."""
