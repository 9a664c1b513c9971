"""The client's face of quotes: read, choose, ask, accept or decline, by a signed link."""
