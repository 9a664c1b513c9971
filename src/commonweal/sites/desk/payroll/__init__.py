"""The desk of pay: what is due, what a run made, which figures wait for confirmation."""
