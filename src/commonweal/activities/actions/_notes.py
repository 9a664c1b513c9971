"""What an adviser writes down about a unit: notes for the staff, goals shared with its people."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.access import queries as access
from commonweal.access.queries import Role, User
from commonweal.activities.models import Note, Unit
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all


class NothingWritten(Refusal):
    message = _("Write down in a sentence what it is about.")
    field = "text"


class GoalInThePast(Refusal):
    message = _("Choose a day from %(today)s on: a goal lies ahead.")
    field = "due_on"


class GoalSettled(Refusal):
    message = _("Set a new goal: this one was reached on %(day)s.")


class WhyDropped(Refusal):
    message = _("Say in a few words why the goal is dropped: the staff reads it later.")
    field = "reason"


class NotAnAdviser(Refusal):
    message = _("Choose somebody who is an adviser: %(name)s is not.")
    field = "adviser"


@action
def assign_adviser(
    *, units: Sequence[Unit], adviser: User | None, by: Actor, at: datetime
) -> list[Unit]:
    """
    Let an adviser stand by these units, or nobody.

    :raises NotAnAdviser: if the person has not that role now
    """
    if adviser and Role.ADVISER not in access.roles_at(user=adviser, at=at):
        raise NotAnAdviser(name=adviser.name)
    ids = [unit.pk for unit in units]
    Unit.objects.filter(id__in=ids).update(adviser=adviser)
    return list(Unit.objects.filter(id__in=ids).order_by("id"))


@action
def write_note(*, unit: Unit, text: str, by: Actor, at: datetime) -> Note:
    """
    Write a note about a unit; only staff reads it.

    :raises NothingWritten: if it has no text
    """
    check_all(_silence(text))
    return _written(unit, Note.Kind.NOTE, text, None, by, at)


@action
def set_goal(*, unit: Unit, text: str, due_on: date, by: Actor, at: datetime) -> Note:
    """
    Agree on a goal with the people of a unit, to be reached by a day; they read it too.

    :raises NothingWritten, GoalInThePast: with the remedy
    """
    today = _today(at)
    check_all([*_silence(text), *_past(due_on, today)])
    return _written(unit, Note.Kind.GOAL, text, due_on, by, at)


@action
def reach_goal(*, goal: Note, by: Actor, at: datetime) -> Note:
    """
    Note that a goal is reached, today.

    :raises GoalSettled: if it was before
    """
    goal = _held(goal)
    goal.done_on = _today(at)
    goal.save(update_fields=["done_on"])
    return goal


@action
def drop_goal(*, goal: Note, reason: str, by: Actor, at: datetime) -> Note:
    """
    Give a goal up: it stays as a note of the staff that says why, and is shared no more.

    :raises WhyDropped: if no reason is given
    :raises GoalSettled: if it was reached
    """
    if not reason.strip():
        raise WhyDropped
    goal = _held(goal)
    words = {"text": goal.text, "reason": reason.strip(), "day": _day(goal.due_on)}
    goal.text = gettext("Goal dropped: %(text)s (by %(day)s). %(reason)s") % words
    goal.kind, goal.due_on = Note.Kind.NOTE, None
    goal.by, goal.by_name, goal.at = by.id, by.name, at
    goal.save()
    return goal


def _held(goal: Note) -> Note:
    goal = Note.objects.select_for_update().get(pk=goal.pk, kind=Note.Kind.GOAL)
    if goal.done_on:
        raise GoalSettled(day=_day(goal.done_on))
    return goal


def _written(
    unit: Unit, kind: Note.Kind, text: str, due_on: date | None, by: Actor, at: datetime
) -> Note:
    return Note.objects.create(
        unit=unit,
        kind=kind,
        text=text.strip(),
        due_on=due_on,
        by=by.id,
        by_name=by.name,
        at=at,
    )


def _silence(text: str) -> Iterator[Refusal]:
    if not text.strip():
        yield NothingWritten()


def _past(due_on: date, today: date) -> Iterator[Refusal]:
    if due_on < today:
        yield GoalInThePast(today=_day(today))


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
