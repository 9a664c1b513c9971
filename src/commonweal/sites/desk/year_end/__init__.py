"""The year end at the desk: years, runs, and units that sleep."""
