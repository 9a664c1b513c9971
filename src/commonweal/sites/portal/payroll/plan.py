"""The monthly pay of an open-ended contract: expected, paid, earned, and what happens next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonweal.activities import queries as units
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import PayPlan, PlanSettlement, PlanStanding
from commonweal.rules import labour, smoothing
from commonweal.rules.errors import RuleError
from commonweal.sites.shell.charts import Series, chart
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import MoneyLine
from commonweal.sites.shell.templatetags.house import euro

KINDS: dict[str, Any] = {
    "smooth_real": "start",
    "smooth_paid": "minus",
    "smooth_closing": "total",
    "smooth_month": "total",
}
SHOWN = 12  # months on the picture, of a plan that has no end


@dataclass(frozen=True, slots=True)
class Settled:
    """A quarter as the page tells it: amounts in cents, and each line with its reason."""

    row: PlanSettlement
    first: date
    last: date
    lines: list[MoneyLine]

    @property
    def month_cents(self) -> int | None:
        """The pay from the next month on; None when the plan ended with this quarter."""
        done = len(self.row.real_by_month)
        return None if self.row.is_final else self.row.months_after[done]


@allow("member")
def plan(request: Visit) -> HttpResponse:
    """Show the own monthly pay, newest plan first; what one is to who has none."""
    today = request.at.date()
    found = payroll.own_plan(member_id=request.member_id, on=today) if request.member_id else None
    return render(request, "portal/payroll/plan.html", _context(found, today) if found else {})


def _context(found: PlanStanding, today: date) -> dict[str, Any]:
    paid, earned = found.months[: found.paid], [m for m in found.months if m.month <= today]
    settled = [_settled(row, found) for row in found.settlements]
    return {
        "plan": found.plan,
        "standing": found,
        "smoothed": found.plan.kind == PayPlan.Kind.SMOOTHED,
        "next": found.next,
        "due": _due(found),
        "paid_cents": sum(month.paid_cents or 0 for month in paid),
        "earned_cents": sum(month.real_cents or 0 for month in earned),
        "chart": _chart(found),
        "settled": settled[::-1],
        "last": settled[-1] if settled else None,
        "to_settle": _to_settle(found),
        "today": today,
    }


def _due(found: PlanStanding) -> date | None:
    """The day on which the next month is paid at the latest, if the house knows it yet."""
    if found.next is None:
        return None
    try:
        terms = units.pay_terms(units=[found.plan.unit_id])[found.plan.unit_id]
        return labour.wage_due_on(found.next.last_day, terms)
    except RuleError:
        return None


def _to_settle(found: PlanStanding) -> date | None:
    """The last month of the quarter that is settled next."""
    done = len(found.settlements) * smoothing.QUARTER
    if found.plan.kind != PayPlan.Kind.SMOOTHED or done >= len(found.months):
        return None
    return found.months[found.months_settled_by(len(found.settlements) + 1) - 1].month


def _chart(found: PlanStanding) -> SafeString:
    """Paid or planned beside earned, month by month."""
    months = found.months[-SHOWN:]
    series = [
        Series(
            _("Paid or planned"),
            [month.cents for month in months],
            "brand",
        )
    ]
    if found.plan.kind == PayPlan.Kind.SMOOTHED:
        series.append(Series(_("Earned"), [m.real_cents or 0 for m in months], "good"))
    return chart(
        title=_("Your gross pay month by month"),
        labels=[date_format(month.month, "M") for month in months],
        series=series,
        show=lambda cents: euro(cents, "whole"),
    )


def _settled(row: PlanSettlement, found: PlanStanding) -> Settled:
    done = len(row.real_by_month)
    first = found.months[(row.quarter - 1) * smoothing.QUARTER].month
    return Settled(row, first, found.months[done - 1].month, list(_lines(row)))


def _lines(row: PlanSettlement) -> Iterator[MoneyLine]:
    for line in row.lines:
        code, cents = line["code"], line["cents"]
        kind = KINDS.get(code, "subtotal")
        if kind == "minus":
            cents = -cents
        yield MoneyLine(_(smoothing.LABELS[code]), cents, _(smoothing.REASONS[code]), kind=kind)
