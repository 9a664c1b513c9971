"""Production units, mandates, and what is promised on their budgets."""
