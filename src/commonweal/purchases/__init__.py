"""What suppliers ask the cooperative to pay."""
