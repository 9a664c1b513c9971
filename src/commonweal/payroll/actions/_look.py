"""Who looks into somebody's pay, and why."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.kernel import actions as kernel
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.payroll.models import Payslip


class ReasonMissing(Refusal):
    message = _("Say why you need to see this payslip: the reason is kept in the log.")
    field = "reason"


@action
def look(*, payslips: Sequence[Payslip], reason: str, by: Actor, at: datetime) -> None:
    """
    Note who reads the pay of one person or many, and why: one event, that each of them sees.

    :raises ReasonMissing: if no reason is given
    """
    if not reason.strip():
        raise ReasonMissing
    members = {f"member:{slip.member_id}": None for slip in payslips}
    kernel.record(
        verb="payroll.look", subjects=[*(slip.ref for slip in payslips), *members], by=by, at=at,
        data={"reason": reason.strip()},
    )  # fmt: skip
