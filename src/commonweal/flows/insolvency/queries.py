"""Reads of a client that fails: what would happen, and what hangs on it."""

from datetime import datetime

from commonweal.flows.insolvency import _concerned
from commonweal.flows.insolvency import actions as insolvency
from commonweal.flows.insolvency.values import Wage, WrittenOff
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.guarantee.queries import Bankruptcy
from commonweal.invoicing.queries import Order
from commonweal.kernel.actor import Actor

__all__ = ["Wage", "WrittenOff", "preview", "running_of", "wages_of"]


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
