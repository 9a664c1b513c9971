"""What every page shares: the look, the doors, the words for money and days."""
