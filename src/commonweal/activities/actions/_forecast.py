"""What members expect of their budgets, written down by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.activities.models import ForecastLine
from commonweal.activities.queries import last_day_expected
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all


class ExpectedInThePast(Refusal):
    message = _("Choose today or a later day: what was before %(day)s is in the books.")
    field = "on"


class ExpectedTooFarAhead(Refusal):
    message = _("Choose a day up to %(day)s: nobody can look further ahead.")
    field = "on"


class ExpectationSaysNothing(Refusal):
    message = _("Write in a few words what you expect, so that you know it again later.")
    field = "text"


class ExpectationNotPositive(Refusal):
    message = _("Give an amount above zero: the kind says whether it comes in or goes out.")
    field = "amount"


@dataclass(frozen=True, slots=True)
class NewForecastLine:
    """
    Something a member expects: `kind` is income, pay or expense; `cents` what the budget will
    have of it (income) or what it will cost the budget (the others), above zero.
    """

    unit_id: int
    on: date
    kind: str
    text: str
    cents: int


@action
def expect(*, lines: Sequence[NewForecastLine], by: Actor, at: datetime) -> list[ForecastLine]:
    """
    Write down what members expect of their budgets, in the same order.

    :raises Refusal: if a day is past or too far ahead, the text is empty, or an amount is no amount
    """
    today = at.astimezone(ZONE).date()
    check_all(refusal for new in lines for refusal in _refusals(new, today))
    return ForecastLine.objects.bulk_create(
        ForecastLine(unit_id=new.unit_id, made_by=by.id, made_at=at, **_facts(new)) for new in lines
    )


@action
def change_expectation(
    *, line: ForecastLine, to: NewForecastLine, by: Actor, at: datetime
) -> ForecastLine:
    """
    Say anew what is expected; the line stays with its unit.

    :raises Refusal: as `expect`
    :raises ForecastLine.DoesNotExist: if it was forgotten meanwhile
    """
    check_all(_refusals(to, at.astimezone(ZONE).date()))
    held = ForecastLine.objects.select_for_update().get(pk=line.pk)
    for name, value in _facts(to).items():
        setattr(held, name, value)
    held.save()
    return held


@action
def forget(*, lines: Sequence[ForecastLine], by: Actor, at: datetime) -> list[ForecastLine]:
    """Take back what was expected: it came, or it will not come. Who forgets twice forgets once."""
    found = ForecastLine.objects.select_for_update().filter(pk__in=[line.pk for line in lines])
    forgotten = list(found)
    found.delete()
    return forgotten


def _facts(new: NewForecastLine) -> dict[str, object]:
    text = " ".join(new.text.split())
    return {"on": new.on, "kind": new.kind, "text": text, "cents": new.cents}


def _refusals(new: NewForecastLine, today: date) -> Iterator[Refusal]:
    last = last_day_expected(on=today)
    if new.on < today:
        yield ExpectedInThePast(day=date_format(today, "SHORT_DATE_FORMAT"))
    if new.on > last:
        yield ExpectedTooFarAhead(day=date_format(last, "SHORT_DATE_FORMAT"))
    if not new.text.strip():
        yield ExpectationSaysNothing()
    if new.cents <= 0:
        yield ExpectationNotPositive()
