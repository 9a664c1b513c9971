"""The members' face of purchases: what suppliers ask an activity to pay."""
