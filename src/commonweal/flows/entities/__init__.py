"""Legal entities under one roof: founded with books of their own, and who invoices from which."""
