"""Tests of the staff's face of employment."""
