"""Budget that moves between members: an offer that was accepted, and work asked for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import Unit
from commonweal.kernel.actor import Actor
from commonweal.members.actions import Member

DAY = date(2026, 4, 30)
GIVEN_CENTS = 240_00


def live(day: date, members: Mapping[str, Member], units: Mapping[str, Unit], at: datetime) -> None:
    """The house thanks Amina with budget; Hanne asks her for a translation, and waits."""
    if day != DAY:
        return
    koen, hanne, amina = (members[who] for who in ("koen", "hanne", "amina"))
    (house,) = (
        mandate.unit_id
        for mandate in queries.standing_mandates().filter(member=koen, unit__kind="activity")
    )
    new = activities.NewTransfer(
        house, units["amina"].pk, GIVEN_CENTS, "Rondleiding voor nieuwe leden", "demo:tour"
    )
    transfers = activities.propose_transfers(transfers=[new], by=_actor(koen), at=at)
    later = at + timedelta(hours=2)
    activities.accept_transfers(transfers=transfers, by=_actor(amina), at=later)
    lines = [("Vertaling van de flyer, 2 talen", 120_00), ("Nalezen van de drukproef", 25_00)]
    invoice = activities.NewInternalInvoice(
        units["hanne"].pk, units["amina"].pk, "Vertaling van de flyer", lines, "demo:flyer"
    )
    activities.send_internal_invoices(invoices=[invoice], by=_actor(hanne), at=later)


def _actor(member: Member) -> Actor:
    return Actor(f"user:{member.user_id}", member.full_name)
