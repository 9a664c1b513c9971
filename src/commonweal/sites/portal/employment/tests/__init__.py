"""Tests of the member's face of employment."""
