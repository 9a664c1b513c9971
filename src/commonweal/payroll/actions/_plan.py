"""Plans of pay: agreed for a year or for as long as it lasts, and ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members import queries as members
from commonweal.payroll import queries
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.models import PayPlan, PlanSettlement
from commonweal.rules import smoothing
from commonweal.rules.errors import RuleError

Kind = PayPlan.Kind


class HasPlan(Refusal):
    field = "member"
    message = _("End the plan of %(name)s first: it runs since %(first)s.")


class UnitHasPlan(Refusal):
    field = "unit"
    message = _("Choose another unit: what %(unit)s earns already makes the pay of %(name)s.")


class BeginsInThePast(Refusal):
    field = "first"
    message = _("Begin the plan of %(name)s in %(month)s or later: what is over was paid already.")


class UnsettledPlan(Refusal):
    field = "member"
    message = _("Settle the last plan of %(name)s first: what it leaves open counts in this one.")


class PlanNotPossible(Refusal):
    field = "expected_year"
    message = _("No plan for %(name)s yet. %(reason)s")


class PlanEnded(Refusal):
    message = _("Choose a plan that runs: that of %(name)s ended on %(day)s.")


class EndsTooEarly(Refusal):
    field = "on"
    message = _("End the plan of %(name)s with %(month)s or later: that month is paid or settled.")


class EndsTooLate(Refusal):
    field = "on"
    message = _("Let the plan of %(name)s run out: its year is over at the end of %(month)s.")


@dataclass(frozen=True, slots=True)
class NewPlan:
    """
    An open-ended contract that begins in the month of `first`. Of a white collar the pay is what
    the unit is expected to earn, smoothed; of staff a twelfth of the year, whatever is earned.
    """

    member_id: int
    unit_id: int
    title: str
    worker_status: str
    first: date
    expected_year_cents: int
    minutes_per_month: int

    @property
    def kind(self) -> str:
        return Kind.FIXED if self.worker_status == PayPlan.WorkerStatus.STAFF else Kind.SMOOTHED


@action
def plan(*, plans: Sequence[NewPlan], by: Actor, at: datetime) -> list[PayPlan]:
    """
    Agree on a monthly pay, in the order given. What an earlier plan left open lowers a new one.

    :raises HasPlan: if a member has a plan that has not ended
    :raises UnitHasPlan: if the earnings of a unit are smoothed for another already
    :raises BeginsInThePast: if the first month is over
    :raises UnsettledPlan: if the last quarter of the member's earlier plan waits to be settled
    :raises PlanNotPossible: if a month would be under the minimum wage, or has no figures
    """
    running, before = queries.plans(), _before(plans)
    people = members.many(ids=[new.member_id for new in plans])
    names = {id: member.full_name for id, member in people.items()}
    check_all(_objections(plans, running, before, names, at.astimezone(ZONE).date()))
    rows = [_row(new, _carried(before.get(new.member_id)), at) for new in plans]
    return PayPlan.objects.bulk_create(rows)


def _before(plans: Sequence[NewPlan]) -> Mapping[int, PlanSettlement | PayPlan]:
    """The last smoothed plan that each member had: its last settlement, itself while unsettled."""
    earlier = PayPlan.objects.filter(
        member__in=[new.member_id for new in plans], kind=Kind.SMOOTHED
    ).exclude(ended_on=None)
    last = {each.member_id: each for each in earlier.order_by("id")}
    rows = PlanSettlement.objects.filter(plan__in=[each.pk for each in last.values()])
    newest = {each.plan_id: each for each in rows.order_by("quarter")}
    found: dict[int, PlanSettlement | PayPlan] = {}
    for member, each in last.items():
        settled = newest.get(each.pk)
        found[member] = settled if settled and settled.is_final else each
    return found


def _carried(before: PlanSettlement | PayPlan | None) -> int:
    return before.carried_cents if isinstance(before, PlanSettlement) else 0


def _objections(
    plans: Sequence[NewPlan],
    running: Sequence[PayPlan],
    before: Mapping[int, PlanSettlement | PayPlan],
    names: Mapping[int, str],
    today: date,
) -> Iterator[Refusal]:
    has = {each.member_id: each.first for each in running}
    smoothed = {each.unit_id: each for each in running if each.kind == Kind.SMOOTHED}
    for new in plans:
        name = names[new.member_id]
        if new.member_id in has:
            yield HasPlan(name=name, first=f"{has[new.member_id]:%Y-%m}")
        elif isinstance(before.get(new.member_id), PayPlan):
            yield UnsettledPlan(name=name)
        if new.kind == Kind.SMOOTHED and new.unit_id in smoothed:
            other = smoothed[new.unit_id]
            yield UnitHasPlan(unit=other.unit.name, name=other.member.full_name)
        if new.first < month_of(today):
            yield BeginsInThePast(name=name, month=f"{today:%Y-%m}")
        if reason := _impossible(new, _carried(before.get(new.member_id))):
            yield PlanNotPossible(name=name, reason=reason)


def _impossible(new: NewPlan, carried_cents: int) -> str:
    """Why the rules refuse a plan, in words; nothing when they do not."""
    try:
        least = smoothing.minimum_month(new.minutes_per_month, new.first)
        agreed = smoothing.plan(new.expected_year_cents, new.first, carried_cents)
        smoothing.refuse_below(agreed, least)
    except RuleError as error:
        return error.said(gettext)
    return ""


def _row(new: NewPlan, carried_cents: int, at: datetime) -> PayPlan:
    fixed = new.kind == Kind.FIXED
    carried = 0 if fixed else carried_cents
    months = smoothing.plan(new.expected_year_cents, new.first, carried).months
    return PayPlan(
        member_id=new.member_id,
        unit_id=new.unit_id,
        kind=new.kind,
        worker_status=new.worker_status,
        title=new.title,
        first=month_of(new.first),
        months=list(months[:1] if fixed else months),
        expected_year_cents=new.expected_year_cents,
        carried_cents=carried,
        minutes_per_month=new.minutes_per_month,
        made_at=at,
    )


@action
def end_plan(*, plan: int, on: date, by: Actor, at: datetime) -> PayPlan:
    """
    End a plan with the month of a day: its last. What is earned and not paid is settled then.

    :raises PlanEnded: if it has ended
    :raises EndsTooEarly: if that month, or a later one, is paid and settled
    :raises EndsTooLate: if the plan has no such month
    """
    one_run_at_a_time()
    found = PayPlan.objects.select_related("member").get(id=plan)
    name = found.member.full_name
    if found.ended_on:
        raise PlanEnded(name=name, day=f"{found.ended_on}")
    (stands,) = queries.standings(plans=[found], on=max(on, at.astimezone(ZONE).date()))
    if month_of(on) < stands.earliest_end:
        raise EndsTooEarly(name=name, month=f"{stands.earliest_end:%Y-%m}")
    if month_of(on) > stands.months[-1].month:
        raise EndsTooLate(name=name, month=f"{stands.months[-1].month:%Y-%m}")
    found.ended_on = next_month(on) - timedelta(days=1)
    found.save(update_fields=["ended_on"])
    return found
