"""Where the papers behind the books live at the desk: invoice:2026-000001 -> its page."""

from collections.abc import Collection

from django.urls import NoReverseMatch, resolve, reverse

PLACES = {
    "bankruptcy": "desk:guarantee_bankruptcy",
    "batch": "desk:batch",
    "contract": "desk:contract",
    "invoice": "desk:invoice",
    "move": "desk:bank_move",
    "order": "desk:job",
    "payslip": "desk:payslip",
    "plan": "desk:pay_plan",
    "purchase": "desk:purchase",
    "statement": "desk:bank_statement",
}


def place_of(ref: str, roles: Collection[str]) -> str:
    """Return the address of what a reference names; "" if these roles may not open it."""
    kind, _colon, name = ref.partition(":")
    try:
        url = reverse(PLACES[kind], args=[name])
    except (KeyError, NoReverseMatch):
        return ""
    return "" if resolve(url).func.doors.isdisjoint(roles) else url  # type: ignore[attr-defined]
