"""The payroll desk: sums by day for everyone who works on pay; a person's pay only for a reason."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonweal.payroll import actions
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import Payslip, Wage
from commonweal.sites.desk.payroll.forms import ReasonForm
from commonweal.sites.shell import payslips as drawing
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import refusals_beside

BACK = timedelta(days=60)
AHEAD = timedelta(days=60)
WEEK = timedelta(days=7)
READERS = {"payroll", "auditor"}


@allow("payroll", "finance_maker", "finance_checker", "auditor")
def wages(request: Visit) -> HttpResponse:
    """Show the wages due around now: what is open, what is late, which rest on unconfirmed law."""
    today = request.at.date()
    found = payroll.wages(start=today - BACK, end=today + AHEAD)
    still_open = [wage for wage in found if wage.open_cents]
    everything = request.GET.get("show") == "all"
    context = {
        "wages": found if everything else still_open,
        "tabs": [
            Tab(_("To pay"), "?", not everything, len(still_open)),
            Tab(_("All of these months"), "?show=all", everything, len(found)),
        ],
        "soon": _sum(wage for wage in still_open if wage.payslip.due_on < today + WEEK),
        "late": [wage for wage in still_open if wage.payslip.due_on < today],
        "marked": [wage for wage in found if wage.payslip.marks],
        "marks": _marks(found),
        "today": today,
        "may_compare": "payroll" in request.roles,
        "may_read": not request.roles.isdisjoint(READERS),
    }
    return render(request, "desk/payroll/wages.html", context)


@allow(*READERS)
def payslip(request: Visit, number: int) -> HttpResponse:
    """Show a person's payslip to who says why. The reason is logged, and the worker reads it."""
    slip, form = _payslip(number), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_beside(form):
            actions.look(payslips=[slip], reason=reason, by=request.actor, at=request.at)
            return _shown(request, slip)
    return render(
        request,
        "desk/payroll/reason.html",
        {"slip": slip, "form": form},
        status=422 if form.errors else 200,
    )


def _shown(request: Visit, slip: Payslip) -> HttpResponse:
    rows = payroll.rows(payslip=slip)
    context = {
        "slip": slip,
        "lines": drawing.wage_lines(rows, slip.net_cents),
        "sections": drawing.sections(rows),
    }
    return render(request, "desk/payroll/payslip.html", context)


def _payslip(number: int) -> Payslip:
    try:
        return payroll.get(id=number)
    except Payslip.DoesNotExist:
        raise Http404 from None


def _sum(wages: Iterable[Wage]) -> dict[str, int]:
    cents = [wage.open_cents for wage in wages]
    return {"cents": sum(cents), "count": len(cents)}


def _marks(wages: Sequence[Wage]) -> list[str]:
    """Every unconfirmed figure behind these wages, once."""
    return sorted({mark for wage in wages for mark in wage.payslip.marks})
