"""Clients with demands, contacts of Amina, mail that came back, and one client entered twice."""

from collections.abc import Mapping
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities.actions import ContactFacts, Unit
from commonweal.clients import actions as clients
from commonweal.clients.actions import Client, NewClient
from commonweal.kernel.actor import SYSTEM, Actor

KNOWN_ON, DOUBLED_ON, RETURNED_ON = date(2026, 4, 2), date(2026, 4, 14), date(2026, 4, 29)
SOFIE = Actor("staff:Sofie Claes", "Sofie Claes")


def live(day: date, units: Mapping[str, Unit], known: Mapping[str, Client], at: datetime) -> None:
    """What becomes known of clients on a day."""
    if day == KNOWN_ON:
        _demands(known["publisher"], at)
        _contacts(units["amina"], known, at)
    if day == DOUBLED_ON:
        double = NewClient("Theatre aan de Stroom vzw", postcode="2000", city="Antwerpen",
                           email="tickets@stroom.example")  # fmt: skip
        clients.register(clients=[double], by=SOFIE, at=at)
        clients.compare(limit=100, by=SYSTEM, at=at)
    if day == RETURNED_ON:
        bounce = clients.Bounce(known["geneva"].email, "550 5.1.1 no such user here")
        clients.note_bounce(bounces=[bounce], by=SYSTEM, at=at)


def _demands(publisher: Client, at: datetime) -> None:
    details: clients.Details = {
        "invoice_email": "facturen@kaai.example", "cost_centre": "Redactie 412",
        "iban": "BE68539007547034",
    }  # fmt: skip
    clients.correct(client=publisher, details=details, by=SOFIE, at=at)


def _contacts(unit: Unit, known: Mapping[str, Client], at: datetime) -> None:
    people = {
        "festival": ContactFacts("Fatima El Amrani", "production", "fatima@festival.example",
                                 "+32 2 412 33 08"),
        "theatre": ContactFacts("Wouter Daems", "zakelijk leider", "wouter@stroom.example"),
    }  # fmt: skip
    for key, facts in people.items():
        activities.add_contact(unit=unit, client=known[key], facts=facts, by=SYSTEM, at=at)
