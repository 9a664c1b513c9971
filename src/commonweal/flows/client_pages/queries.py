"""What the pages of a client show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.activities import queries as units
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice, Order, Standing

PURPOSE = "client"
MOST = 500  # what one page shows: the newest


@dataclass(frozen=True, slots=True)
class Shown:
    """An invoice or credit note as its client reads it: who worked, and whether it is contested."""

    standing: Standing
    member: str
    is_contested: bool

    @property
    def invoice(self) -> Invoice:
        return self.standing.invoice

    @property
    def is_open(self) -> bool:
        return self.standing.open_cents > 0


def mail_address(client: Client) -> str:
    """Return where the invoices of a client go by mail, nothing if mail comes back from there."""
    address = client.invoice_email or client.email
    return "" if client.bounced_at and client.bounced_address == address else address


def units_of(*, client: Client) -> list[int]:
    """Return the units that invoiced a client, those of what was merged into it too."""
    return invoicing.units_of_clients(clients=clients.family(client=client))


def orders_waiting(*, client: Client) -> list[Order]:
    """Return the orders a client still has to answer, those of what was merged into it too."""
    return invoicing.orders_waiting_for(clients=clients.family(client=client))


def shown(*, client: Client, on: date) -> list[Shown]:
    """Return the invoices and credit notes of a client over all members, the newest first."""
    found = invoicing.invoices_of_clients(clients=clients.family(client=client))
    return _drawn(list(found[:MOST]), on)


def one(*, client: Client, number: str, on: date) -> Shown:
    """
    Return one invoice of a client.

    :raises Invoice.DoesNotExist: if it is not one of this client
    """
    found = invoicing.invoices_of_clients(clients=clients.family(client=client))
    return _drawn([found.get(number=number)], on)[0]


def _drawn(invoices: Sequence[Invoice], on: date) -> list[Shown]:
    names = units.managers(units=[invoice.unit_id for invoice in invoices])
    contested = set(
        invoicing.open_disputes().filter(invoice__in=invoices).values_list("invoice", flat=True)
    )
    return [
        Shown(standing, names.get(standing.invoice.unit_id, ""), standing.invoice.pk in contested)
        for standing in invoicing.standings(invoices=invoices, on=on)
    ]
