"""Invoices that come back: every so many months, until a day, or until they are stopped."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.clients.actions import Client
from commonweal.einvoice.values import Vat
from commonweal.invoicing.actions._demands import Setting, refusals
from commonweal.invoicing.actions._draft import sellers_of, table_of
from commonweal.invoicing.models import Recurrence
from commonweal.invoicing.values import NewInvoice, NewLine
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all

MONTHS = 12


class WrongRhythm(Refusal):
    message = _("Let it come back every 1 to 12 months.")
    field = "every_months"


class FirstDayPassed(Refusal):
    message = _("Choose today or a later day for the next one.")
    field = "next_on"


class EndsBeforeItStarts(Refusal):
    message = _("Let it end on or after the day of the next one, or leave the end open.")
    field = "until"


class AlreadyStopped(Refusal):
    message = _("Start a new one: this one was stopped on %(on)s.")


@dataclass(frozen=True, slots=True)
class NewRecurrence:
    """
    What comes back: the first on `next_on`, then every `every_months` months on the same day of
    the month, or on its last day where it has no such day, until `until`.
    """

    unit_id: int
    client: Client
    title: str
    lines: Sequence[NewLine]
    every_months: int
    next_on: date
    until: date | None = None
    purchase_order: str = ""
    language: str = ""
    note: str = ""
    key: str | None = None


@action
def start_recurrence(*, recurrence: NewRecurrence, by: Actor, at: datetime) -> Recurrence:
    """
    Let an invoice come back by itself. `key` makes it happen once.

    :raises WrongRhythm, FirstDayPassed, EndsBeforeItStarts: with the remedy
    :raises Refusal: what `draft` would refuse of the first one
    """
    if recurrence.key and (earlier := Recurrence.objects.filter(key=recurrence.key).first()):
        return earlier
    check_all(_refused(recurrence, at))
    return Recurrence.objects.create(
        **_facts(recurrence),
        unit_id=recurrence.unit_id,
        key=recurrence.key,
        made_by=by.id,
        made_at=at,
    )


@action
def change_recurrence(
    *, recurrence: Recurrence, to: NewRecurrence, by: Actor, at: datetime
) -> Recurrence:
    """
    Say from the next one on what comes back; drafts that are there already stay.

    :raises AlreadyStopped: if it comes back no more
    :raises Refusal: as `start_recurrence`
    """
    held = _going(recurrence)
    check_all(_refused(to, at))
    facts = _facts(to)
    if to.next_on == held.next_on:  # a 31st that is shown as the 28th of February stays a 31st
        del facts["day_of_month"]
    for name, value in facts.items():
        setattr(held, name, value)
    held.save()
    return held


@action
def stop_recurrence(*, recurrence: Recurrence, by: Actor, at: datetime) -> Recurrence:
    """
    Let it come back no more; drafts that are there already stay.

    :raises AlreadyStopped: if it was stopped before
    """
    held = _going(recurrence)
    held.stopped_at = at
    held.save(update_fields=["stopped_at"])
    return held


def take_due(*, recurrence: Recurrence, today: date, ahead: int) -> list[tuple[Recurrence, date]]:
    """
    Return the days on which an invoice comes back, those that were missed and those of the next
    days, and move on past them. Who asks twice gets each day once: the row is held until the
    transaction ends.
    """
    until = today + timedelta(days=ahead)
    held = Recurrence.objects.select_for_update().get(pk=recurrence.pk)
    last = min(until, held.until) if held.until else until
    days = []
    while held.stopped_at is None and held.next_on <= last:
        days.append(held.next_on)
        held.next_on = after(held.next_on, held.every_months, held.day_of_month)
    held.save(update_fields=["next_on"])
    return [(held, day) for day in days]


def after(day: date, months: int, day_of_month: int) -> date:
    """Return the same day so many months later, or the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day_of_month, calendar.monthrange(year, month)[1]))


def one_of(recurrence: Recurrence, day: date, client: Client, today: date) -> NewInvoice:
    """
    Return the invoice that comes back on a day, for the months since the one before. What was
    missed is issued today.
    """
    before = after(day, -recurrence.every_months, recurrence.day_of_month)
    return NewInvoice(
        unit_id=recurrence.unit_id,
        client=client,
        title=recurrence.title,
        lines=[_line_of(row) for row in recurrence.lines],
        contribution_cents=0,
        guaranteed=False,
        purchase_order=recurrence.purchase_order,
        language=recurrence.language,
        note=recurrence.note,
        work_starts_on=before,
        work_ends_on=day - timedelta(days=1),
        issue_on=max(day, today),
        recurrence_id=recurrence.pk,
        key=f"{recurrence.ref}:{day}",
    )


def lines_of(recurrence: Recurrence) -> list[NewLine]:
    """Return the lines that come back."""
    return [_line_of(row) for row in recurrence.lines]


def _line_of(row: dict[str, Any]) -> NewLine:
    return NewLine(**{**row, "vat": Vat(row["vat"])})


def _facts(new: NewRecurrence) -> dict[str, Any]:
    return {
        "client_id": new.client.pk,
        "title": " ".join(new.title.split()) or new.lines[0].description,
        "lines": [
            {
                "description": line.description.strip(),
                "price_cents": line.price_cents,
                "vat": str(line.vat),
                "rate_bp": line.rate_bp,
                "thousandths": line.thousandths,
                "unit_code": line.unit_code,
            }
            for line in new.lines
        ],
        "language": new.language or new.client.language,
        "purchase_order": new.purchase_order.strip(),
        "note": new.note.strip(),
        "every_months": new.every_months,
        "next_on": new.next_on,
        "day_of_month": new.next_on.day,
        "until": new.until,
    }


def _refused(new: NewRecurrence, at: datetime) -> Iterator[Refusal]:
    today = at.astimezone(ZONE).date()
    if not 1 <= new.every_months <= MONTHS:
        yield WrongRhythm()
    if new.next_on < today:
        yield FirstDayPassed()
    if new.until and new.until < new.next_on:
        yield EndsBeforeItStarts()
    first = NewInvoice(
        new.unit_id, new.client, new.title, new.lines, 0, guaranteed=False,
        purchase_order=new.purchase_order, language=new.language, note=new.note,
        work_starts_on=today, issue_on=max(new.next_on, today),
    )  # fmt: skip
    setting = Setting.of(today)
    _items, table = table_of(first, setting)
    yield from refusals(first, table, sellers_of([first])[new.unit_id], setting)


def _going(recurrence: Recurrence) -> Recurrence:
    held = Recurrence.objects.select_for_update().get(pk=recurrence.pk)
    if held.stopped_at:
        raise AlreadyStopped(on=f"{held.stopped_at.astimezone(ZONE):%d/%m/%Y}")
    return held
