"""The year end: what units kept of their year is carried over, in one run, undoable."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.models import CarryOver
from commonweal.activities.queries import YearState
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

INCOME_CARRIED, BUDGETS_OWED = "719", "4890"
RUNNING = 719_4890  # of the advisory lock: one year end at a time


class YearNotOver(Refusal):
    message = _("Wait until %(year)s is over: units still earn and spend in it.")
    field = "year"


class YearClosed(Refusal):
    message = _(
        "Leave %(year)s as it is: its December is closed in the books, so nothing can be dated in "
        "it any more."
    )
    field = "year"


class RunGoingOn(Refusal):
    message = _("Wait a minute: another run of the year end is going on.")


class AlreadyUndone(Refusal):
    message = _("Start a new run if you need one: this one was undone on %(day)s by %(name)s.")


class UndoReasonMissing(Refusal):
    message = _("Say why the run is undone: it stays in the books beside the entries.")
    field = "reason"


@action
def carry_over(*, year: int, by: Actor, at: datetime) -> CarryOver | None:
    """
    Carry over what every unit kept of a year (MONEY.md §2): its costs and income go to zero, and
    its budget is the same to the cent. One run over all units, one posting, dated 31 December.

    A later run carries what came late. Returns None when nothing is left to carry.

    :raises YearNotOver: if the year is not past
    :raises YearClosed: if its December is closed in the books
    :raises RunGoingOn: if another run has not ended
    """
    check_all(_refusals(year, at))
    _alone()
    results = books.results_of_units(year=year)
    if not results:
        return None
    run = CarryOver.objects.create(
        year=year,
        units=queries.by_size(results),
        cents=sum(results.values()),
        by=by.id,
        by_name=by.name,
        at=at,
    )
    ledger.post(entries=[_entry(run, unit, results[unit]) for unit in run.units], by=by, at=at)
    return run


@action
def undo_carry_over(*, run: int, reason: str, by: Actor, at: datetime) -> CarryOver:
    """
    Reverse every entry of a run on the same 31 December; the year can then be carried over again.

    :raises AlreadyUndone: if the run was undone before
    :raises YearClosed: if that December is closed in the books by now
    :raises UndoReasonMissing: without a reason
    """
    undone = CarryOver.objects.select_for_update().get(pk=run)
    reason = " ".join(reason.split())
    check_all(_refusals_to_undo(undone, reason, at))
    _alone()
    keys = [queries.carry_key(undone.pk, unit) for unit in undone.units]
    ids = books.ids_by_key(keys=keys)
    ledger.reverse(ids=ids, on=_last_day(undone.year), text=reason, origin=undone.ref, by=by, at=at)
    undone.undone_by_name, undone.undone_at = by.name, at
    undone.save(update_fields=["undone_by_name", "undone_at"])
    return undone


def _refusals(year: int, at: datetime) -> Iterator[Refusal]:
    state = queries.year_state(year=year, on=at.astimezone(ZONE).date())
    if state == YearState.RUNNING:
        yield YearNotOver(year=year)
    if state == YearState.CLOSED:
        yield YearClosed(year=year)


def _refusals_to_undo(run: CarryOver, reason: str, at: datetime) -> Iterator[Refusal]:
    if run.undone_at:
        day = run.undone_at.astimezone(ZONE)
        yield AlreadyUndone(day=f"{day:%d/%m/%Y}", name=run.undone_by_name)
        return
    yield from _refusals(run.year, at)
    if not reason:
        yield UndoReasonMissing()


def _alone() -> None:
    """Take the lock of the year end until the transaction ends, or refuse."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [RUNNING])
        (taken,) = cursor.fetchone()
    if not taken:
        raise RunGoingOn


def _entry(run: CarryOver, unit: int, cents: int) -> ledger.Entry:
    return ledger.Entry(
        "misc",
        _last_day(run.year),
        f"{run.year} \N{RIGHTWARDS ARROW} {run.year + 1}",
        queries.carry_key(run.pk, unit),
        run.ref,
        (
            ledger.Line(INCOME_CARRIED, cents, unit),
            ledger.Line(BUDGETS_OWED, -cents, unit),
        ),
    )


def _last_day(year: int) -> date:
    return date(year, 12, 31)
