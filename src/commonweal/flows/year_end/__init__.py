"""The end of the year, and of units that sleep: what these ask of the rooms above activities."""
