"""
A house of the size of the goal: 110,000 clients, 20,000 units and 170,000 issued invoices.

Everything comes by the verbs, day by day over two years, so that the books, the references and
the open claims are those of a real house. Of what is older than six weeks 93 % is paid, of what is
younger 35 %; one in fifty is credited. Names are put together from lists, always the same ones.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonweal.ledger.actions import Entry

CLIENTS, MEMBERS, UNITS, INVOICES = 110_000, 5_000, 20_000, 170_000
DAYS, STEP = 720, 5_000
OLD_DAYS, PAID_OLD, PAID_YOUNG, CREDITED = 42, 0.93, 0.35, 0.02

KINDS = (
    "Festival", "Theater", "Atelier", "Stad", "Gemeente", "Ville de", "Studio", "Museum", "Galerie",
    "Bibliotheek", "Uitgeverij", "Academie", "Compagnie", "Brouwerij", "Boulangerie", "Agence",
    "Bureau", "Coop", "Orchestre", "Radio", "Imprimerie", "Hotel", "Klooster", "École", "Garage",
)  # fmt: skip
NAMES = (
    "Senne", "Dyle", "Leie", "Schelde", "Brume", "Lumière", "Papillon", "Vlinder", "Zonnebloem",
    "Horizon", "Étoile", "Kastanje", "Mosaïque", "Kraanvogel", "Nord", "Zuid", "Ardoise",
    "Fontaine", "Ooievaar", "Boreal", "Cascade", "Duinen", "Écluse", "Fluweel", "Granit", "Heide",
    "Iris", "Jonquille", "Kobalt", "Linde", "Marjolein", "Nacht", "Olivier", "Parelmoer", "Quartz",
)  # fmt: skip
PLACES = (
    "Brussel", "Gent", "Liège", "Namur", "Antwerpen", "Leuven", "Mons", "Oostende", "Eupen", "Genk",
    "Charleroi", "Mechelen", "Tournai", "Kortrijk", "Arlon", "Hasselt", "Dinant", "Ieper", "Aalst",
)  # fmt: skip
FORMS = ("vzw", "asbl", "bv", "srl", "nv", "sa", "cv", "")
FIRST = ("Amina", "Bram", "Carla", "Dirk", "Elif", "Fatou", "Gaëlle", "Hugo", "Inès", "Jef", "Kim")
WORK = ("Poster", "Concert", "Workshop", "Website", "Vertaling", "Montage", "Photos", "Research")
RATES = ((2100, 80), (600, 10), (1200, 4), (0, 6))


def furnish() -> dict[str, Any]:
    """Make the house and return one member of it; some minutes of work."""
    from tests import cast

    cast.make_entity()
    chance = random.Random(20260504)
    member, units = people(chance)
    clients = organisations(chance)
    invoices(chance, clients, units)
    vacuum()
    return {"member": member}


def people(chance: random.Random) -> tuple[Any, list[int]]:
    """Register members who manage some units each."""
    from commonweal.activities import actions as activities
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.members import actions as members

    new = [
        members.NewMember(
            first_name=chance.choice(FIRST),
            last_name=f"{chance.choice(NAMES)}{chance.choice(('', 's', 'mans', 'eau'))}",
            email=f"person{number}@example.org",
        )
        for number in range(MEMBERS)
    ]
    found = members.register(members=new, by=SYSTEM, at=START)
    opened = [
        activities.NewUnit(
            "activity",
            f"{chance.choice(KINDS)} {chance.choice(NAMES)} {number}",
            found[number % MEMBERS],
            START.date() - timedelta(days=DAYS + 30),
        )
        for number in range(UNITS)
    ]
    units = activities.open_unit(units=opened, by=SYSTEM, at=START)
    return found[0], [unit.pk for unit in units]


def organisations(chance: random.Random) -> list[Any]:
    """Register the clients."""
    from commonweal.clients import actions as clients
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START

    found: list[Any] = []
    for first in range(0, CLIENTS, STEP):
        new = [
            clients.NewClient(
                name=name(chance, number),
                enterprise_number=enterprise_number(number),
                vat_number=f"BE{enterprise_number(number)}",
                street=f"Kaai {number % 300 + 1}",
                postcode="1000",
                city=chance.choice(PLACES),
                email=f"office{number}@example.org",
            )
            for number in range(first, first + STEP)
        ]
        found += clients.register(clients=new, by=SYSTEM, at=START)
    return found


def name(chance: random.Random, number: int) -> str:
    words = (
        chance.choice(KINDS), chance.choice(NAMES), chance.choice(PLACES), f"{number % 997}",
        chance.choice(FORMS),
    )  # fmt: skip
    return " ".join(filter(None, words))


def enterprise_number(number: int) -> str:
    stem = 2_000_000 + number
    return f"0{stem:07d}{97 - stem % 97:02d}"


def invoices(chance: random.Random, clients: Sequence[Any], units: Sequence[int]) -> None:
    """Draft and issue the invoices of each day, then what clients paid, then credit notes."""
    from commonweal.invoicing import actions as invoicing
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START

    done: list[Any] = []
    for day in range(DAYS):
        at = START - timedelta(days=DAYS - day)
        count = INVOICES * (day + 1) // DAYS - INVOICES * day // DAYS
        new = [draft(chance, chance.choice(clients), chance.choice(units)) for _ in range(count)]
        drafts = invoicing.draft(invoices=new, by=SYSTEM, at=at)
        done += invoicing.issue(drafts=drafts, by=SYSTEM, at=at)
        if len(done) >= STEP or day == DAYS - 1:
            settle(chance, done)
            done = []


def draft(chance: random.Random, client: Any, unit: int) -> Any:
    from commonweal.invoicing import actions as invoicing

    (rate,) = chance.choices([rate for rate, _ in RATES], [weight for _, weight in RATES])
    vat = invoicing.Vat.STANDARD if rate else invoicing.Vat.EXEMPT
    cents = chance.randrange(50_00, 4000_00)
    return invoicing.NewInvoice(
        unit_id=unit,
        client=client,
        title=chance.choice(WORK),
        lines=(invoicing.NewLine(chance.choice(WORK), cents, vat, rate),),
        contribution_cents=cents * 65 // 1000,
        guaranteed=True,
        purchase_order=f"PO-{chance.randrange(100_000)}" if chance.random() < 0.3 else "",
        payment_days=30,
    )


def settle(chance: random.Random, issued: Sequence[Any]) -> None:
    """Post what clients paid, and credit some of the rest."""
    from commonweal.invoicing import actions as invoicing
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.ledger import actions as ledger

    credited = [each for each in issued if chance.random() < CREDITED]
    invoicing.credit_note(invoices=credited, reason="Wrong client", by=SYSTEM, at=START)
    rest = sorted({each.pk for each in issued} - {each.pk for each in credited})
    by_id = {each.pk: each for each in issued}
    ledger.post(entries=list(payments(chance, [by_id[id] for id in rest])), by=SYSTEM, at=START)


def payments(chance: random.Random, issued: Sequence[Any]) -> "Iterator[Entry]":
    from commonweal.kernel.clock import START
    from commonweal.ledger.actions import Entry, Line

    for each in issued:
        old = each.issued_on < START.date() - timedelta(days=OLD_DAYS)
        if chance.random() >= (PAID_OLD if old else PAID_YOUNG):
            continue
        cents = each.total_cents if chance.random() < 0.98 else each.total_cents // 2
        lines = (Line("550", cents), Line("400", -cents, each.unit_id, each.ref))
        on = min(each.issued_on + timedelta(days=chance.randrange(5, 40)), START.date())
        yield Entry("bank", on, f"Payment {each.number}", f"paid:{each.number}", each.ref, lines)


def vacuum() -> None:
    """Let PostgreSQL know its tables, as autovacuum does within a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
