"""What the people of a unit are told of its purchases."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed
from commonweal.kernel.actor import Actor
from commonweal.kernel.scope import past_the_lock
from commonweal.letters import actions as letters
from commonweal.purchases.models import Purchase


def tell(purchases: Sequence[Purchase], by: Actor, at: datetime) -> None:
    """Write to everybody who may spend for a unit what landed there, but to who put it there."""
    waiting = [each for each in purchases if each.state == Purchase.State.DRAFT]
    if not waiting:
        return
    readers = _spenders({each.unit_id for each in waiting if each.unit_id})
    site = settings.SITE_ADDRESS
    names = activities.names(units=list(readers))
    letters.post(
        letters=[
            letters.NewLetter(
                to=mandate.member.email,
                name=mandate.member.full_name,
                language=mandate.member.language,
                kind="purchase_to_approve",
                context={
                    "unit": names[mandate.unit_id],
                    "supplier": each.supplier_name,
                    "number": each.number,
                    "is_credit": each.kind == Purchase.Kind.CREDIT_NOTE,
                    "cents": each.gross_cents,
                    "currency": each.currency,
                    "link": f"{site}/my/budget/{each.unit_id}/purchases/{each.pk}/",
                },
                about=each.ref,
            )
            for each in waiting
            for mandate in readers.get(each.unit_id or 0, [])
            if f"user:{mandate.member.user_id}" != by.id
        ],
        by=by,
        at=at,
    )


def _spenders(units: Collection[int]) -> dict[int, list[activities.Mandate]]:
    """Who may spend for these units, whatever the scope: the letters go to them."""
    found: dict[int, list[activities.Mandate]] = {}
    with past_the_lock():
        rows = activities.standing_mandates().filter(unit__in=units).select_related("member")
        for mandate in rows.order_by("id"):
            if activities.may(mandate=mandate, deed=Deed.SPEND):
                found.setdefault(mandate.unit_id, []).append(mandate)
    return found
