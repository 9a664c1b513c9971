"""The desk of invoices: find one, see whether it is paid, credit it, mend its papers."""
