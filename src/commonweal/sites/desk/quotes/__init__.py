"""The desk's face of quotes: what an adviser decides about, as the client will read it."""
