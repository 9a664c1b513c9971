"""Up to how much the house stands for one client."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as base
from commonweal.guarantee.actions._locks import lock
from commonweal.guarantee.models import Cap
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all

LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class NewCap:
    """A cap in cents without VAT for a client, from a day on, and why."""

    client_id: int
    cents: int
    from_on: date
    reason: str


class NoReasonForCap(Refusal):
    message = _("Say why: who looks at this client next year wants to know.")
    field = "reason"


class CapNotPossible(Refusal):
    message = _("Set a cap of nothing or more: it is an amount the house can lose.")
    field = "cents"


class CapInThePast(Refusal):
    message = _("Choose today or a later day: what was decided before stands.")
    field = "from_on"


@action
def set_cap(*, caps: Sequence[NewCap], by: Actor, at: datetime) -> list[Cap]:
    """
    Set up to how much the house stands for clients at a time, in the same order, from a day on.
    What is promised already stands, also above it; a cap of nothing stops new promises.

    :raises NoReasonForCap, CapNotPossible, CapInThePast: what a cap lacks
    """
    today = at.astimezone(ZONE).date()
    check_all([refusal for cap in caps for refusal in _refusals(cap, today)])
    buyers = base.many(ids=[cap.client_id for cap in caps])
    lock(client.pk for client in buyers.values())
    rows = [
        Cap(
            client=buyers[cap.client_id],
            cents=cap.cents,
            from_on=cap.from_on,
            reason=cap.reason.strip(),
            by=by.id,
            by_name=by.name,
            at=at,
        )
        for cap in caps
    ]
    return Cap.objects.bulk_create(rows)


def _refusals(cap: NewCap, today: date) -> list[Refusal]:
    found: list[Refusal] = []
    if not 0 <= cap.cents <= LARGEST:
        found.append(CapNotPossible())
    if not cap.reason.strip():
        found.append(NoReasonForCap())
    if cap.from_on < today:
        found.append(CapInThePast())
    return found
