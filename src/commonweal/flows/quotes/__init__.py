"""A quote from draft to order: adviser, letters, answer, budget. Owns no tables."""
