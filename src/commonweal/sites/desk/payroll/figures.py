"""Figures of the law that came late: what they change in pay, and the corrections."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.kernel.period import month_of
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.payroll import actions
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import Change, Outdated
from commonweal.sites.desk.payroll.forms import ReasonForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import show_refusals

SHOWN = 200


class MonthOfPerson(NamedTuple):
    """What the figures of today change in the payslips of one person in one month, in cents."""

    name: str
    month: date
    payslips: int
    was_cents: int
    net_cents: int
    owed_cents: int
    cost_cents: int


@allow("payroll")
def show(request: Visit) -> HttpResponse:
    """Show what late figures change: sums for a start, persons to who says why."""
    found = payroll.outdated()
    form = ReasonForm(request.POST or None)
    shown = found.changes[:SHOWN]
    opened = request.method == "POST" and form.is_valid() and _looked(request, form, shown)
    return _page(request, found, form, shown=shown if opened else ())


@require_POST
@allow("payroll")
def correct(request: Visit) -> HttpResponse:
    """Correct every payslip that late figures change: reverse it and make it again, today."""
    found = payroll.outdated()
    try:
        made = three_in_one.correct(corrections=found.corrections, by=request.actor, at=request.at)
    except Refusal as refusal:
        each = each_of(refusal)
        return _page(request, found, ReasonForm(), refusals=each)
    messages.success(
        request,
        ngettext(
            "%(count)s payslip was corrected.", "%(count)s payslips were corrected.", len(made)
        )
        % {"count": len(made)},
    )
    return redirect("desk:new_figures")


def _page(
    request: Visit,
    found: Outdated,
    form: ReasonForm,
    *,
    shown: Sequence[Change] = (),
    refusals: Sequence[Refusal] = (),
) -> HttpResponse:
    context = {
        "found": found,
        "people": len({change.payslip.member_id for change in found.changes}),
        "net_cents": sum(change.net_cents for change in found.changes),
        "owed_cents": sum(change.owed_cents for change in found.changes),
        "cost_cents": sum(change.cost_cents for change in found.changes),
        "unpayable": [(each.payslip, each.error.said(_))
                      for each in found.unpayable],
        "rows": _rows(shown),
        "others": max(len(found.changes) - SHOWN, 0),
        "form": form,
        "refusals": refusals,
    }  # fmt: skip
    status = 422 if form.errors or refusals else 200
    return render(request, "desk/payroll/figures.html", context, status=status)


def _looked(request: Visit, form: ReasonForm, shown: Sequence[Change]) -> bool:
    """Keep in the log of each who looked and why; tell whether it may be shown."""
    slips = [change.payslip for change in shown]
    reason = form.cleaned_data["reason"]
    try:
        actions.look(payslips=slips, reason=reason, by=request.actor, at=request.at)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return False
    return True


def _rows(shown: Sequence[Change]) -> list[MonthOfPerson]:
    return [_row(list(changes)) for _who, changes in groupby(shown, _person_and_month)]


def _person_and_month(change: Change) -> tuple[int, date]:
    return change.payslip.member_id, month_of(change.payslip.ends_on)


def _row(changes: Sequence[Change]) -> MonthOfPerson:
    slips = [change.payslip for change in changes]
    return MonthOfPerson(
        slips[0].name,
        month_of(slips[0].ends_on),
        len(slips),
        sum(slip.net_cents for slip in slips),
        sum(change.net_cents for change in changes),
        sum(change.owed_cents for change in changes),
        sum(change.cost_cents for change in changes),
    )
