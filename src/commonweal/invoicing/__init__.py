"""Orders, invoices and credit notes: numbered, posted, set as papers and judged."""
