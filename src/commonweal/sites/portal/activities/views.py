"""Pages of a budget: its states, its statement, the entry behind each figure."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Unit
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll
from commonweal.sites.portal.activities import statement
from commonweal.sites.portal.activities.words import entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import csv_file

if TYPE_CHECKING:
    from commonweal.ledger.models import Line


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an entry, in the reader's language."""

    account: str
    label: str
    debit_cents: int | None
    credit_cents: int | None


@allow("member")
def budgets(request: Visit) -> HttpResponse:
    """List the units a member acts for; with one only, go there."""
    units = _own(request)
    if len(units) == 1:
        return redirect("portal:budget", units[0])
    shown = activities.budgets(ids=units, on=request.at.date())
    return render(request, "portal/activities/budgets.html", {"budgets": shown})


@allow("member")
def budget(request: Visit, unit: int) -> HttpResponse:
    """Show one budget: four states, what can be spent, and the statement of every cent."""
    found, chosen = _unit(request, unit), statement.Filter.of(request.GET)
    rows = statement.rows(unit)
    shown = [row for row in rows if chosen.admits(row)]
    limit = len(shown) if chosen.all else statement.ROWS_SHOWN
    context = {
        "unit": found,
        "states": activities.states(unit=unit, on=request.at.date()),
        "next_pay": _next_pay(unit, request.at.date()),
        "mandates": activities.mandates(unit=unit),
        "chart": statement.months(rows) if rows else "",
        "tabs": statement.tabs(rows, chosen),
        "years": statement.years(rows, chosen),
        "rows": shown[:limit],
        "total_cents": sum(row.cents for row in shown),
        "count": len(shown),
        "rest": max(len(shown) - limit, 0),
        "address": chosen.address(),
        "all_address": chosen.address(all="yes"),
    }
    return render(request, "portal/activities/budget.html", context)


@allow("member")
def statement_file(request: Visit, unit: int) -> HttpResponse:
    """Give the rows that the page shows as a file."""
    found, chosen = _unit(request, unit), statement.Filter.of(request.GET)
    shown = (row for row in statement.rows(unit) if chosen.admits(row))
    name = "-".join(filter(None, ["budget", f"{found.pk}", chosen.kind, f"{chosen.year or ''}"]))
    head = [
        _("Date"), _("Entry"), _("What"), _("Text"), _("Amount in euro"), _("Budget after it"),
    ]  # fmt: skip
    return csv_file(name=name, head=head, rows=statement.cells(shown))


@allow("member")
def entry(request: Visit, unit: int, entry: int) -> HttpResponse:
    """Show the entry behind a figure. Lines of other budgets are summed, not shown."""
    found = _unit(request, unit)
    try:
        head, lines = ledger.get_entry(id=entry)
    except ObjectDoesNotExist:
        raise Http404 from None
    if all(line.unit != unit for line in lines):
        raise Http404
    return render(
        request,
        "portal/activities/entry.html",
        {
            "unit": found,
            "entry": head,
            "name": entry_name(head.journal.code, head.number),
            "seal": bytes(head.hash).hex(),
            "lines": _lines(lines, unit),
            "sum_cents": sum(line.cents for line in lines if line.cents > 0),
        },
    )


def _own(request: Visit) -> list[int]:
    return activities.units_of(member_id=request.member_id) if request.member_id else []


def _unit(request: Visit, unit: int) -> Unit:
    """The unit, if this member acts for it: another's does not exist."""
    if unit not in _own(request):
        raise Http404
    return activities.get(id=unit)


def _next_pay(unit: int, on: date) -> date | None:
    """The day on which the next wage from this unit is due."""
    coming = payroll.due(start=on, end=date.max).filter(unit=unit)
    return coming.values_list("due_on", flat=True).first()


def _lines(lines: "list[Line]", unit: int) -> list[EntryLine]:
    shown = [
        _line(line.account_id, _label(line), line.cents)
        for line in lines
        if line.unit in (None, unit)
    ]
    others = sum(line.cents for line in lines if line.unit not in (None, unit))
    return shown + ([_line("", _("Other budgets together"), others)] if others else [])


def _line(account: str, label: str, cents: int) -> EntryLine:
    return EntryLine(account, label, cents if cents > 0 else None, -cents if cents < 0 else None)


def _label(line: "Line") -> str:
    language = (get_language() or "en")[:2]
    return str(getattr(line.account, f"label_{language}", line.account.label_en))
