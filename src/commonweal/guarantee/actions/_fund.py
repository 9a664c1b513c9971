"""What the house puts aside for losses."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.guarantee.queries._fund import CHARGE, FUND, fund_key, to_feed
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

# Beside the locks of the caps, whose second number is a client: the fund has one of its own.
KEY = 7_261_641


class MonthNotOver(Refusal):
    message = _("Wait until the month is over: %(month)s still earns.")


class NothingToFeed(Refusal):
    message = _("Nothing more to do: for %(month)s the fund has what belongs to it.")


@action
def feed_fund(*, month: date, by: Actor, at: datetime) -> list[ledger.Posted]:
    """
    Put the part of the turnover of a month (its first day) in the fund of each entity, by the
    house figure of that month. Dated on the last day of the month while it is open, else today.

    :raises MonthNotOver: if the month is not over
    :raises NothingToFeed: if it was done, or nothing was sold
    :raises NoFigure: if the house had no figure then
    """
    today, end = at.astimezone(ZONE).date(), next_month(month)
    if end > today:
        raise MonthNotOver(month=f"{month:%Y-%m}")
    hold_fund()
    due = to_feed(month=month)
    if not due:
        raise NothingToFeed(month=f"{month:%Y-%m}")
    closed = books.closed_up_to()
    on = today if closed and month <= closed else end - timedelta(days=1)
    entries = [
        charge(cents, on=on, key=fund_key(month=month, entity=entity), entity=entity)
        for entity, cents in due.items()
    ]
    return ledger.post(entries=entries, by=by, at=at)


def charge(cents: int, *, on: date, key: str, entity: int) -> ledger.Entry:
    """Return the entry that puts cents in the fund of an entity."""
    lines = (ledger.Line(CHARGE, cents), ledger.Line(FUND, -cents))
    return ledger.Entry("misc", on, key, key, key, lines, entity=entity)


def hold_fund() -> None:
    """Wait for whoever draws on the fund now; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [KEY])
