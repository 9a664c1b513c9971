"""People who may sign in, their roles, links without an account, and who looked at what."""
