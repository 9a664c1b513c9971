"""The member's face of the outlook: what a budget will look like, and what can be paid."""
