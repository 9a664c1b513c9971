"""A payslip that was wrong: taken back, and made again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll import queries
from commonweal.payroll.actions._draft import drafts
from commonweal.payroll.actions._set_off import set_off
from commonweal.payroll.actions._store import keep, one_run_at_a_time
from commonweal.payroll.actions._take import take
from commonweal.payroll.models import Payslip
from commonweal.payroll.values import Correction, PayInput


class AlreadyCorrected(Refusal):
    message = _("Correct the newest payslip: number %(payslip)s has been corrected already.")


class OtherPay(Refusal):
    message = _("Correct number %(payslip)s with the pay of its own contract and worker.")


@action
def correct(*, corrections: Sequence[Correction], by: Actor, at: datetime) -> list[Payslip]:
    """
    Replace payslips that were wrong: the old entry is reversed, a new payslip posted, both today
    and both naming the month they correct. What was paid already counts: the item stays. What the
    worker owes is set off against what a correction adds.

    :raises AlreadyCorrected: if a payslip is not the newest of its contract
    :raises OtherPay: if a correction is of another contract, plan or worker
    :raises NotComputable: if the rules cannot compute a contract; nothing is kept then
    """
    one_run_at_a_time()
    wrong = queries.many(ids=[each.payslip_id for each in corrections])
    standing = set(queries.standing().filter(id__in=wrong).values_list("id", flat=True))
    check_all(AlreadyCorrected(payslip=id) for id in wrong if id not in standing)
    check_all(
        OtherPay(payslip=each.payslip_id)
        for each in corrections
        if _whose(each.contract) != _whose(wrong[each.payslip_id])
    )
    made = drafts([each.contract for each in corrections])
    places = [wrong[each.payslip_id] for each in corrections]
    slips = keep(
        [replace(draft, corrects=slip) for draft, slip in zip(made, places, strict=True)], by, at
    )
    set_off(members={slip.member_id for slip in slips}, by=by, at=at)
    take(members={slip.member_id for slip in slips}, by=by, at=at)
    return slips


def _whose(pay: PayInput | Payslip) -> tuple[int | None, int | None, int]:
    return pay.contract_id, pay.plan_id, pay.member_id
