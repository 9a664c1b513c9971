"""How this house writes days and numbers where Django's own habits would mislead."""
