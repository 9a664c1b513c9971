"""3in1: one form starts everything, from the order to the wage. Owns no tables."""
