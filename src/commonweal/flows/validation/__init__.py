"""What members decide alone, and what an adviser decides with them."""
