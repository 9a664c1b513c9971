"""Ending declared work before the last day that was announced."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.employment import dimona, queries
from commonweal.employment.actions import _declare, _moves
from commonweal.employment.actions._moves import State
from commonweal.employment.actions._reschedule import refuse_out
from commonweal.employment.models import Contract, Declaration, WorkPeriod
from commonweal.employment.values import EarlyEnd
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all

Kind = Declaration.Kind


class NotBegun(Refusal):
    message = _("Move the work to other days instead, or cancel it: it begins only on %(first)s.")
    field = "last_day"


class NobodyWorkedYet(Refusal):
    message = _("Choose a day from %(first)s on: that is the first day on which work was planned.")
    field = "last_day"


class EndsAsAnnounced(Refusal):
    message = _("Choose an earlier day: the work ends on %(announced)s anyway.")
    field = "last_day"


@action
def end_early(*, ends: Sequence[EarlyEnd], by: Actor, at: datetime) -> list[Contract]:
    """
    Let declared work that has begun end before its announced last day: what was planned after
    that day is given up, the gross stays as agreed, and social security is told.

    A student's planned hours count too, so there a change tells both; a change tells it also
    where the end was told before.

    :raises WrongState: if a contract is not declared
    :raises NotBegun: if its work has not begun: it can still be moved or cancelled
    :raises NobodyWorkedYet, EndsAsAnnounced: if nothing would be worked, or nothing given up
    :raises AlreadyDeclared: if a message about it is out, and its answer still to come
    """
    last_days = {end.contract.pk: end.last_day for end in ends}
    held = _moves.lock([end.contract for end in ends])
    _moves.refuse_unless(held, State.DECLARED)
    check_all(NotBegun(first=_day(each.starts_on)) for each in held if each.starts_at > at)
    refuse_out(held)
    kept = _kept(held, last_days)
    check_all(_refusals(held, kept))
    _shorten(held, kept)
    _tell(held, at)
    return held


def _kept(held: Sequence[Contract], last_days: Mapping[int, date]) -> dict[int, list[WorkPeriod]]:
    """The hours of each contract that begin on its new last day or before."""
    kept: dict[int, list[WorkPeriod]] = defaultdict(list)
    for period in WorkPeriod.objects.filter(contract__in=held).order_by("starts_at"):
        if period.on <= last_days[period.contract_id]:
            kept[period.contract_id].append(period)
    return kept


def _refusals(held: Sequence[Contract], kept: Mapping[int, Sequence[WorkPeriod]]) -> list[Refusal]:
    found: list[Refusal] = []
    numbers = queries.period_numbers([contract.pk for contract in held])
    for contract in held:
        if not kept.get(contract.pk):
            found.append(NobodyWorkedYet(first=_day(contract.starts_on)))
        elif _last_day(kept[contract.pk]) >= contract.ends_on:
            found.append(EndsAsAnnounced(announced=_day(contract.ends_on)))
        found += dimona.wrong_period(numbers.get(contract.pk, ""))
    return found


def _shorten(held: Sequence[Contract], kept: Mapping[int, Sequence[WorkPeriod]]) -> None:
    for contract in held:
        contract.ends_on = _last_day(kept[contract.pk])
        contract.minutes = sum(period.minutes for period in kept[contract.pk])
    Contract.objects.bulk_update(held, ["ends_on", "minutes"])
    stays = [period.pk for periods in kept.values() for period in periods]
    WorkPeriod.objects.filter(contract__in=held).exclude(pk__in=stays).delete()


def _tell(held: Sequence[Contract], at: datetime) -> None:
    """One message each; a change that still waits to go out tells the new end by itself."""
    standing = Declaration.objects.filter(contract__in=held).exclude(state__in=_declare.ENDED)
    told = set(standing.filter(kind=Kind.OUT).values_list("contract", flat=True))
    waits = set(standing.filter(state__in=_declare.UNSENT).values_list("contract", flat=True))
    changed = {
        each.pk for each in held if queries.announced(each).planned_hours or each.pk in told
    } - waits
    _declare.queue([each for each in held if each.pk in changed], Kind.UPDATE, at)
    ended = [each for each in held if each.pk not in changed | waits]
    _declare.queue(ended, Kind.OUT, at)


def _last_day(periods: Sequence[WorkPeriod]) -> date:
    end = max(period.ends_at for period in periods)
    return (end - timedelta(minutes=1)).astimezone(ZONE).date()


def _day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")
