"""The client's face of 3in1: an order to confirm, by a signed link and without an account."""
