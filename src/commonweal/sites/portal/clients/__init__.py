"""The member's face of clients: whom an activity works for, and whom it knows there."""
