"""Plans of pay at the desk: who is paid by the month, what is due, and the forms to change it."""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from commonweal.access import actions as access
from commonweal.activities import queries as activities
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.payroll import actions
from commonweal.payroll import queries as payroll
from commonweal.payroll.actions import NewPlan
from commonweal.payroll.queries import PayPlan, PlanStanding
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import DayField, EuroField
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top, show_refusals

FOUND = 20  # people a search shows
MINUTES = 60
WEEKS_OF_A_MONTH = (13, 3)


class PlanForm(forms.Form):
    """What the office agrees on with a member."""

    worker_status = forms.ChoiceField(
        label=gettext_lazy("Works as"),
        choices=PayPlan.WorkerStatus.choices,
        help_text=gettext_lazy(
            "White collar: what the unit earns makes the pay, settled each quarter. Staff: the "
            "same pay whatever is earned."
        ),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit that bears the pay"))
    title = forms.CharField(label=gettext_lazy("Job"))
    first = DayField(
        label=gettext_lazy("Begins in the month of"),
        help_text=gettext_lazy("A plan begins on the first day of a month."),
    )
    expected_year = EuroField(
        label=gettext_lazy("Gross pay of a year"),
        least_cents=1,
        help_text=gettext_lazy("A twelfth of it is paid each month."),
    )
    week_hours = forms.DecimalField(
        label=gettext_lazy("Hours a week"), min_value=1, max_value=38, decimal_places=2
    )

    def __init__(self, *arguments: Any, units: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self["unit"].field.choices = units  # type: ignore[attr-defined]

    def new(self, member: Member) -> NewPlan:
        """Return the plan as it was filled in."""
        facts = self.cleaned_data
        weeks, months = WEEKS_OF_A_MONTH
        return NewPlan(
            member_id=member.pk,
            unit_id=int(facts["unit"]),
            title=facts["title"],
            worker_status=facts["worker_status"],
            first=facts["first"],
            expected_year_cents=facts["expected_year"],
            minutes_per_month=int(facts["week_hours"] * MINUTES * weeks / months),
        )


class ReasonForm(forms.Form):
    """Why somebody of the office needs to see what a plan pays."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need to see this pay?"),
        help_text=gettext_lazy("The worker sees your name and this reason."),
    )


class EndForm(forms.Form):
    """The last month of a plan."""

    on = DayField(
        label=gettext_lazy("Last month"), help_text=gettext_lazy("Any day of that month.")
    )


class PremiumForm(forms.Form):
    """What is paid beside the months."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What to pay"),
        choices=[
            ("double_holiday", gettext_lazy("Double holiday pay")),
            ("year_end_premium", gettext_lazy("Year-end premium")),
            ("exit_holiday", gettext_lazy("Holiday pay on leaving")),
        ],
    )
    on = DayField(label=gettext_lazy("Day"))


class Line(NamedTuple):
    """A plan on the list: no amounts, they open with a reason."""

    plan: PayPlan
    next: date | None
    quarter: int | None


@allow("payroll", "auditor")
def index(request: Visit) -> HttpResponse:
    """List the plans, first those with a quarter to settle."""
    found = _standings(request)
    lines = [Line(s.plan, s.next.month if s.next else None, s.due_quarter) for s in found]
    context = {
        "lines": sorted(lines, key=lambda line: line.quarter is None),
        "due": sum(line.quarter is not None for line in lines),
        "smoothed": sum(line.plan.kind == PayPlan.Kind.SMOOTHED for line in lines),
        "may_act": "payroll" in request.roles,
    }
    return render(request, "desk/payroll/plans.html", context)


@require_POST
@allow("payroll")
def settle(request: Visit) -> HttpResponse:
    """Settle every quarter that is due, one of each plan."""
    due = [each.plan.pk for each in _standings(request) if each.due_quarter]
    with refusals_on_top(request):
        rows = actions.settle_plan(plans=due, by=request.actor, at=request.at)
        said = ngettext(
            "%(count)s quarter is settled.", "%(count)s quarters are settled.", len(rows)
        )
        messages.success(request, said % {"count": len(rows)})
    return redirect("desk:pay_plans")


@allow("payroll")
def new(request: Visit) -> HttpResponse:
    """Find the member a plan is for."""
    text = request.GET.get("q", "").strip()
    found = list(members.search(text=text)[:FOUND]) if text else []
    return render(request, "desk/payroll/plan_for.html", {"text": text, "found": found})


@allow("payroll")
def make(request: Visit, member: int) -> HttpResponse:
    """Make a plan for a member."""
    who = _member(member)
    units = activities.many(ids=activities.units_of(member_id=member))
    choices = [(unit.pk, unit.name) for unit in units.values()]
    start = {"first": request.at.date().replace(day=1), "week_hours": 38}
    form = PlanForm(request.POST or None, units=choices, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            (plan,) = actions.plan(plans=[form.new(who)], by=request.actor, at=request.at)
            messages.success(request, _("%(name)s has a plan.") % {"name": who.full_name})
            return redirect("desk:pay_plan", plan.pk)
    context = {"form": form, "member": who, "has_units": bool(choices)}
    status = 422 if form.errors else 200
    return render(request, "desk/payroll/plan_new.html", context, status=status)


@allow("payroll", "auditor")
def show(request: Visit, number: int) -> HttpResponse:
    """Show a plan; what it pays to who says why. The reason is logged, and the worker reads it."""
    found, form = _one(request, number), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            access.read_sensitive(
                about=[found.plan.member.ref],
                what="pay",
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
            return _page(request, found, opened=True)
    return _page(request, found, reason=form)


@require_POST
@allow("payroll")
def end(request: Visit, number: int) -> HttpResponse:
    """End a plan."""
    found, form = _one(request, number), EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, end=form)
    try:
        on = form.cleaned_data["on"]
        plan = actions.end_plan(plan=number, on=on, by=request.actor, at=request.at)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return _page(request, found, end=form)
    month = date_format(plan.ended_on, "F Y") if plan.ended_on else ""
    messages.success(request, _("The plan ends with %(month)s.") % {"month": month})
    return redirect("desk:pay_plan", number)


@require_POST
@allow("payroll")
def premium(request: Visit, number: int) -> HttpResponse:
    """Pay something beside the months of a plan."""
    found, form = _one(request, number), PremiumForm(request.POST)
    if not form.is_valid():
        return _page(request, found, premium=form)
    try:
        actions.pay_premium(plans=[number], by=request.actor, at=request.at, **form.cleaned_data)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return _page(request, found, premium=form)
    messages.success(request, _("The payslip is made."))
    return redirect("desk:pay_plan", number)


def _page(
    request: Visit,
    found: PlanStanding,
    *,
    reason: ReasonForm | None = None,
    end: EndForm | None = None,
    premium: PremiumForm | None = None,
    opened: bool = False,
) -> HttpResponse:
    today = request.at.date()
    context = {
        "plan": found.plan,
        "standing": found,
        "opened": opened,
        "smoothed": found.plan.kind == PayPlan.Kind.SMOOTHED,
        "reason": reason or ReasonForm(),
        "end": end or EndForm(initial={"on": today}),
        "premium": premium or PremiumForm(initial={"on": today}),
        "may_act": "payroll" in request.roles,
    }
    bad = any(form and form.errors for form in (reason, end, premium))
    return render(request, "desk/payroll/plan.html", context, status=422 if bad else 200)


def _standings(request: Visit) -> list[PlanStanding]:
    """The plans that run, and those that ended and have a month or a quarter to come."""
    today = request.at.date()
    chosen = payroll.plans(since=today.replace(year=today.year - 1, day=1))
    found = payroll.standings(plans=chosen, on=today)
    return [s for s in found if s.plan.ended_on is None or s.next or s.due_quarter]


def _one(request: Visit, number: int) -> PlanStanding:
    found = payroll.plans(ids=[number])
    if not found:
        raise Http404
    return payroll.standings(plans=found, on=request.at.date())[0]


def _member(number: int) -> Member:
    try:
        return members.get(id=number)
    except ObjectDoesNotExist:
        raise Http404 from None
