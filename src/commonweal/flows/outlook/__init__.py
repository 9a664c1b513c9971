"""What a budget will look like: a forecast, and what can be paid from it on a day."""
