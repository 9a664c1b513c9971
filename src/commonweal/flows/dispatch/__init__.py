"""Bringing rendered invoices and credit notes to clients: over Peppol, by mail, or on paper."""
