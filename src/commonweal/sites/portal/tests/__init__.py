"""Tests of the portal itself."""
