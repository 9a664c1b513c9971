"""Two clients say something is wrong: one gets a part credited, one waits at the desk."""

from datetime import date, datetime

from commonweal.flows.client_pages import actions as pages
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import Complaint, CreditLine, NewCredit
from commonweal.kernel.actor import Actor

SAID_ON, SETTLED_ON, PAID_ON = date(2026, 4, 27), date(2026, 4, 28), date(2026, 4, 30)
DEPOSIT_CENTS, FILMS_CENTS = 510_00, 460_00
SOFIE = Actor("staff:Sofie Claes", "Sofie Claes")


def live(day: date, at: datetime) -> None:
    """What clients say about their invoices, and what finance answers."""
    if day == SAID_ON:
        said = "De tweede repetitie is niet doorgegaan: graag 50,00 minder."
        _contest(DEPOSIT_CENTS, "Fatima El Amrani", "amount", said, at)
    if day == SETTLED_ON:
        _settle(at)
    if day == PAID_ON:
        _contest(
            FILMS_CENTS,
            "Greet Aerts",
            "paid",
            "Betaald op 24 april, met een andere mededeling.",
            at,
        )


def _contest(net_cents: int, name: str, kind: str, text: str, at: datetime) -> None:
    invoice = queries.invoices().get(corrects=None, net_cents=net_cents)
    client = Actor(f"client:{invoice.client_id}", name)
    pages.contest(complaint=Complaint(invoice, kind, text), by=client, at=at)


def _settle(at: datetime) -> None:
    for dispute in queries.open_disputes():
        credit = NewCredit(dispute.invoice_id, [CreditLine(1, price_cents=50_00)])
        invoicing.credit_parts(credits=[credit], reason=dispute.text, by=SOFIE, at=at)
        answer = "50,00 is gecrediteerd; de rest blijft te betalen."
        pages.settle(dispute=dispute, answer=answer, by=SOFIE, at=at)
