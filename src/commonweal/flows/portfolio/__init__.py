"""What an adviser sees of the units: how they stand, and what asks for attention."""
