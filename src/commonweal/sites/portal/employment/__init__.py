"""The member's face of employment."""
