"""Where a move of a forecast comes from, as an address of the portal."""

from collections.abc import Callable

from django.urls import reverse

from commonweal.flows.outlook.queries import Move

OWN = "forecast_line"
PLACES: dict[str, Callable[[int, str], tuple[str, list[object]]]] = {
    "order": lambda unit, name: ("portal:job", [name.partition(":")[0]]),
    "quote": lambda unit, name: ("portal:quote", [unit, name]),
    "invoice": lambda unit, name: ("portal:invoice", [name]),
    OWN: lambda unit, name: ("portal:forecast_line", [unit, name]),
    "contract": lambda unit, name: ("portal:activity_contract", [unit, name]),
    "funding": lambda unit, name: ("portal:funding", [unit, name]),
    "transfer": lambda unit, name: ("portal:transfer", [unit, name]),
    "internal_invoice": lambda unit, name: ("portal:internal_invoice", [unit, name]),
}


def href(origin: str, unit: int) -> str:
    """Return the page behind an origin; nothing when there is none."""
    kind, _colon, name = origin.partition(":")
    if kind not in PLACES:
        return ""
    view, args = PLACES[kind](unit, name)
    return reverse(view, args=args)


def own_line(move: Move) -> int | None:
    """Return the number of a line that a member wrote down; None of all other moves."""
    kind, _colon, number = move.origin.partition(":")
    return int(number) if kind == OWN else None
