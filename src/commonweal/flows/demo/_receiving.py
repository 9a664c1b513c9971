"""Money comes in as it does: without a reference, twice, in one sum, from somebody else."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from commonweal.access import queries as access
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import ReadMove
from commonweal.clients.actions import Client
from commonweal.flows.demo._people import DOMAIN
from commonweal.flows.matching import actions as matching
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice
from commonweal.kernel.actor import SYSTEM, Actor

STRAY_ON, UNNAMED_ON = date(2026, 4, 16), date(2026, 4, 24)
HELPED_ON, LAST_ON = date(2026, 4, 30), date(2026, 5, 4)
# A file that left is executed on the next of these mornings.
MORNINGS = (STRAY_ON, UNNAMED_ON, date(2026, 4, 28), HELPED_ON, LAST_ON)
OWNED_ON, REMIND_ON = date(2026, 4, 20), date(2026, 5, 6)
STRANGER, HELPER = "BE38006543219872", "BE69973112233478"
MISTAKEN = "BE70734045678925"
SOFIE = Actor("staff:Sofie Claes", "Sofie Claes")


def others(day: date, clients: Mapping[str, Client]) -> list[ReadMove]:
    """Return what the bank moved on a day that no exact reference explains."""
    if day == STRAY_ON:
        return [_in(123_45, day, "M. Somers", STRANGER, "Merci pour tout")]
    if day == UNNAMED_ON:
        films = _invoice(clients["city"], 460_00)
        words = f"Betaling factuur {films.number} jeugdweek"
        return [
            _in(films.gross_cents, day, "Stad aan de Leie", "BE05143056781275", words),
            _in(60_00, day, "L. Wouters", MISTAKEN, "Lidgeld turnclub 2026"),
        ]
    if day == HELPED_ON:
        deposit = _invoice(clients["festival"], 510_00)
        words = f"Facture {deposit.number} concert album"
        return [_in(487_60, day, "Fonds de soutien Senne asbl", HELPER, words)]
    return _last(day, clients) if day == LAST_ON else []


def look(day: date, at: datetime) -> None:
    """What people do about it on a day."""
    if day == OWNED_ON:
        _own(at)
    if day == UNNAMED_ON:
        _give_back(at + timedelta(hours=1))
    if day in (HELPED_ON, LAST_ON):
        matching.look(by=SYSTEM, at=at)
    if day == HELPED_ON:
        _accept(at + timedelta(hours=2))


def _last(day: date, clients: Mapping[str, Client]) -> list[ReadMove]:
    """The statement of this morning: nearly everything on it waits for a person."""
    april = _invoice(clients["theatre"], 2650_00)
    concert = _invoice(clients["theatre"], 2400_00)
    photos = _invoice(clients["city"], 1250_00)
    twice = _invoice(clients["lille"], 980_00)
    proofs = _invoice(clients["publisher"], 720_00)
    both = april.gross_cents + concert.gross_cents
    return [
        _in(proofs.gross_cents, day, "Uitgeverij Kaai", "BE68539007547034", "Relecture april"),
        _in(both, day, "Theater aan de Stroom", "BE23523080812391",
            f"Facturen {april.number} en {concert.number}"),
        _in(twice.gross_cents, day, "Atelier du Nord SAS", "FR7630006000011234567890189",
            twice.reference or "", twice.reference or ""),
        _in(photos.gross_cents, day, "Gemeentelijke Kas Gent", "BE03103045678984",
            f"{photos.number} opendeurdag"),
        ReadMove(-12_50, day, day, communication="Beheerskosten april 2026", code="08037000"),
    ]  # fmt: skip


def _in(cents: int, day: date, payer: str, iban: str, words: str, reference: str = "") -> ReadMove:
    return ReadMove(cents, day, day, payer, iban, reference, words)


def _invoice(client: Client, net_cents: int) -> Invoice:
    return invoicing.invoices().get(client=client, corrects=None, net_cents=net_cents)


def _own(at: datetime) -> None:
    """Sofie looks after what came from a stranger, and says what she knows."""
    sofie = access.user_by_email(email=f"sofie@{DOMAIN}")
    strange = [row.move.pk for row in bank.suspense()]
    if sofie and strange:
        banking.own(
            moves=strange, owner=sofie.ref, owner_name=sofie.name, remind_on=REMIND_ON,
            note="Gebeld: M. Somers zoekt op voor welke factuur dit was.", by=SOFIE, at=at,
        )  # fmt: skip


def _give_back(at: datetime) -> None:
    """Somebody paid the fee of a gymnastics club to us: it goes back with the next file."""
    for row in bank.suspense():
        if row.move.counterparty_account == MISTAKEN:
            why = "Lidgeld van een turnclub: verkeerde rekening."
            banking.refund(account=bank.SUSPENSE, item=row.move.ref, because=why, by=SOFIE, at=at)


def _accept(at: datetime) -> None:
    """A fund pays for the festival: what a person accepts teaches a rule, which waits."""
    for row in bank.waits(on=at.date()):
        if row.move.counterparty_account == HELPER and row.best:
            banking.accept(proposals=[row.best.pk], by=SOFIE, at=at)
