"""The collective rents out its sound system every month, and asks the desk about an odd invoice."""

from collections.abc import Mapping
from datetime import date, datetime

from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.flows.billing import actions as billing
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

UNIT, BUYER = "collective", "festival"
RENTED_ON, DRAFTED_ON = date(2026, 4, 22), date(2026, 5, 3)
RENT = invoicing.NewLine("Location de la sono", 180_00, invoicing.Vat.STANDARD, 2100)
COPIES = invoicing.NewLine("Disques vendus au bar", 12_00, invoicing.Vat.STANDARD, 2100, 24_000)


def live(
    day: date,
    members: Mapping[str, Member],
    units: Mapping[str, Unit],
    clients: Mapping[str, Client],
    at: datetime,
) -> None:
    """What was written on a day."""
    if day not in (RENTED_ON, DRAFTED_ON):
        return
    lucie = members["lucie"]
    by = Actor(f"user:{lucie.user_id}", lucie.full_name)
    unit, client = units[UNIT], clients[BUYER]
    if day == RENTED_ON:
        rent = invoicing.NewRecurrence(
            unit.pk, client, "Location de la sono", [RENT], 1, date(2026, 5, 31),
            purchase_order="LOC-2026",
        )  # fmt: skip
        invoicing.start_recurrence(recurrence=rent, by=by, at=at)
    else:
        new = invoicing.NewInvoice(
            unit.pk, client, "Disques vendus au bar", [COPIES], 0, guaranteed=False,
            purchase_order="BAR-5", work_starts_on=date(2026, 5, 2), issue_on=date(2026, 5, 8),
        )  # fmt: skip
        draft = billing.draft_free(invoice=new, by=by, at=at)
        reason = "Le bar a-t-il gardé une part ? À vérifier avec le festival."
        invoicing.hold_draft(draft=draft, reason=reason, by=by, at=at)
