"""How numbers are shown."""


def show_reference(digits: str) -> str:
    """Write the twelve digits of a structured communication as banks do: +++123/4567/89012+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++" if digits else ""
