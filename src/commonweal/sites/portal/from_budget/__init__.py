"""The member's face of work that a budget pays: hire, follow, take back."""
