"""Electronic invoices: build UBL, and judge it by the official rules. No Django, no database."""
