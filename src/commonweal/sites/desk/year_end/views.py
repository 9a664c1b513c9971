"""Years at the desk: what each carried over, one year before its run, and one run."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.queries import CarriedOver, CarryOver, YearState
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.sites.desk.year_end.forms import ConfirmForm, UndoForm
from commonweal.sites.desk.year_end.words import READERS, sections, standing
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cents, csv_file
from commonweal.sites.shell.keyset import Page
from commonweal.sites.shell.kit import Text
from commonweal.sites.shell.refusals import refusals_beside, show_refusals

MOST_YEARS, UNITS_OF_A_PAGE = 10, 50
FIRST, LAST = 2000, 2999
BOOKKEEPERS = ("finance_maker", "finance_checker", "auditor")


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year in the list."""

    row: CarriedOver
    label: Text
    tone: str


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the years with what each carried over."""
    context = {"sections": sections("year_end"), "rows": _rows(request)}
    return render(request, "desk/year_end/index.html", context)


@allow(*READERS)
def index_file(request: Visit) -> HttpResponse:
    """Give the years as a file."""
    head = [_("Year"), _("State"), _("Unused budget, carried over"), _("Units that kept some"),
            _("Units that used older budget")]  # fmt: skip
    rows = [
        (each.row.year, f"{each.label}", Cents(each.row.cents), each.row.up, each.row.down)
        for each in _rows(request)
    ]
    return csv_file(name="year-end", head=head, rows=rows)


@allow(*READERS)
def year(request: Visit, year: int) -> HttpResponse:
    """Show one year: what a run would carry now, and the runs there were."""
    return _year(request, _known(year), ConfirmForm(year=year))


@require_POST
@allow("finance_maker")
def carry(request: Visit, year: int) -> HttpResponse:
    """Carry a year over."""
    form = ConfirmForm(request.POST, year=_known(year))
    if not form.is_valid():
        return _year(request, year, form)
    try:
        done = actions.carry_over(year=year, by=request.actor, at=request.at)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return _year(request, year, form)
    if done is None:
        messages.info(request, _("Nothing is left to carry over of %(year)s.") % {"year": year})
        return redirect("desk:year_end_year", year)
    count = len(done.units)
    words = ngettext(
        "%(count)s unit is carried over. Its budget is the same.",
        "%(count)s units are carried over. Every budget is the same.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("desk:year_end_run", done.pk)


@allow(*READERS)
def run(request: Visit, run: int) -> HttpResponse:
    """Show one run with its units, the largest first."""
    found = _run(run)
    return _page(request, found, UndoForm(year=found.year))


@allow(*READERS)
def run_file(request: Visit, run: int) -> HttpResponse:
    """Give the units of a run as a file."""
    found = _run(run)
    rows = [(unit.pk, unit.name, Cents(cents)) for unit, cents in activities.carried(run=found)]
    name = f"year-end-{found.year}-{found.pk}"
    return csv_file(name=name, head=[_("Number"), _("Unit"), _("Carried over")], rows=rows)


@require_POST
@allow("finance_maker")
def undo(request: Visit, run: int) -> HttpResponse:
    """Undo a run by reversal."""
    found = _run(run)
    form = UndoForm(request.POST, year=found.year)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_beside(form):
            actions.undo_carry_over(run=run, reason=reason, by=request.actor, at=request.at)
            messages.success(request, _("The run is undone. The year can be carried over again."))
            return redirect("desk:year_end_year", found.year)
    return _page(request, found, form)


def _rows(request: Visit) -> list[YearRow]:
    this = _this_year(request)
    first = max(min(activities.first_year() or this, this - 1), this - MOST_YEARS + 1)
    rows = activities.carried_over(years=range(first, this + 1))
    return [YearRow(row, *_standing(request, row)) for row in rows]


def _standing(request: Visit, row: CarriedOver) -> tuple[Text, str]:
    state = activities.year_state(year=row.year, on=request.at.astimezone(ZONE).date())
    over = state != YearState.RUNNING
    left = activities.to_carry(year=row.year).units if over else 0
    return standing(state, row, left)


def _year(request: Visit, year: int, form: ConfirmForm) -> HttpResponse:
    state = activities.year_state(year=year, on=request.at.astimezone(ZONE).date())
    told = activities.to_carry(year=year)
    (row,) = activities.carried_over(years=[year])
    label, tone = standing(state, row, told.units)
    context = {
        "year": year,
        "label": label,
        "tone": tone,
        "state": state.value,
        "told": told,
        "row": row,
        "runs": activities.carry_overs().filter(year=year),
        "form": form,
        "may_run": "finance_maker" in request.roles and state == YearState.OPEN and told.units,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/year_end/year.html", context, status=status)


def _page(request: Visit, run: CarryOver, form: UndoForm) -> HttpResponse:
    state = activities.year_state(year=run.year, on=request.at.astimezone(ZONE).date())
    start = _start(request)
    rows = activities.carried(run=run, start=start, stop=start + UNITS_OF_A_PAGE)
    more = start + UNITS_OF_A_PAGE
    page = Page(rows, "?from=0" if start else "", f"?from={more}" if more < len(run.units) else "")
    context = {
        "run": run,
        "page": page,
        "form": form,
        "count": len(run.units),
        "reads_books": not request.roles.isdisjoint(BOOKKEEPERS),
        "is_closed": state == YearState.CLOSED,
        "may_undo": "finance_maker" in request.roles
        and not run.undone_at
        and state == YearState.OPEN,
    }
    return render(request, "desk/year_end/run.html", context, status=422 if form.errors else 200)


def _start(request: Visit) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _this_year(request: Visit) -> int:
    return request.at.astimezone(ZONE).year


def _known(year: int) -> int:
    if not FIRST <= year <= LAST:
        raise Http404(_("There are no books of that year."))
    return year


def _run(number: int) -> CarryOver:
    try:
        return activities.carry_overs().get(pk=number)
    except (ObjectDoesNotExist, OverflowError):
        raise Http404(_("There is no such run.")) from None
