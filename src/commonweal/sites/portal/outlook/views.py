"""The forecast of a budget: what can I pay myself on a day, what is coming, what I expect."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, ForecastLine, Mandate
from commonweal.flows.outlook import queries as outlook
from commonweal.flows.outlook.queries import Forecast
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.outlook import _months
from commonweal.sites.portal.outlook._answer import Shown
from commonweal.sites.portal.outlook.forms import LineForm, QuestionForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import ENDINGS, Cents, table_file
from commonweal.sites.shell.refusals import refusals_beside
from commonweal.sites.shell.templatetags.house import day


@allow("member")
def forecast(request: Visit, unit: int) -> HttpResponse:
    """
    Show what is coming and what the member can pay themself on a day; alone the answer, when the
    page itself asks for it. By POST, write down something the member expects.
    """
    if request.method == "POST":
        return _expect(request, unit)
    own = acting(request, unit)
    if request.headers.get("HX-Target") == "answer":
        found = outlook.far(unit=unit, on=_today(request))
        return render(request, "portal/outlook/_answer.html", _answer(request, own, found))
    return _page(request, own, LineForm(initial={"kind": "income"}))


def _expect(request: Visit, unit: int) -> HttpResponse:
    own, form = acting(request, unit, Deed.WORK), LineForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            actions.expect(lines=[form.new(unit)], by=request.actor, at=request.at)
            messages.success(request, _("Written down. It counts as expected, never as sure."))
            return redirect("portal:forecast", unit)
    return _page(request, own, form)


@allow("member")
def forecast_file(request: Visit, unit: int, ending: str) -> FileResponse:
    """Give the moves that the page shows as a file."""
    own = acting(request, unit)
    if ending not in ENDINGS:
        raise Http404
    found = _far(request, unit)
    months = _months.months(_shown(request, found), unit=unit)
    about = [
        (_("Budget"), own.unit.name),
        (_("Seen on"), day(request.at)),
        (_("Spendable now"), f"{Cents(found.start_cents)}"),
    ]
    head = [
        _("Date"), _("Kind"), _("What"), _("How sure"), _("Amount in euro"),
        _("Kept aside for it already"), _("Spendable after it, sure"),
        _("Spendable after it, with everything expected"),
    ]  # fmt: skip
    rows = _months.cells(months)
    return table_file(ending=ending, name=f"forecast-{unit}", head=head, rows=rows, about=about)


@allow("member")
def change_line(request: Visit, unit: int, line: int) -> HttpResponse:
    """Show a line the members expect, to be changed or forgotten."""
    own = acting(request, unit, Deed.WORK)
    found = _line(unit, line)
    known = {"kind": found.kind, "text": found.text, "on": found.on, "amount": found.cents}
    form = LineForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            actions.change_expectation(
                line=found, to=form.new(unit), by=request.actor, at=request.at
            )
            messages.success(request, _("Changed."))
            return redirect("portal:forecast", unit)
    context = {"unit": own.unit, "line": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portal/outlook/line.html", context, status=status)


@require_POST
@allow("member")
def forget_line(request: Visit, unit: int, line: int) -> HttpResponse:
    """Take back what was expected; who clicks twice is told the same."""
    acting(request, unit, Deed.WORK)
    every = activities.expected_lines(unit=unit, since=date.min)
    actions.forget(lines=list(every.filter(pk=line)), by=request.actor, at=request.at)
    messages.success(request, _("Taken off the forecast."))
    return redirect("portal:forecast", unit)


def _page(request: Visit, own: Mandate, form: LineForm) -> HttpResponse:
    unit = own.unit_id
    found = _far(request, unit)
    shown = _shown(request, found)
    context = {
        "unit": own.unit,
        "sections": sections(own, "forecast"),
        "may_write": activities.may(mandate=own, deed=Deed.WORK),
        "files": [(ending.upper(), ending) for ending in ENDINGS],
        "found": shown,
        "months": _months.months(shown, unit=unit),
        "rest": len(found.moves) - len(shown.moves),
        "all": "all" in request.GET,
        "chart": _months.picture(found, unit=unit),
        "line_form": form,
        **_answer(request, own, found),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/outlook/forecast.html", context, status=status)


def _answer(request: Visit, own: Mandate, found: Forecast) -> dict[str, Any]:
    """The question and its answer, or what keeps it from being answered."""
    today = _today(request)
    usual = {"day": _months.end_of(today).isoformat(), "days": "1"}
    asked = {name: request.GET.get(name, usual[name]) for name in usual}
    form = QuestionForm(asked, first=today, last=found.until)
    may_hire = activities.may(mandate=own, deed=Deed.SPEND)
    context: dict[str, Any] = {"form": form, "unit": own.unit, "may_hire": may_hire}
    if not form.is_valid():
        faults = [(form[name].label, errors) for name, errors in form.errors.items()]
        return context | {"faults": faults}
    facts = form.cleaned_data
    payable = outlook.payable(found=found, member=own.member, day=facts["day"], days=facts["days"])
    return context | {"shown": Shown(payable)}


def _far(request: Visit, unit: int) -> Forecast:
    return outlook.far(unit=unit, on=_today(request))


def _shown(request: Visit, found: Forecast) -> Forecast:
    """What the page shows: half a year ahead, or all."""
    if "all" in request.GET:
        return found
    return found.up_to(_months.end_of(_months.window(found.on)[-1]))


def _line(unit: int, line: int) -> ForecastLine:
    found = activities.expected_lines(unit=unit, since=date.min).filter(pk=line).first()
    if found is None:
        raise Http404
    return found


def _today(request: Visit) -> date:
    return request.at.date()
