"""The ledger: money exists only as balanced, immutable entries."""
