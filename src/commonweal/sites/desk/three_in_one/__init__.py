"""The desk's face of 3in1: every job, and where it stands."""
