"""The house stands for wages: a cap of its own for one client, a fund, and a client that fails."""

from collections.abc import Mapping
from datetime import date, datetime

from commonweal.clients.actions import Client
from commonweal.flows.dispatch import actions as dispatch
from commonweal.flows.insolvency import actions as insolvency
from commonweal.guarantee import actions as guarantee
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as invoices
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.ledger import actions as ledger

FUND_CENTS = 25_000_00
CAPPED_ON, CAPPED, CAP_CENTS = date(2026, 4, 20), "publisher", 3_200_00
INVOICED_ON, FAILED_ON, FAILED = date(2026, 4, 18), date(2026, 4, 30), "gallery"
FED_ON, MONTH = date(2026, 5, 2), date(2026, 4, 1)
SOFIE = Actor("staff:Sofie Claes", "Sofie Claes")


def open_fund(on: date, at: datetime) -> None:
    """The fund begins with what the years before left in it."""
    entry = ledger.Entry(
        "misc", on, "Garantiefonds, beginstand", "demo:fund", "demo",
        (ledger.Line("550", FUND_CENTS), ledger.Line("1641", -FUND_CENTS)),
    )  # fmt: skip
    ledger.post(entries=[entry], by=SYSTEM, at=at)


def live(day: date, clients: Mapping[str, Client], at: datetime) -> None:
    """What was decided on a day about what the house stands for."""
    if day == CAPPED_ON:
        reason = "Kleine uitgeverij: tot we de jaarrekening zagen, niet meer dan dit."
        cap = guarantee.NewCap(clients[CAPPED].pk, CAP_CENTS, day, reason)
        guarantee.set_cap(caps=[cap], by=SOFIE, at=at)
    if day == INVOICED_ON:
        _mail_invoice(clients[FAILED], at)
    if day == FAILED_ON:
        _fail(clients[FAILED], at)
    if day == FED_ON:
        guarantee.feed_fund(month=MONTH, by=SYSTEM, at=at)


def _mail_invoice(client: Client, at: datetime) -> None:
    """
    The gallery had its invoice when it failed. What others owe leaves once the demonstration runs:
    setting all papers would keep who starts it waiting.
    """
    found = list(invoices.invoices().filter(client=client))
    invoicing.render(invoices=[each.pk for each in found], by=SYSTEM, at=at)
    dispatch.send_by_mail(invoices=found, by=SYSTEM, at=at)


def _fail(client: Client, at: datetime) -> None:
    """A gallery fails after the wage was paid: the fund bears the loss, nobody else does."""
    judgment = guarantee.NewBankruptcy(
        client, date(2026, 4, 29), "mr. Katrien Dewulf", "curator@dewulf.example",
        "Beheerstraat 41, 8500 Kortrijk", "Ondernemingsrechtbank Gent, afdeling Kortrijk",
        "K/2026/0118",
    )  # fmt: skip
    insolvency.mark_bankrupt(failure=judgment, by=SOFIE, at=at)
