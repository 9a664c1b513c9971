"""Random good invoices, Belgian and foreign: what a member may enter, and the house must accept."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.cast import make_client

from commonweal.clients.actions import Client
from commonweal.documents.actions import NewFile
from commonweal.einvoice.values import net
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import buyer_of
from commonweal.rules import vat
from commonweal.rules.parameters import figure

CLIENTS = [
    ("Théâtre <du> Nord & Cie", "company", "BE", "0403170701", "BE0403170701", "8000"),
    ("Stad Gent", "public", "BE", "0207451227", "BE0207451227", "9000"),
    ("vzw De Brug", "company", "BE", "0471938850", "", "3000"),
    ("Jan Peeters", "person", "BE", "", "", "2000"),
    ("Bos BV", "company", "NL", "", "NL004495445B01", "1011 AB"),
    ("Müller GmbH", "company", "DE", "", "DE136695976", "10115"),
    ("Atelier Lumière SARL", "company", "FR", "", "FR40303265045", "75011"),
    ("Kirchberg S.à r.l.", "company", "LU", "", "LU15027442", "L-1855"),
    ("Teatro Nuovo S.p.A.", "company", "IT", "", "IT00743110157", "00184"),
    ("Svensk Scen AB", "company", "SE", "", "SE123456789701", "111 22"),
    ("Dansk Lyd ApS", "company", "DK", "", "DK13585628", "1050"),
    ("Ελληνικό Θέατρο", "company", "GR", "", "EL094259216", "105 57"),
    ("Wiener Ton", "company", "AT", "", "ATU13585627", "1010"),
    ("Camille Petit", "person", "FR", "", "", "59000"),
    ("Acme Inc.", "company", "US", "", "US123456789", "10001"),
    ("Stage & Light Ltd", "company", "GB", "", "GB980780684", "EC1A 1BB"),
    ("Bühne AG", "company", "CH", "", "CHE107787577", "8001"),
    ("Emma Brown", "person", "GB", "", "", "N1 9GU"),
]
CHOICES = (
    "usual", "usual", "usual", "reduced", "intermediate", "exempt", "reverse_charge", "goods",
    "zero",
)  # fmt: skip
WORDS = (
    "Ontwerp", "création", "Übersetzung", "light & sound", "régie <nuit>", "“atelier”", "Ελλάς",
    "workshop\nday 2", "l'été",
)  # fmt: skip
HOURS = NewFile("hours <may> & june.csv", "text/csv", b"day;hours\n4;7,6\n", "timesheet")
REPORT = NewFile("Rapport d'été.pdf", "application/pdf", b"%PDF-1.7\n", "report")


def make_clients() -> list[Client]:
    """Register every client of the list, each with demands of its own."""
    return [
        make_client(
            name=name, kind=kind, country=country, enterprise_number=number or None,
            vat_number=vat_number, postcode=postcode, street=f"Straße & rue {place}",
            city="Ville-d'Ère", email=f"bills{place}@example.org",
            language=("nl", "fr", "de", "en")[place % 4], purchase_order_required=place % 5 == 4,
        )
        for place, (name, kind, country, number, vat_number, postcode) in enumerate(CLIENTS)
    ]  # fmt: skip


def good_invoices(
    *, seed: int, count: int, unit_id: int, clients: list[Client], on: date
) -> Iterator[invoicing.NewInvoice]:
    """Yield that many random invoices; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield good_invoice(chance, unit_id=unit_id, client=chance.choice(clients), on=on)


def good_invoice(
    chance: random.Random, *, unit_id: int, client: Client, on: date
) -> invoicing.NewInvoice:
    """Make one up: some lines of kinds of VAT that its client may see."""
    start = on - timedelta(days=chance.randint(0, 60))
    regimes = sorted(
        {regime for choice in CHOICES if (regime := _regime(choice, client, on))},
        key=lambda each: (each.kind, each.rate_bp),
    )
    first = chance.choice(regimes)
    alone = {"outside_scope", "eu_goods", "eu_service", "export"}
    mixed = [each for each in regimes if each.kind not in alone]
    kinds = [first] if first.kind in alone else mixed
    lines = [_line(chance, chance.choice(kinds), on) for _ in range(chance.randint(1, 6))]
    lines.append(_line(chance, kinds[0], on, least=1_000))
    if chance.random() < 0.3:
        dearest = lines[-1]
        lines.append(replace(dearest, description="Korting – remise", thousandths=-500))
    worth = sum(net(price_cents=one.price_cents, thousandths=one.thousandths) for one in lines)
    return invoicing.NewInvoice(
        unit_id=unit_id,
        client=client,
        title=f"{chance.choice(WORDS)} {chance.randint(1, 99)}".replace("\n", " "),
        lines=lines,
        contribution_cents=worth * 65 // 1000,
        guaranteed=chance.random() < 0.5,
        purchase_order="PO-77 <& 12>" if client.purchase_order_required else "",
        note=chance.choice(("", "Merci !", "Regel 1\nRegel 2", "100 % & <klaar>")),
        work_starts_on=start,
        work_ends_on=chance.choice((None, start, start + timedelta(days=30))),
        cost_centre=chance.choice(("", "KP-12/ü")),
        payment_days=chance.choice((None, 0, 14, 60)),
        attachments=chance.choice(((), (), (), (HOURS,), (HOURS, REPORT))),
    )


def _regime(choice: str, client: Client, on: date) -> vat.Regime | None:
    buyer = buyer_of(client, on)
    try:
        return vat.regime(seller="standard", choice=choice, buyer=buyer, delivered=True, on=on)
    except vat.WrongVat:
        return None


def _line(chance: random.Random, regime: vat.Regime, on: date, least: int = 0) -> invoicing.NewLine:
    quantities = (1000, 1000, 500, 7_600, 333, chance.randint(1, 40_000))
    return invoicing.NewLine(
        f"{chance.choice(WORDS)} {chance.randint(1, 99)}",
        chance.randint(least, 500_000),
        invoicing.Vat(regime.kind),
        regime.rate_bp,
        1000 if least else chance.choice(quantities),
        chance.choice(figure("invoice.unit_codes", on).value),
    )
