"""The desk's face of activities: requests, portfolio, advances, the year end."""
