"""Reads of a client that fails: what would happen, and what hangs on it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.flows.insolvency import _concerned
from commonweal.flows.insolvency import actions as insolvency
from commonweal.flows.insolvency.values import Open, Wage, WrittenOff
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.guarantee.queries import Bankruptcy
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Order, Quote
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as books
from commonweal.purchases import queries as purchases

__all__ = ["Open", "Wage", "WrittenOff", "open_of", "owed_of", "preview", "running_of", "wages_of"]

UNSURE = (Order.State.CHECKING, Order.State.SENT)
ASKED = (Quote.State.DRAFT, Quote.State.CHECKING, Quote.State.SENT, Quote.State.CHANGE_ASKED)


def preview(*, failure: NewBankruptcy, by: Actor, at: datetime) -> WrittenOff:
    """
    Return what marking a client bankrupt would do; nothing of it stays.

    :raises Refusal: as the verb
    """
    return insolvency.write_off.dry_run(failure=failure, by=by, at=at)


def wages_of(*, bankruptcy: Bankruptcy) -> list[Wage]:
    """Return every wage that hangs on the client of a bankruptcy, as it stands now."""
    losses = list(guarantee.losses_of(bankruptcy=bankruptcy))
    return _concerned.wages(losses, _concerned.running(bankruptcy.client))


def running_of(*, bankruptcy: Bankruptcy) -> list[Order]:
    """Return the orders the client confirmed that are not invoiced whole: what to talk about."""
    return _concerned.running(bankruptcy.client)


def owed_of(*, bankruptcy: Bankruptcy) -> int:
    """Return what the client of a bankruptcy owes now that is not written off, in cents."""
    family = clients.family(client=bankruptcy.client)
    issued = invoicing.invoices_of_clients(clients=family).filter(corrects=None)
    items = [f"invoice:{number}" for number in issued.values_list("number", flat=True)]
    return sum(max(cents, 0) for cents in books.open_amounts(account="400", items=items).values())


def open_of(*, bankruptcy: Bankruptcy) -> list[Open]:
    """
    Return what else is under way with the client, that nobody ends by itself: what waits for its
    answer, what is still to be invoiced, what it contests, and what we owe it as a supplier.
    """
    family = clients.family(client=bankruptcy.client)
    orders = invoicing.orders().filter(client__in=family, state__in=UNSURE)
    quotes = invoicing.quotes().filter(client__in=family, state__in=ASKED)
    drafts = invoicing.drafts().filter(client__in=family)
    repeated = invoicing.recurrences().filter(client__in=family, stopped_at=None)
    contested = invoicing.open_disputes().filter(invoice__client__in=family)
    bills = _bills(bankruptcy.client)
    rows = [
        Open(_("Jobs it has not confirmed"), orders.count()),
        Open(_("Quotes it has not answered"), quotes.count()),
        Open(
            _(
                "Invoices that are not issued yet: to claim one, unblock the client, let it be "
                "issued, and write off again"
            ),
            drafts.count(),
        ),
        Open(_("Invoices that come back: they are not made while it is blocked"), repeated.count()),
        Open(_("Complaints that nobody has settled"), contested.count()),
        Open(
            _("Its invoices that we have not paid: ask the trustee first"), len(bills), sum(bills)
        ),
    ]
    return [row for row in rows if row.count]


def _bills(client: clients.Client) -> list[int]:
    """What we owe the client as a supplier, in cents."""
    number = client.enterprise_number or ""
    due = purchases.payable(due_by=date.max)
    return [each.cents for each in due if number and number in each.supplier_key]
