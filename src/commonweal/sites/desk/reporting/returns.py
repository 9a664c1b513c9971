"""The VAT return at the desk: its figures, the entries behind each, and the file to send."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.kernel.period import month_of
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.reporting import actions
from commonweal.reporting import queries as reporting
from commonweal.reporting.queries import FRAMES, GRIDS, UNEXPLAINED, Grid, GridEntry, VatReturn
from commonweal.rules.errors import NoFigure
from commonweal.sites.desk.ledger.words import told
from commonweal.sites.desk.reporting.forms import (
    READERS,
    TAKERS,
    Asked,
    TakeForm,
    name_of,
    period_form,
    sections,
)
from commonweal.sites.shell.books import entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.keyset import SIZE, Page
from commonweal.sites.shell.kit import Text
from commonweal.sites.shell.places import place_of

LONGEST_ID = 18  # digits of a bigint, whatever they are


class Row(NamedTuple):
    """One grid as the page shows it."""

    code: str
    meaning: Text
    grid: Grid
    url: str


class Frame(NamedTuple):
    """The grids of one frame of the form."""

    label: Text
    rows: list[Row]


class EntryRow(NamedTuple):
    """One entry behind a figure."""

    id: int
    name: str
    on: date
    text: str
    paper: str
    paper_url: str
    cents: int


@allow(*READERS)
def show(request: Visit) -> HttpResponse:
    """Show the return of a period, grid by grid, and what the books say beside it."""
    form, asked = period_form(request.GET, request.at.date())
    context: dict[str, object] = {
        "sections": sections("vat", asked),
        "form": form,
        "asked": asked,
        "title": name_of(asked.period),
        "take_form": TakeForm(),
        "may_take": not request.roles.isdisjoint(TAKERS),
        "open": _still_open(asked),
    }
    try:
        found = reporting.vat_return(period=asked.period, entity=asked.entity)
    except NoFigure as error:
        context["unknown"] = error.said(_)
    else:
        context |= {
            "found": found,
            "frames": _frames(found, asked),
            "differences": sum(not check.agrees for check in found.checks),
            "owed_cents": abs(found.balance_cents),
        }
    return render(
        request, "desk/reporting/return.html", context, status=422 if form.errors else 200
    )


@allow(*READERS)
def file(request: Visit) -> HttpResponse:
    """Give the figures of a period as a file."""
    _form, asked = period_form(request.GET, request.at.date())
    found = reporting.vat_return(period=asked.period, entity=asked.entity)
    head = [_("Grid"), _("Meaning"), _("Amount"), _("Entries")]
    rows: Iterator[Sequence[Cell]] = (
        (code, f"{GRIDS[code].text}", Cents(grid.declared_cents), grid.entries)
        for code, grid in found.grids.items()
    )
    return csv_file(name=f"vat-{asked.period.name}", head=head, rows=rows)


@require_POST
@allow(*TAKERS)
def take(request: Visit) -> HttpResponse:
    """Give the return as the file that Intervat takes."""
    _form, asked = period_form(request.POST, request.at.date())
    form = TakeForm(request.POST)
    try:
        found = actions.declare_vat(
            period=asked.period,
            entity=asked.entity,
            restitution=form.is_valid() and form.cleaned_data["restitution"],
            by=request.actor,
            at=request.at,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk:vat") + asked.query)
    return xml_file(found)


@allow(*READERS)
def grid(request: Visit, grid: str) -> HttpResponse:
    """Show the entries behind a figure, the newest first."""
    asked, total = _grid(request, grid)
    after = request.GET.get("after", "")
    found = reporting.grid_entries(
        period=asked.period, entity=asked.entity, grid=grid, limit=SIZE + 1,
        after=int(after) if after.isdecimal() and len(after) <= LONGEST_ID else None,
    )  # fmt: skip
    context: dict[str, object] = {
        "asked": asked,
        "title": name_of(asked.period),
        "grid": grid,
        "meaning": GRIDS[grid].text if grid in GRIDS else "",
        "total": total,
        "page": _page(found, asked, request, after=bool(after)),
    }
    return render(request, "desk/reporting/grid.html", context)


@allow(*READERS)
def grid_file(request: Visit, grid: str) -> HttpResponse:
    """Give all entries behind a figure as a file."""
    asked, _total = _grid(request, grid)
    found = reporting.grid_entries(period=asked.period, entity=asked.entity, grid=grid)
    head = [_("Date"), _("Entry"), _("Text"), _("Amount")]
    rows: Iterator[Sequence[Cell]] = (
        (row.on, row.name, row.text, Cents(row.cents)) for row in _entry_rows(found, request)
    )
    return csv_file(name=f"vat-{asked.period.name}-{grid}", head=head, rows=rows)


def xml_file(found: actions.Declared) -> HttpResponse:
    """Return a file for Intervat as a download."""
    return HttpResponse(
        found.content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


def _still_open(asked: Asked) -> bool:
    """Whether something may still be dated in the period."""
    closed, last = ledger.closed_up_to(), asked.period.end - timedelta(days=1)
    return closed is None or closed < month_of(last)


def _frames(found: VatReturn, asked: Asked) -> list[Frame]:
    rows = [
        Row(code, GRIDS[code].text, grid, _url(code, asked) if grid.lines else "")
        for code, grid in found.grids.items()
        if code != "91" or found.period.closes_year
    ]
    by_frame = groupby(rows, key=lambda row: GRIDS[row.code].frame)
    return [Frame(FRAMES[frame], list(some)) for frame, some in by_frame]


def _url(code: str, asked: Asked) -> str:
    return reverse("desk:vat_grid", args=[code]) + asked.query


def _grid(request: Visit, code: str) -> tuple[Asked, Grid]:
    """What the address asks for, and the figure of that grid."""
    form, asked = period_form(request.GET, request.at.date())
    if form.errors or (code not in GRIDS and code != UNEXPLAINED):
        raise Http404(_("There is no such grid."))
    try:
        found = reporting.vat_return(period=asked.period, entity=asked.entity)
    except NoFigure as error:
        raise Http404(error.said(_)) from None
    return asked, found.unexplained if code == UNEXPLAINED else found.grids[code]


def _page(found: Sequence[GridEntry], asked: Asked, request: Visit, *, after: bool) -> Page:
    shown, more = list(found[:SIZE]), len(found) > SIZE
    return Page(
        list(_entry_rows(shown, request)),
        previous_url=asked.query if after else "",
        next_url=f"{asked.query}&after={shown[-1].id}" if more else "",
    )


def _entry_rows(found: Iterable[GridEntry], request: Visit) -> Iterator[EntryRow]:
    for entry in found:
        yield EntryRow(
            entry.id,
            entry_name(entry.journal, entry.number),
            entry.on,
            told(entry.origin, entry.text),
            entry.origin.partition(":")[2],
            place_of(entry.origin, request.roles),
            entry.cents,
        )
