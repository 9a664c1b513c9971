"""Advances: an adviser lets a budget go below zero, so far, until a day, for a reason."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.actions._budget import UnitClosed
from commonweal.activities.models import Advance, Unit
from commonweal.activities.queries import Deed
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import show
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import queries as ledger
from commonweal.letters import actions as letters
from commonweal.rules.parameters import figure


class AdvanceNotPositive(Refusal):
    message = _("Write how far the budget may go below zero: more than nothing.")
    field = "amount"


class AdvanceAboveCap(Refusal):
    message = _("Lower the advance: an adviser grants at most %(cap)s.")
    field = "amount"


class AdvanceDayPast(Refusal):
    message = _("Choose a day after %(day)s: the advance is repaid by then.")
    field = "until"


class AdvanceTooLong(Refusal):
    message = _("Choose a day up to %(last)s: an advance is repaid within %(months)s months.")
    field = "until"


class AdvanceReasonMissing(Refusal):
    message = _("Say why: the people of the budget and the auditor read the reason.")
    field = "reason"


class AdvanceStands(Refusal):
    message = _("Extend or end the advance that stands: %(amount)s until %(until)s.")


class AdvanceOfOwnUnit(Refusal):
    message = _("Ask another adviser: you act for “%(name)s” yourself.")


class AdvanceEnded(Refusal):
    message = _("Grant a new advance: this one ended on %(day)s.")


class AdvanceNotRepaid(Refusal):
    message = _("Wait until %(owed)s has come in, or extend the advance: it is not repaid.")


@action
def grant_advance(
    *, unit: Unit, cents: int, until: date, reason: str, by: Actor, at: datetime
) -> Advance:
    """
    Let a budget go `cents` below zero up to and including a day, and write to who spends it.

    What it is below zero already counts as drawn.

    :raises Refusal: for the amount, the day, the reason, a closed unit, an advance that stands,
        or somebody who grants it to the own unit
    """
    unit = _hold(unit.pk)
    today, reason = _today(at), " ".join(reason.split())
    check_all(
        [
            *_amount(cents, today),
            *_day(until, today, today),
            *_why(reason),
            *_open(unit, today),
            *_stranger(unit, by),
        ]
    )
    granted = Advance.objects.create(
        unit=unit,
        cents=cents,
        drawn_cents=min(cents, max(-ledger.budget(unit=unit.pk), 0)),
        reason=reason,
        granted_by=by.id,
        granted_by_name=by.name,
        granted_at=at,
        until=until,
    )
    _tell(granted, by, at)
    return granted


@action
def extend_advance(
    *, advance: Advance, until: date, reason: str, by: Actor, at: datetime
) -> Advance:
    """
    Give an advance a later day. The old one ends and a new one stands, with the same cap and
    what was drawn: so each day and each reason stays on record.

    :raises Refusal: for the day, the reason, an advance that ended, or somebody of the own unit
    """
    unit = _hold(advance.unit_id)
    advance.refresh_from_db()
    today, reason = _today(at), " ".join(reason.split())
    check_all(
        [
            *_standing(advance),
            *_day(until, max(advance.until, today), today),
            *_why(reason),
            *_stranger(unit, by),
        ]
    )
    advance.ended_on = today
    advance.save(update_fields=["ended_on"])
    extended = Advance.objects.create(
        unit=unit,
        cents=advance.cents,
        drawn_cents=advance.drawn_cents,
        reason=reason,
        granted_by=by.id,
        granted_by_name=by.name,
        granted_at=at,
        until=until,
    )
    _tell(extended, by, at)
    return extended


@action
def end_advance(*, advance: Advance, reason: str, by: Actor, at: datetime) -> None:
    """
    End an advance before its day, when nothing of it is owed or kept aside; the log keeps why.

    :raises Refusal: without a reason, if it ended already, or if the budget is below zero, or
        would be once all is paid that was kept aside
    """
    _hold(advance.unit_id)
    advance.refresh_from_db()
    owed, reason = _leans(advance.unit_id, _today(at)), " ".join(reason.split())
    not_repaid = [AdvanceNotRepaid(owed=show(owed))] if owed else []
    check_all([*_standing(advance), *_why(reason), *not_repaid])
    advance.ended_on = _today(at)
    advance.save(update_fields=["ended_on"])
    record(
        verb="activities.end_advance", subjects=[advance.ref, f"unit:{advance.unit_id}"],
        by=by, at=at, data={"reason": reason},
    )  # fmt: skip


@action
def close_advances(*, by: Actor, at: datetime) -> list[Advance]:
    """End the advances past their day that are repaid."""
    today = _today(at)
    found = queries.repaid_advances(on=today)
    for advance in found:
        advance.ended_on = today
    Advance.objects.bulk_update(found, ["ended_on"])
    return found


def _hold(unit: int) -> Unit:
    """What the budget is cannot change by a spend while an advance on it changes."""
    return Unit.objects.select_for_update(no_key=True).get(id=unit)


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _leans(unit: int, today: date) -> int:
    """What a budget owes, or will owe when what it keeps aside is paid, in cents."""
    aside = queries.reserved(units=[unit], on=today).get(unit, 0)
    return max(aside - ledger.budget(unit=unit), 0)


def _amount(cents: int, today: date) -> Iterator[Refusal]:
    cap = figure("advance.cap", today).value
    if cents <= 0:
        yield AdvanceNotPositive()
    elif cents > cap:
        yield AdvanceAboveCap(cap=show(cap))


def _day(until: date, after: date, today: date) -> Iterator[Refusal]:
    months = figure("advance.months", today).value
    last = _months_later(today, months)
    if until <= after:
        yield AdvanceDayPast(day=f"{after:%d/%m/%Y}")
    elif until > last:
        yield AdvanceTooLong(last=f"{last:%d/%m/%Y}", months=months)


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or its last."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_month(first) - timedelta(days=1))


def _why(reason: str) -> Iterator[Refusal]:
    if not reason:
        yield AdvanceReasonMissing()


def _open(unit: Unit, today: date) -> Iterator[Refusal]:
    if unit.closed_on and unit.closed_on <= today:
        yield UnitClosed(name=unit.name, day=f"{unit.closed_on:%d/%m/%Y}")
    if stands := Advance.objects.filter(unit=unit, ended_on=None).first():
        yield AdvanceStands(amount=show(stands.cents), until=f"{stands.until:%d/%m/%Y}")


def _standing(advance: Advance) -> Iterator[Refusal]:
    if advance.ended_on:
        yield AdvanceEnded(day=f"{advance.ended_on:%d/%m/%Y}")


def _stranger(unit: Unit, by: Actor) -> Iterator[Refusal]:
    """Who grants an advance has no part in the budget."""
    acting = queries.mandates(unit=unit.pk).values_list("member__user", flat=True)
    if by.id in {f"user:{user}" for user in acting}:
        yield AdvanceOfOwnUnit(name=unit.name)


def _tell(advance: Advance, by: Actor, at: datetime) -> None:
    told = [
        letters.NewLetter(
            to=mandate.member.email,
            name=mandate.member.full_name,
            language=mandate.member.language,
            kind="advance_granted",
            context={
                "unit": mandate.unit.name,
                "cents": advance.cents,
                "until": advance.until.isoformat(),
                "reason": advance.reason,
                "adviser": by.name,
                "link": f"{settings.SITE_ADDRESS}/my/budget/{advance.unit_id}/",
            },
            about=advance.ref,
        )
        for mandate in queries.mandates(unit=advance.unit_id)
        if queries.may(mandate=mandate, deed=Deed.SPEND)
    ]
    letters.post(letters=told, by=by, at=at)
