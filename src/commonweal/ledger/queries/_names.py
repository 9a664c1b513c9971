"""What the journals are called, and the place of an entry in them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JOURNALS: dict[str, str | Promise] = {
    "sales": _("Sales"),
    "pay": _("Pay"),
    "orders": _("Payments"),
    "bank": _("Bank"),
    "misc": _("Various"),
    "purchases": _("Purchases"),
}


def entry_name(journal: str, number: int) -> str:
    """Return the place of an entry in the books: Sales 12, of a sister entity Sales (2) 12."""
    entity, _dash, code = journal.rpartition("-")
    name = JOURNALS.get(code, code)
    return f"{name} ({entity}) {number}" if entity else f"{name} {number}"
