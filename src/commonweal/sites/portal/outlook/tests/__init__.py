"""Tests of the forecast page."""
