"""The page behind the link of an invitation to act for a unit."""
