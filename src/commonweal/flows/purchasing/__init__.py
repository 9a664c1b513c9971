"""From what suppliers send to the activity it is for: our own numbers on it are looked up."""
