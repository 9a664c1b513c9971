"""Pages of the own payslips: what was earned, why so much, and when it is paid."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from commonweal.documents import queries as documents
from commonweal.kernel import queries as kernel
from commonweal.kernel.period import month_of
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import (
    AttachmentTaken,
    Payslip,
    Regularisation,
    SettledLine,
    TakenLine,
    Wage,
)
from commonweal.sites.shell import payslips as drawing
from commonweal.sites.shell.doors import Visit, allow

Settled = tuple[Regularisation, list[SettledLine]]
Taken = tuple[AttachmentTaken, list[TakenLine]]


@allow("member")
def payslips(request: Visit) -> HttpResponse:
    """List the own payslips with what this year brought and what is still to come."""
    wages = payroll.own(member_id=request.member_id) if request.member_id else []
    standing = [wage for wage in wages if wage.replaced_by is None]
    settled = _settled(request)
    context = {
        "wages": wages,
        "year": request.at.year,
        "this_year": _sums(standing, settled, request.at.year),
        "next": _next(standing),
        "owed_cents": payroll.own_debt(member_id=request.member_id) if request.member_id else 0,
        "settled": settled,
        "has_plan": bool(request.member_id) and payroll.has_plan(member_id=request.member_id or 0),
    }
    return render(request, "portal/payroll/payslips.html", context)


@allow("member")
def payslip(request: Visit, number: int) -> HttpResponse:
    """Show one payslip: every line with its reason, its rule and its date."""
    wage = _own(request, number)
    rows = payroll.rows(payslip=wage.payslip)
    settled = _settled(request, month=month_of(wage.payslip.ends_on))
    context = {
        "wage": wage,
        "slip": wage.payslip,
        "lines": drawing.wage_lines(rows, wage.payslip.net_cents),
        "sections": drawing.sections(rows),
        "particulars": drawing.particulars(wage.payslip),
        "marks": wage.payslip.marks,
        "paper": payroll.paper(payslip=number),
        "looks": kernel.events(of=[wage.payslip.ref]).filter(verb="payroll.look"),
        "settled": settled,
        "taken": _taken(wage.payslip, settled),
    }
    return render(request, "portal/payroll/payslip.html", context)


@allow("member")
def paper(request: Visit, number: int) -> HttpResponse:
    """Give the payslip as PDF."""
    _own(request, number)
    document = payroll.paper(payslip=number)
    if document is None:
        raise Http404
    return HttpResponse(
        documents.content(document=document),
        content_type=document.media_type,
        headers={"Content-Disposition": f'inline; filename="{document.name}"'},
    )


def _own(request: Visit, number: int) -> Wage:
    """The payslip, if it is this member's: another's does not exist."""
    if request.member_id is None:
        raise Http404
    try:
        return payroll.get_own(member_id=request.member_id, id=number)
    except Payslip.DoesNotExist:
        raise Http404 from None


def _settled(request: Visit, month: date | None = None) -> list[Settled]:
    """What settling months, or one month, added to the own pay, with its lines."""
    if request.member_id is None:
        return []
    rows = payroll.own_regularisations(member_id=request.member_id)
    chosen = [row for row in rows if month in (None, row.month)]
    return [(row, payroll.settled_lines(regularisation=row)) for row in chosen]


def _taken(slip: Payslip, settled: Sequence[Settled]) -> list[Taken]:
    """What went to creditors from a payslip and the settling of its month, with its lines."""
    items = [slip.item, *(row.item for row, _lines in settled)]
    rows = payroll.own_taken(member_id=slip.member_id, items=items)
    return [(row, payroll.taken_lines(taken=row)) for row in rows]


def _sums(wages: Sequence[Wage], settled: Sequence[Settled], year: int) -> dict[str, int]:
    """What a year brought: payslips, and what settling its months changed."""
    slips = [wage.payslip for wage in wages if wage.payslip.ends_on.year == year]
    rows: list[Payslip | Regularisation] = [*slips]
    rows += [row for row, _lines in settled if row.month.year == year]
    return {
        "gross": sum(slip.gross_cents for slip in slips),
        "net": sum(row.net_cents for row in rows),
        "withholding": sum(row.withholding_cents for row in rows),
    }


def _next(wages: Sequence[Wage]) -> dict[str, int | date] | None:
    """The next pay day, and what it brings."""
    waiting = [wage for wage in wages if wage.open_cents > 0]
    if not waiting:
        return None
    day = min(wage.payslip.due_on for wage in waiting)
    cents = sum(wage.open_cents for wage in waiting if wage.payslip.due_on == day)
    return {"day": day, "cents": cents}
