"""The collective offers: a record release, accepted with an option, and workshops to answer."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.flows.billing import actions as billing
from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes import queries as offers
from commonweal.flows.quotes.actions import Offer, Row
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import PlannedPart
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.members.queries import Member

UNIT, BUYER = "collective", "festival"
RELEASE, TOUR = "Concert de sortie de l’album", "Trois ateliers d’écoute pour l’été"
OFFERED_ON, ASKED_ON, CHANGED_ON = date(2026, 4, 14), date(2026, 4, 15), date(2026, 4, 16)
ACCEPTED_ON, DEPOSIT_ON, TOUR_ON = date(2026, 4, 17), date(2026, 4, 18), date(2026, 4, 30)
ROWS = (
    Row("Concert, 75 minutes", 1300_00, "reduced", unit_code="C62"),
    Row("Répétition dans la salle", 45_00, "reduced", 4000, "HUR"),
    Row("Rencontre avec le public", 220_00, "reduced", is_optional=True, is_chosen=False),
)
PARTS = (
    PlannedPart("deposit", "Acompte", 3000),
    PlannedPart("date", "Le jour du concert", 5000, date(2026, 5, 30)),
    PlannedPart("milestone", "Enregistrement remis", 2000),
)
ATELIERS = (
    Row("Atelier d’écoute, une demi-journée", 340_00, thousandths=3000),
    Row("Carnet imprimé pour les participants", 6_50, "reduced", 40_000, is_optional=True),
)


def live(
    day: date,
    members: Mapping[str, Member],
    units: Mapping[str, Unit],
    clients: Mapping[str, Client],
    at: datetime,
) -> None:
    """What was offered and answered on a day."""
    lucie, buyer = members["lucie"], clients[BUYER]
    by = Actor(f"user:{lucie.user_id}", lucie.full_name)
    client = Actor(f"client:{buyer.pk}", "Fatima El Amrani")
    if day == OFFERED_ON:
        _send(_offer(units[UNIT], RELEASE, ROWS[:1], day), buyer, by, at)
    if day == ASKED_ON:
        quotes.ask_change(
            quote=_newest(RELEASE, units), text="Avec une répétition sur place, et une rencontre ?",
            by=client, at=at,
        )  # fmt: skip
    if day == CHANGED_ON:
        again = invoicing.new_version(quote=_newest(RELEASE, units), by=by, at=at)
        offer = _offer(units[UNIT], RELEASE, ROWS, day, PARTS)
        quotes.change(quote=again, offer=offer, client=buyer, by=by, at=at)
        quotes.send(quote=queries.get_quote(id=again.pk), by=by, at=at)
    if day == ACCEPTED_ON:
        quotes.accept(
            quote=_newest(RELEASE, units), chosen=(3,), purchase_order="", by=client, at=at
        )
    if day == DEPOSIT_ON:
        due = list(queries.parts_to_prepare(until=day))
        billing.prepare_parts(parts=due, by=SYSTEM, at=at)
        billing.bill_parts(parts=list(queries.parts_to_bill(on=day)), by=SYSTEM, at=at)
    if day == TOUR_ON:
        _send(_offer(units[UNIT], TOUR, ATELIERS, day), buyer, by, at)


def _offer(
    unit: Unit, title: str, rows: tuple[Row, ...], day: date, parts: tuple[PlannedPart, ...] = ()
) -> Offer:
    return Offer(
        unit.pk, title, rows, valid_until=day + timedelta(days=21), language="fr",
        introduction="Merci pour votre demande. Voici ce que nous proposons.",
        terms=offers.house_terms(on=day)["fr"], schedule=parts,
    )  # fmt: skip


def _send(offer: Offer, client: Client, by: Actor, at: datetime) -> None:
    drafted = quotes.draft(offer=offer, client=client, by=by, at=at)
    quotes.send(quote=drafted, by=by, at=at)


def _newest(title: str, units: Mapping[str, Unit]) -> queries.Quote:
    return queries.quotes(units=[units[UNIT].pk]).get(title=title)
