"""A client that fails: what becomes of its invoices, wages and VAT."""
