"""VAT at the desk: the return, the listings, and what is behind each figure."""
