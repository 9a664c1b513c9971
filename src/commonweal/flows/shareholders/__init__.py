"""What asks for a share: the check is made here, above the room of shares and that of units."""
