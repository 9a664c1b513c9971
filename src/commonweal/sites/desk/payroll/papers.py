"""What is declared of pay: each total beside the books, and the files to send."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.kernel.refusals import Refusal
from commonweal.payroll import actions
from commonweal.payroll import queries as payroll
from commonweal.rules.errors import RuleError
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top, show_refusals

QUARTERS, YEARS = 8, 3
QUARTER = re.compile(r"20[0-9]{2}-[1-4]")
WORKERS = ("payroll",)


class PeriodForm(forms.Form):
    """Which quarter and which year are looked at."""

    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))
    year = forms.ChoiceField(label=gettext_lazy("Income year"))

    def __init__(self, today: date, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.fields["quarter"].choices = [  # type: ignore[attr-defined]
            (_name(day), payroll.quarter_name(day)) for day in _quarters(today)
        ]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (str(year), str(year)) for year in range(today.year, today.year - YEARS, -1)
        ]


class DmfaForm(forms.Form):
    """The numbers that social security knows us by."""

    noss_number = forms.CharField(
        label=gettext_lazy("Our registration number with social security"),
        help_text=gettext_lazy("Nine digits."),
    )
    local_unit = forms.CharField(
        label=gettext_lazy("Number of the establishment"), help_text=gettext_lazy("Ten digits.")
    )


class BelcotaxForm(forms.Form):
    """Whether the tax office only tries the file."""

    test = forms.BooleanField(label=gettext_lazy("A file for a trial"), required=False)


@allow("payroll", "finance_maker", "finance_checker", "auditor")
def index(request: Visit) -> HttpResponse:
    """Show what would be declared of a quarter and of a year, beside what the books say."""
    return _index(request, DmfaForm(), BelcotaxForm())


@require_POST
@allow(*WORKERS)
def dmfa(request: Visit) -> HttpResponse:
    """Give the DmfA of the quarter as a file."""
    form = DmfaForm(request.POST)
    return _file(
        request,
        form,
        lambda: actions.declare_quarter(
            quarter=_quarter(request), **form.cleaned_data, by=request.actor, at=request.at
        ),
        lambda: _index(request, form, BelcotaxForm(), status=422),
    )


@require_POST
@allow(*WORKERS)
def belcotax(request: Visit) -> HttpResponse:
    """Give the sheets 281.10 of the year as a file."""
    form = BelcotaxForm(request.POST)
    return _file(
        request,
        form,
        lambda: actions.declare_year(
            year=_year(request), **form.cleaned_data, by=request.actor, at=request.at
        ),
        lambda: _index(request, DmfaForm(), form, status=422),
    )


@require_POST
@allow(*WORKERS)
def close(request: Visit) -> HttpResponse:
    """Close the quarter: post what its declaration differs from the books."""
    quarter = _quarter(request)
    with refusals_on_top(request):
        rows = actions.close_quarter(quarter_start=quarter, by=request.actor, at=request.at)
        told = _("The quarter is closed.") if rows else _("Nothing changed since the last closing.")
        messages.success(request, told)
    return redirect(f"{reverse('desk:papers')}?quarter={_name(quarter)}&year={_year(request)}")


def _file(
    request: Visit,
    form: forms.Form,
    take: Callable[[], actions.Declared],
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Give the file, or the page again with what is missing."""
    if not form.is_valid():
        return again()
    try:
        found = take()
    except Refusal as refusal:
        show_refusals(form, refusal)
        return again()
    return HttpResponse(
        found.content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


def _index(
    request: Visit, dmfa_form: DmfaForm, belcotax_form: BelcotaxForm, status: int = 200
) -> HttpResponse:
    quarter, year = _quarter(request), _year(request)
    chosen = {"quarter": _name(quarter), "year": str(year)}
    context = {
        "period": PeriodForm(request.at.date(), data=chosen),
        "chosen": chosen,
        "quarter": payroll.quarter_name(quarter),
        "year": payroll.tax_year(year=year),
        "closings": list(_closings(quarter)),
        "dmfa_form": dmfa_form,
        "belcotax_form": belcotax_form,
        "may_take": not request.roles.isdisjoint(WORKERS),
    }
    try:
        context["dmfa"] = payroll.dmfa_of(quarter=quarter)
    except RuleError as error:
        context["unknown"] = error.said(_)
    return render(request, "desk/payroll/papers.html", context, status=status)


def _closings(quarter: date) -> Iterator[dict[str, object]]:
    """What each closing changed, summed: the pay of a person opens elsewhere, with a reason."""
    rows = payroll.closings(quarter=quarter)
    for at, some in groupby(rows, key=lambda row: row.made_at):
        each = list(some)
        yield {
            "at": at,
            "count": len(each),
            "structural": sum(row.structural_cents for row in each),
            "artist": sum(row.artist_cents for row in each),
            "owed": sum(row.owed_cents for row in each),
        }


def _quarters(today: date) -> Iterator[date]:
    """This quarter and those before it."""
    first = payroll.quarter_of(today)
    for _each in range(QUARTERS):
        yield first
        first = date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1)


def _quarter(request: Visit) -> date:
    """The quarter asked for, or the last one that is over."""
    said = request.POST.get("quarter") or request.GET.get("quarter") or ""
    if QUARTER.fullmatch(said):
        return date(int(said[:4]), 3 * int(said[5]) - 2, 1)
    return list(_quarters(request.at.date()))[1]


def _year(request: Visit) -> int:
    said = request.POST.get("year") or request.GET.get("year") or ""
    return int(said) if re.fullmatch(r"20[0-9]{2}", said) else request.at.year


def _name(quarter: date) -> str:
    return payroll.quarter_name(quarter).replace("/", "-")
