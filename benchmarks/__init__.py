"""Benchmarks: each prints a figure, the limit of the same run, and the ratio of the two."""
