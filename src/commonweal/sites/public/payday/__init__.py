"""The page behind the link of the letter about a changed account number."""
