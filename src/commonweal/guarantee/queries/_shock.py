"""What a shock would do to the house as it stands."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.guarantee.cash import Book
from commonweal.guarantee.queries._cash import cash, days_ahead
from commonweal.guarantee.simulate import Failure, Shock
from commonweal.guarantee.simulate import shock as simulate
from commonweal.kernel.refusals import Refusal
from commonweal.rules import due_days
from commonweal.rules.bank_days import next_bank_day


class OutsideTheForecast(Refusal):
    field = "fails_on"
    message = _("Choose a day from %(first)s to %(last)s: the forecast shows no other.")


class NoShock(Refusal):
    message = _("Choose a client that fails, or how many days later everybody pays.")


class TooSlow(Refusal):
    field = "slow_days"
    message = _("Choose %(days)s days at most: the forecast looks no further ahead.")


def shock(
    *,
    on: date,
    days: int | None = None,
    client: Client | None = None,
    fails_on: date | None = None,
    slow_days: int = 0,
    book: Book | None = None,
) -> Shock:
    """
    Return what happens to the money when a client fails (with those merged into it), when
    everybody pays `slow_days` later, or both. `book` saves reading the house twice.

    :raises NoShock: if neither is given
    :raises OutsideTheForecast: if the client fails before `on` or after the forecast
    :raises TooSlow: if nothing would be paid within the forecast
    """
    days = days_ahead(on=on) if days is None else days
    if client is None and not slow_days:
        raise NoShock
    if not 0 <= slow_days <= days:
        raise TooSlow(days=days)
    failure = _failure(client, fails_on or on, on, days) if client else None
    book = book or cash(on=on, days=days).book
    return simulate(book, days=days, failure=failure, slow_days=slow_days)


def _failure(client: Client, fails_on: date, on: date, days: int) -> Failure:
    last = on + timedelta(days=days)
    if not on <= fails_on <= last:
        raise OutsideTheForecast(first=on, last=last)
    vat_back_on = next_bank_day(due_days.due_on(due_days.VAT, fails_on))
    return Failure(_roots(client), fails_on, vat_back_on)


def _roots(client: Client) -> frozenset[int]:
    """Merged clients are one: claims are kept under the one that goes on."""
    family: Sequence[int] = clients.family(client=client)
    return frozenset(family)
