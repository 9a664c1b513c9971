"""A client's own pages: its invoices, its data, and what is wrong with either."""
