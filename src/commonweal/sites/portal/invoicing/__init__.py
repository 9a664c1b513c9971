"""The own invoices: what clients were asked to pay, and whether they did."""
