"""The member's face of quotes: write one, send it, follow what the client answers."""
