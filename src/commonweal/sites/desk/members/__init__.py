"""The staff's face of members: find, read, correct; protected data with a logged reason."""
