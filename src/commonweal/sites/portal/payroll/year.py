"""A year of the own pay, month by month, on the page and as a file; settled months count too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.kernel.period import month_of
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import Payslip, Regularisation
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.kit import Tab


@dataclass(frozen=True, slots=True)
class Sums:
    """The pay of a month or of a year, by the last day of each contract; amounts in cents."""

    label: str
    contracts: int
    minutes: int
    gross_cents: int
    social_security_cents: int
    withholding_cents: int
    special_cents: int
    net_cents: int
    employer_cents: int

    @property
    def hours(self) -> str:
        """7:36 for 456 minutes."""
        return f"{self.minutes // 60}:{self.minutes % 60:02}"


WAGES = (Payslip.Kind.ORDINARY, Payslip.Kind.FORTNIGHT)  # a premium adds pay, and no hours
AMOUNTS = [each.name for each in fields(Sums) if each.name.endswith("_cents")]


@allow("member")
def latest(request: Visit) -> HttpResponse:
    """Lead to this year, or to the last one with a payslip."""
    years = _years(_slips(request))
    return redirect("portal:pay_year", max(years, default=request.at.year))


@allow("member")
def year(request: Visit, number: int) -> HttpResponse:
    """Show what a year brought: each month, the whole, and the years to choose from."""
    slips = _slips(request)
    rows, total = _rows(slips, _settled(request), number)
    context = {
        "year": number,
        "rows": rows,
        "total": total,
        "tabs": _tabs(_years(slips) | {number, request.at.year}, number),
        "has_any": bool(slips),
    }
    return render(request, "portal/payroll/year.html", context)


@allow("member")
def file(request: Visit, number: int) -> HttpResponse:
    """Give the months of a year and their sum as a file."""
    rows, total = _rows(_slips(request), _settled(request), number)
    head = [
        _("Month"), _("Contracts"), _("Hours"), _("Gross"), _("Social security"), _("Tax"),
        _("Special contribution"), _("Net"), _("Employer charge"),
    ]  # fmt: skip
    return csv_file(name=f"pay-{number}", head=head, rows=map(_cells, [*rows, total]))


def _slips(request: Visit) -> list[Payslip]:
    """The member's own payslips that no other corrects."""
    if request.member_id is None:
        raise Http404
    wages = payroll.own(member_id=request.member_id)
    return [wage.payslip for wage in wages if wage.replaced_by is None]


def _settled(request: Visit) -> list[Regularisation]:
    """What the settling of months added to the member's own payslips."""
    return payroll.own_regularisations(member_id=request.member_id or 0)


def _years(slips: Sequence[Payslip]) -> set[int]:
    return {slip.ends_on.year for slip in slips}


def _tabs(years: set[int], chosen: int) -> list[Tab]:
    return [
        Tab(str(each), reverse("portal:pay_year", args=[each]), each == chosen)
        for each in sorted(years, reverse=True)
    ]


def _rows(
    slips: Sequence[Payslip], settled: Sequence[Regularisation], year: int
) -> tuple[list[Sums], Sums]:
    """The months of a year that have a payslip or were settled, and their sum."""
    mine = [slip for slip in slips if slip.ends_on.year == year]
    added = [row for row in settled if row.month.year == year]
    return list(_months(mine, added)), _sums(_("Total"), mine, added)


def _months(slips: Sequence[Payslip], settled: Sequence[Regularisation]) -> Iterator[Sums]:
    found = {*(month_of(slip.ends_on) for slip in slips), *(row.month for row in settled)}
    for month in sorted(found):
        inside = [slip for slip in slips if month_of(slip.ends_on) == month]
        yield _sums(_name(month), inside, [row for row in settled if row.month == month])


def _name(month: date) -> str:
    name = date_format(month, "F")
    return name[:1].upper() + name[1:]


def _sums(label: str, slips: Sequence[Payslip], settled: Sequence[Regularisation]) -> Sums:
    rows: list[Payslip | Regularisation] = [*slips, *settled]
    return Sums(
        label,
        contracts=len({slip.contract_id for slip in slips}),
        minutes=sum(slip.minutes for slip in slips if slip.kind in WAGES),
        gross_cents=sum(slip.gross_cents for slip in slips),
        social_security_cents=sum(row.social_security_cents for row in rows),
        withholding_cents=sum(row.withholding_cents for row in rows),
        special_cents=sum(row.special_cents for row in rows),
        net_cents=sum(row.net_cents for row in rows),
        employer_cents=sum(slip.tariff_cents for slip in slips),
    )


def _cells(row: Sums) -> list[Cell]:
    amounts = (Cents(getattr(row, name)) for name in AMOUNTS)
    return [row.label, row.contracts, row.hours, *amounts]
