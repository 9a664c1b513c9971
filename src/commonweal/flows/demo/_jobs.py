"""The invented jobs of the demonstration: who entered what when, and what the clients did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from commonweal.employment.actions import NewPeriod
from commonweal.flows.three_in_one.actions import Expense


@dataclass(frozen=True, slots=True)
class Part:
    """Who works when: (day, hour of start, hours)."""

    who: str
    days: Sequence[tuple[date, int, int]]
    share: int = 1

    @property
    def periods(self) -> tuple[NewPeriod, ...]:
        return tuple(NewPeriod(on, time(start), hours * 60) for on, start, hours in self.days)


@dataclass(frozen=True, slots=True)
class Told:
    """A job: entered by its first worker, confirmed (or not yet), paid by the client (or not)."""

    title: str
    client: str
    price_cents: int
    parts: Sequence[Part]
    entered_on: date
    confirmed_on: date | None = None
    confirmed_by: str = ""
    paid_on: date | None = None
    purchase_order: str = ""
    vat: str = "usual"
    expenses: Sequence[Expense] = field(default_factory=tuple)


def _days(month: int, *days: int, start: int = 9, hours: int = 8) -> list[tuple[date, int, int]]:
    return [(date(2026, month, day), start, hours) for day in days]


JOBS: list[Told] = [
    Told(
        "Affiche en programmaboekje", "festival", 1850_00, [Part("amina", _days(4, 8, 9))],
        date(2026, 4, 2), date(2026, 4, 3), "Fatima El Amrani", paid_on=date(2026, 4, 24),
        expenses=[Expense("Proefdrukken", 65_00)],
    ),
    Told(
        "Filmpjes voor de jeugdweek", "city", 460_00,
        [Part("jonas", _days(4, 17, 18, start=13, hours=5))],
        date(2026, 4, 7), date(2026, 4, 8), "Greet Aerts", purchase_order="B2026-0398",
    ),
    Told(
        "Concert in de schouwburg", "theatre", 2400_00,
        [
            Part("bram", _days(4, 18, start=14, hours=8), share=3),
            Part("elise", _days(4, 17, 18, start=14, hours=8), share=2),
        ],
        date(2026, 4, 7), date(2026, 4, 8), "Wim Janssens", vat="reduced",
    ),
    Told(
        "Foto’s voor de catalogus", "gallery", 1240_00,
        [Part("noor", _days(4, 16, 17, hours=6))],
        date(2026, 4, 8), date(2026, 4, 9), "Ruben Claeys",
    ),
    Told(
        "Traduction du catalogue", "lille", 980_00, [Part("carla", _days(4, 20, 21, hours=6))],
        date(2026, 4, 9), date(2026, 4, 14), "Hélène Marchand", paid_on=date(2026, 4, 30),
    ),
    Told(
        "Logo en huisstijl", "theatre", 1150_00, [Part("amina", _days(4, 22, 23))],
        date(2026, 4, 13), date(2026, 4, 14), "Wim Janssens",
    ),
    Told(
        "Fotoreportage opendeurdag", "city", 1250_00, [Part("thomas", _days(4, 25, 26, hours=7))],
        date(2026, 4, 15), date(2026, 4, 16), "Greet Aerts", purchase_order="B2026-0417",
    ),
    Told(
        "Relecture d’un guide", "publisher", 720_00, [Part("mehdi", _days(4, 27, 28, hours=6))],
        date(2026, 4, 20), date(2026, 4, 21), "Els Vermeulen",
    ),
    Told(
        "Omslag en zetwerk", "publisher", 1600_00, [Part("amina", _days(5, 6, 7))],
        date(2026, 4, 29), date(2026, 4, 30), "Els Vermeulen",
    ),
    Told(
        "Geluid voor het openluchtpodium", "city", 2100_00,
        [
            Part("elise", _days(5, 14, 15, start=12, hours=9), share=2),
            Part("thomas", _days(5, 15, start=12, hours=9)),
        ],
        date(2026, 4, 30), purchase_order="B2026-0552",
    ),
    Told(
        "Concert à Genève", "geneva", 1500_00,
        [Part("bram", _days(5, 23, start=15, hours=6))],
        date(2026, 4, 28), date(2026, 4, 30), "Claire Rochat",
    ),
    Told(
        "Atelier de gravure", "festival", 640_00, [Part("lucie", _days(5, 12, start=10, hours=6))],
        date(2026, 5, 1), date(2026, 5, 3), "Fatima El Amrani",
    ),
]  # fmt: skip
