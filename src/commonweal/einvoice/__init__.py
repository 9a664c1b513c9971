"""Electronic invoices: written as UBL, judged by the official rules. No models, no database."""
