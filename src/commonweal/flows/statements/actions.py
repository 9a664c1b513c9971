"""Verbs on statements: set the paper of a month."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries as activities
from commonweal.documents import actions as documents
from commonweal.documents.actions import Document, NewFile
from commonweal.flows.statements import _paper, queries
from commonweal.kernel import queries as house
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger


class MonthNotOver(Refusal):
    message = _("Wait until %(month)s is over: its statement is made from all of its lines.")
    field = "month"


@action
def draw(*, units: Sequence[int], month: date, by: Actor, at: datetime) -> list[Document]:
    """
    Keep the statement of a month (its first day) of each of these units, in its manager's language.

    A unit whose budget did not move has none. One that has it already gets a new one only if
    something was written in that month since; the earlier stays. As many questions for one unit
    as for a thousand.

    :raises MonthNotOver: if the month is still going on
    """
    if next_month(month_of(month)) > at.astimezone(ZONE).date():
        raise MonthNotOver(month=f"{month:%Y-%m}")
    _one_at_a_time()
    due = _due(units, month_of(month))
    if not due:
        return []
    sources = _paper.gather(units=due, month=month_of(month), at=at)
    entity = house.entity()
    files = [
        NewFile(
            name=queries.paper_name(unit=source.unit.pk, month=month),
            media_type="application/pdf",
            content=_paper.pdf(source, entity, at),
            kind=queries.KIND,
            about=source.unit.ref,
        )
        for source in sources
    ]
    return documents.store(files=files, by=by, at=at)


def _due(units: Collection[int], month: date) -> list[int]:
    """Those of these units whose newest paper of a month misses something, or that have none."""
    written = ledger.last_posted(units=units, month=month)
    known = activities.many(ids=sorted(set(units) & set(written)))
    papers = queries.papers(units=list(known), month=month)
    return [
        unit
        for unit in sorted(known)
        if unit not in papers or papers[unit].stored_at < written[unit]
    ]


def _one_at_a_time() -> None:
    """Two runs for one month at the same moment: the second waits and finds the papers."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('statements.draw'))")
