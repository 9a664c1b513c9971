"""The staff's face of purchases: what suppliers sent, and what becomes of it."""
