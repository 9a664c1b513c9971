"""The member's face of 3in1: one form for a job, and the page that tells its story."""
