"""The desk's face of validation: what waits for an adviser, and the sample to look at."""
