"""The staff's face of employment."""
