"""Quarters of plans: what was really earned set against what was paid."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll import queries
from commonweal.payroll.actions._correct import correct
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.models import PayPlan, PlanSettlement
from commonweal.payroll.queries import PlanStanding
from commonweal.payroll.values import Correction, asked_again
from commonweal.rules import smoothing
from commonweal.rules.errors import RuleError
from commonweal.rules.smoothing import Settlement


class NothingToSettle(Refusal):
    message = _("Settle the plan of %(name)s when %(month)s is paid: its quarter goes on.")


class NoQuarterLeft(Refusal):
    message = _("Leave the plan of %(name)s as it is: every quarter of it is settled.")


class QuarterNotComputable(Refusal):
    message = _("Load the figures behind the plan of %(name)s first. %(reason)s")


@action
def settle_plan(*, plans: Sequence[int], by: Actor, at: datetime) -> list[PlanSettlement]:
    """
    Settle the next quarter of each of these smoothed plans, all whose months are paid.

    The difference between real and paid income to date changes the months to come. After the last
    month a surplus is paid at once, by a payslip that takes the place of the last one; a deficit
    is not taken back.

    :raises NothingToSettle: if a month of the quarter is not paid yet
    :raises NoQuarterLeft: if a plan is settled to its end, or is never settled
    :raises QuarterNotComputable: if the rules have no figures for a quarter
    """
    one_run_at_a_time()
    today = at.astimezone(ZONE).date()
    found = queries.standings(plans=queries.plans(ids=plans), on=today)
    check_all(_objections(found))
    settled = [(each, _settle(each, at)) for each in found]
    rows = PlanSettlement.objects.bulk_create([_row(*pair, at) for pair in settled])
    for (each, result), row in zip(settled, rows, strict=True):
        if row.is_final:
            each.plan.ended_on = each.months[-1].last_day
        else:
            known = len(result.plan.months)
            each.plan.months = [*result.plan.months, *each.plan.months[known:]]
    PayPlan.objects.bulk_update([each.plan for each, _result in settled], ["months", "ended_on"])
    closings = [_closing(each, result) for each, result in settled if result.closing]
    correct(corrections=closings, by=by, at=at)
    return rows


def _objections(found: Sequence[PlanStanding]) -> Iterator[Refusal]:
    for each in found:
        name = each.plan.member.full_name
        if each.due_quarter:
            continue
        if each.plan.kind == PayPlan.Kind.SMOOTHED and each.next:
            last = each.months_settled_by(len(each.settlements) + 1) - 1
            yield NothingToSettle(name=name, month=f"{each.months[last].month:%Y-%m}")
        else:
            yield NoQuarterLeft(name=name)


def _settle(standing: PlanStanding, at: datetime) -> Settlement:
    quarter = standing.due_quarter
    assert quarter is not None
    done = standing.months_settled_by(quarter)
    real = [each.real_cents or 0 for each in standing.months[:done]]
    plan = smoothing.Plan(standing.plan.first, tuple(each.cents for each in standing.months))
    try:
        if done == len(standing.months):
            return smoothing.close(plan, real)
        least = smoothing.minimum_month(standing.plan.minutes_per_month, at.astimezone(ZONE).date())
        return smoothing.settle(plan, real, quarter, least)
    except RuleError as error:
        reason = error.said(gettext)
        name = standing.plan.member.full_name
        raise QuarterNotComputable(name=name, reason=reason) from error


def _row(standing: PlanStanding, result: Settlement, at: datetime) -> PlanSettlement:
    done = standing.months_settled_by(result.quarter)
    lines = smoothing.lines(result, at.astimezone(ZONE).date())
    return PlanSettlement(
        plan=standing.plan,
        quarter=result.quarter,
        real_by_month=[each.real_cents or 0 for each in standing.months[:done]],
        real_cents=result.real,
        paid_cents=result.paid,
        difference_cents=result.difference,
        months_before=[each.cents for each in standing.months],
        months_after=list(result.plan.months),
        closing_cents=result.closing,
        carried_cents=result.carried,
        lines=[{"code": line.code, "cents": line.amount_cents} for line in lines],
        made_at=at,
    )


def _closing(standing: PlanStanding, result: Settlement) -> Correction:
    """The last payslip with the surplus in it: one pay of the month, as the law sees it."""
    slip = standing.months[-1].payslip
    assert slip is not None
    pay = asked_again(slip)
    return Correction(slip.pk, replace(pay, gross_cents=pay.gross_cents + result.closing))
