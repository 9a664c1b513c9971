"""Pages of a budget: its states, its statement, the entry behind each figure."""

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from commonweal.activities import queries as activities
from commonweal.activities.queries import AdvanceStanding, Mandate
from commonweal.flows.statements import queries as statements
from commonweal.flows.statements.queries import Book
from commonweal.kernel.clock import ZONE
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll
from commonweal.sites.portal.activities import breakdown, proof, statement
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.activities.statement import Filter
from commonweal.sites.shell.books import entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import ENDINGS, table_file

ASIDE_SHOWN = 8


@allow("member")
def budgets(request: Visit) -> HttpResponse:
    """List the units a member acts for; with one only, go there."""
    units = _own(request)
    if len(units) == 1:
        return redirect("portal:budget", units[0])
    shown = activities.budgets(ids=units, on=request.at.astimezone(ZONE).date())
    return render(request, "portal/activities/budgets.html", {"budgets": shown})


@allow("member")
def budget(request: Visit, unit: int) -> HttpResponse:
    """Show one budget: four states, what can be spent, and the statement of every cent."""
    mandates, own = _mandates(request, unit)
    book, chosen = statements.book(unit=unit), Filter.of(request.GET)
    context = {
        "unit": own.unit,
        "sections": sections(own, "budget"),
        "kinds": statement.kinds(book, chosen),
        "years": statement.years(book, chosen),
        "parts": statement.parts(book, chosen),
        "period": statement.period_name(chosen.span),
        "chosen": chosen,
        "all_kinds": chosen.address(kind="") + "#statement",
        "list": statement.listing(book, chosen),
        "first_url": chosen.address(),
        "files": [(ending.upper(), ending) for ending in ENDINGS],
    }
    if chosen.after is None:
        context |= _standing(request, own, book, chosen) | {"mandates": mandates}
    return render(request, "portal/activities/budget.html", context)


@allow("member")
def statement_file(request: Visit, unit: int, ending: str) -> HttpResponseBase:
    """Give the lines that the page finds as a file, all of them."""
    if ending not in ENDINGS:
        raise Http404
    _all, own = _mandates(request, unit)
    chosen = Filter.of(request.GET)
    rows = statement.every_row(statements.book(unit=unit), chosen)
    return table_file(
        ending=ending,
        name=statement.file_name(unit, chosen),
        about=statement.about(own.unit.name, chosen, request.at),
        head=statement.head(chosen),
        rows=statement.cells(rows),
    )


@allow("member")
def entry(request: Visit, unit: int, entry: int) -> HttpResponse:
    """Show the entry behind a figure. Lines of other budgets are summed, not shown."""
    _all, own = _mandates(request, unit)
    try:
        head, lines = ledger.get_entry(id=entry)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not proof.is_of(unit, lines):
        raise Http404
    sides = proof.sides(head, lines, unit=unit, member_id=own.member_id)
    context = {
        "unit": own.unit,
        "entry": head,
        "name": entry_name(head.journal.name, head.number),
        "source": proof.source(head, unit=unit, member_id=own.member_id),
        "seal": bytes(head.hash).hex(),
        "sides": sides,
        "sum_cents": sum(side.debit_cents or 0 for side in sides),
    }
    return render(request, "portal/activities/entry.html", context)


def _standing(request: Visit, own: Mandate, book: Book, chosen: Filter) -> dict[str, object]:
    """What stands above the list: the states now, and what became of the chosen period."""
    today = request.at.astimezone(ZONE).date()
    standing = activities.standing(
        unit=book.unit, on=today, books=(book.budget, book.collected), shown=ASIDE_SHOWN
    )
    pay = payroll.pay_of_unit(
        unit=book.unit,
        member_id=own.member_id,
        start=chosen.span.start,
        end=chosen.span.end,
        on=today,
    )
    fall = book.waterfall(chosen.span)
    return {
        "states": standing.states,
        "advance_until": standing.advance_until,
        "overdue": _overdue(book.unit, standing.states.available, today),
        "aside": breakdown.aside(standing.aside),
        "aside_rest": standing.aside_count - len(standing.aside),
        "next_pay": pay.next_due,
        "chart": breakdown.months(book, chosen, today),
        "lengths": breakdown.lengths(book, chosen, today),
        "fall": fall,
        "steps": breakdown.lines(fall, chosen),
        "own_pay": breakdown.own_pay(pay),
    }


def _overdue(unit: int, available: int, today: date) -> AdvanceStanding | None:
    """The advance past its day that is not repaid; only a budget below zero can have one."""
    late = activities.overdue_advances(on=today, units=[unit]) if available < 0 else []
    return next(iter(late), None)


def _own(request: Visit) -> list[int]:
    return activities.units_of(member_id=request.member_id) if request.member_id else []


def _mandates(request: Visit, unit: int) -> tuple[list[Mandate], Mandate]:
    """
    Return who acts for the unit, and the mandate of this member among them.

    :raises Http404: if the member has none: another's unit does not exist
    """
    mandates = list(activities.mandates(unit=unit))
    own = [mandate for mandate in mandates if mandate.member_id == request.member_id]
    if not own:
        raise Http404
    return mandates, own[0]
