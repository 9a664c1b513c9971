"""A month of pay beside the month before: sums for a start, persons for a reason."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.refusals import Refusal
from commonweal.payroll import actions
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import Compared, MonthPaid
from commonweal.sites.desk.ledger.forms import MonthForm, chosen
from commonweal.sites.desk.payroll.forms import ReasonForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import show_refusals

SHOWN = 200  # the rest is closer to the month before than these
OUT_OF_LINE = 10  # percent


class Sums(NamedTuple):
    """What a month made of everybody."""

    people: int
    hours: str
    gross_cents: int
    net_cents: int


class Person(NamedTuple):
    """One person as the table shows it: both months, and what an hour brought more or less."""

    name: str
    now: MonthPaid
    before: MonthPaid
    hours_now: str
    hours_before: str
    says: str
    tone: str


@allow("payroll")
def show(request: Visit) -> HttpResponse:
    """Show a month beside the one before; each person's pay to who says why."""
    over = month_of(month_of(request.at.date()) - timedelta(days=1))  # the newest whole month
    asked = chosen(MonthForm, request.GET, month=over)
    month = asked.cleaned_data["month"] if asked.is_valid() else over
    found = payroll.compared(month=month)
    form = ReasonForm(request.POST or None)
    opened = request.method == "POST" and form.is_valid() and _looked(request, form, found[:SHOWN])
    context = {
        "month": month,
        "earlier": month_of(month - timedelta(days=1)),
        "later": next_month(month),
        "now": _sums(each.now for each in found),
        "before": _sums(each.before for each in found),
        "new": sum(each.is_new for each in found),
        "absent": sum(each.is_absent for each in found),
        "out_of_line": sum(_is_out_of_line(each) for each in found),
        "form": form,
        "people": [_person(each) for each in found[:SHOWN]] if opened else [],
        "others": max(len(found) - SHOWN, 0),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/payroll/comparison.html", context, status=status)


def _looked(request: Visit, form: ReasonForm, shown: Sequence[Compared]) -> bool:
    """Keep in the log of each who looked and why; tell whether it may be shown."""
    ids = [id for each in shown for month in (each.now, each.before) for id in month.payslips]
    slips = list(payroll.standing().filter(id__in=ids).only("member_id"))
    try:
        actions.look(
            payslips=slips, reason=form.cleaned_data["reason"], by=request.actor, at=request.at
        )
    except Refusal as refusal:
        show_refusals(form, refusal)
        return False
    return True


def _sums(months: Iterable[MonthPaid]) -> Sums:
    paid = [month for month in months if month.payslips]
    return Sums(
        len(paid),
        _hours(sum(month.minutes for month in paid)),
        sum(month.gross_cents for month in paid),
        sum(month.net_cents for month in paid),
    )


def _person(found: Compared) -> Person:
    return Person(
        found.name,
        found.now,
        found.before,
        _hours(found.now.minutes),
        _hours(found.before.minutes),
        *_said(found),
    )


def _said(found: Compared) -> tuple[str, str]:
    """What is to be seen of a person, and how loud."""
    if found.is_new:
        return _("new this month"), "info"
    if found.is_absent:
        return _("no pay this month"), "warn"
    if found.percent is None:
        return _("nothing to compare"), "info"
    sign = "+" if found.percent > 0 else "\N{MINUS SIGN}" if found.percent < 0 else ""
    return f"{sign}{abs(found.percent)} %", "warn" if _is_out_of_line(found) else "quiet-tone"


def _is_out_of_line(found: Compared) -> bool:
    return found.percent is not None and abs(found.percent) >= OUT_OF_LINE


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
