"""The member's face of members: my details."""
