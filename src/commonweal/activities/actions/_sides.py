"""What transfers and internal invoices have in common: two units, their people, one entry."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities._powers import POWERS, Deed
from commonweal.activities.actions._budget import UnitClosed
from commonweal.activities.actions._budget import hold as hold_units
from commonweal.activities.models import Mandate, Unit
from commonweal.kernel.actions import record
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.kernel.scope import past_the_lock
from commonweal.ledger import actions as ledger
from commonweal.letters import actions as letters

BUDGET = "4890"


class SameUnit(Refusal):
    message = _("Choose another budget: this one cannot deal with itself.")
    field = "receiver"


class UnknownUnit(Refusal):
    message = _("Look it up by a member's e-mail address: there is no budget number %(number)s.")
    field = "receiver"


class OtherUnitClosed(Refusal):
    message = _("Choose another budget: “%(name)s” was closed on %(day)s.")
    field = "receiver"


class AmountNotPositive(Refusal):
    message = _("Give an amount of at least one cent.")
    field = "amount"


class NoReason(Refusal):
    message = _("Say why in a few words: the other side reads it.")
    field = "reason"


class AlreadyAnswered(Refusal):
    message = _("Look at its page again: “%(what)s” was answered before. It is now: %(state)s.")


@dataclass(frozen=True, slots=True)
class Move:
    """Budget that goes from one unit to another, in cents; `ref` is what it is for."""

    ref: str
    text: str
    source: int
    target: int
    cents: int


def today(at: datetime) -> date:
    """Return the local day of an instant."""
    return at.astimezone(ZONE).date()


def units_of(ids: Collection[int]) -> dict[int, Unit]:
    """Return both sides of deals, whatever the scope: only their name and closing are read."""
    with past_the_lock():
        return queries.many(ids=list(ids))


def hold(ids: Collection[int]) -> None:
    """Lock all sides of deals, whatever the scope: none is closed before what it gets is there."""
    with past_the_lock():
        hold_units(units=ids)


def objections(own: int, other: int, units: Mapping[int, Unit], on: date) -> Iterator[Refusal]:
    """Say what keeps two units from a deal: they are one, one is unknown or closed."""
    if own == other:
        yield SameUnit()
    elif other not in units:
        yield UnknownUnit(number=other)
    for unit in {own, other} & units.keys():
        if _is_closed(units[unit], on):
            kind = UnitClosed if unit == own else OtherUnitClosed
            yield kind(name=units[unit].name, day=_day(units[unit]))


def closed(ids: Collection[int], on: date) -> Iterator[Refusal]:
    """Say which of these units take no money any more."""
    for unit in units_of(ids).values():
        if _is_closed(unit, on):
            yield UnitClosed(name=unit.name, day=_day(unit))


def _is_closed(unit: Unit, on: date) -> bool:
    return unit.closed_on is not None and unit.closed_on <= on


def _day(unit: Unit) -> str:
    assert unit.closed_on
    return date_format(unit.closed_on, "SHORT_DATE_FORMAT")


def said(reason: str) -> str:
    """
    Return a reason on one line.

    :raises NoReason: if there is none
    """
    if not (words := " ".join(reason.split())):
        raise NoReason
    return words


def keep_reason(ref: str, reason: str, by: Actor, at: datetime) -> None:
    """Keep a reason in the log: a later answer takes its place on the thing itself."""
    if reason:
        record(verb="activities.give_reason", subjects=[ref], by=by, at=at, data={"reason": reason})


def post(moves: Sequence[Move], by: Actor, at: datetime) -> None:
    """Write moves in the books: budget leaves one unit and comes to the other."""
    entries = [
        ledger.Entry(
            "misc",
            today(at),
            move.text,
            move.ref,
            move.ref,
            (
                ledger.Line(BUDGET, move.cents, move.source),
                ledger.Line(BUDGET, -move.cents, move.target),
            ),
        )
        for move in moves
    ]
    ledger.post(entries=entries, by=by, at=at)


def people(units: Collection[int]) -> dict[int, list[Mandate]]:
    """Return who may spend for these units, whatever the scope: the letters go to them."""
    with past_the_lock():
        rows = queries.standing_mandates().filter(unit__in=units, role__in=POWERS[Deed.SPEND])
        found: dict[int, list[Mandate]] = {}
        for mandate in rows.select_related("member").order_by("id"):
            found.setdefault(mandate.unit_id, []).append(mandate)
        return found


@dataclass(frozen=True, slots=True)
class Word:
    """What the people of a unit are told: a kind of letter, its words, and the page it is about."""

    unit: int
    kind: str
    context: Mapping[str, object]
    path: str
    about: str


def tell(words: Iterable[Word], by: Actor, at: datetime) -> None:
    """Write to everybody who may spend for the units."""
    words = list(words)
    readers = people({word.unit for word in words}) if words else {}
    letters.post(
        letters=[
            letters.NewLetter(
                to=mandate.member.email,
                name=mandate.member.full_name,
                language=mandate.member.language,
                kind=word.kind,
                context={
                    **word.context,
                    "link": f"{settings.SITE_ADDRESS}/my/budget/{word.unit}/between/{word.path}/",
                },
                about=word.about,
            )
            for word in words
            for mandate in readers.get(word.unit, [])
        ],
        by=by,
        at=at,
    )
