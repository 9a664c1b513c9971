"""Pages of a budget: its states, its statement, the entry behind each figure."""

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Mandate
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll
from commonweal.sites.portal.activities import proof, statement
from commonweal.sites.shell.books import entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import csv_file


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
    mandates, chosen = _mandates(request, unit), statement.Filter.of(request.GET)
    rows = statement.rows(unit)
    shown = [row for row in rows if chosen.admits(row)]
    limit = len(shown) if chosen.all else statement.ROWS_SHOWN
    context = {
        "unit": mandates[0].unit,
        "states": activities.states(unit=unit, on=request.at.date()),
        "next_pay": _next_pay(unit, request.at.date()),
        "mandates": mandates,
        "chart": statement.months(rows),
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
    _mandates(request, unit)
    chosen = statement.Filter.of(request.GET)
    shown = (row for row in statement.rows(unit) if chosen.admits(row))
    name = "-".join(filter(None, ["budget", f"{unit}", chosen.kind, f"{chosen.year or ''}"]))
    head = [
        _("Date"), _("Entry"), _("What"), _("Text"), _("Amount in euro"), _("Budget after it"),
    ]  # fmt: skip
    return csv_file(name=name, head=head, rows=statement.cells(shown))


@allow("member")
def entry(request: Visit, unit: int, entry: int) -> HttpResponse:
    """Show the entry behind a figure. Lines of other budgets are summed, not shown."""
    mandates = _mandates(request, unit)
    try:
        head, lines = ledger.get_entry(id=entry)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not proof.is_of(unit, lines) or request.member_id is None:
        raise Http404
    sides = proof.sides(head, lines, unit=unit, member_id=request.member_id)
    context = {
        "unit": mandates[0].unit,
        "entry": head,
        "name": entry_name(head.journal.code, head.number),
        "source": proof.source(head, member_id=request.member_id),
        "seal": bytes(head.hash).hex(),
        "sides": sides,
        "sum_cents": sum(side.debit_cents or 0 for side in sides),
    }
    return render(request, "portal/activities/entry.html", context)


def _own(request: Visit) -> list[int]:
    return activities.units_of(member_id=request.member_id) if request.member_id else []


def _mandates(request: Visit, unit: int) -> list[Mandate]:
    """Who acts for the unit, if this member is among them: another's unit does not exist."""
    mandates = list(activities.mandates(unit=unit))
    if request.member_id not in {mandate.member_id for mandate in mandates}:
        raise Http404
    return mandates


def _next_pay(unit: int, on: date) -> date | None:
    """The day on which the next wage from this unit is due."""
    coming = payroll.due(start=on, end=date.max).filter(unit=unit)
    return coming.values_list("due_on", flat=True).first()
