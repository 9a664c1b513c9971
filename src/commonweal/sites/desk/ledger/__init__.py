"""The staff's face of the ledger: balances, cards of accounts, entries, journals, proofs."""
