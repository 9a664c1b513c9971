"""The member's face of activities: budgets that prove every cent."""
