"""The pay of contracts: one payslip each, whatever happens twice."""

import logging
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import datetime

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.payroll import queries
from commonweal.payroll.actions._draft import Draft, drafts
from commonweal.payroll.actions._set_off import set_off
from commonweal.payroll.actions._store import keep, one_run_at_a_time
from commonweal.payroll.actions._take import take
from commonweal.payroll.models import WAGES, Payslip
from commonweal.payroll.values import PayInput

log = logging.getLogger(__name__)


@action
def run(*, contracts: Sequence[PayInput], by: Actor, at: datetime) -> list[Payslip]:
    """
    Compute contracts, keep a payslip of each and post them all, in the order given.

    A contract that has a payslip is answered with it: one wage a contract, or a month of a plan,
    and beside it one premium of each kind and day. One posting, whatever the size of the batch;
    what a worker owes from a settled month is set off, and creditors take what the law allows.
    Figures behind the pay that are not confirmed are named in the log.

    :raises NotComputable: if the rules cannot compute a contract; nothing is kept then
    """
    one_run_at_a_time()
    standing = queries.all_of(
        contracts={each.contract_id for each in contracts if each.contract_id},
        plans={each.plan_id for each in contracts if each.plan_id},
    )
    paid = {_what(slip): slip for slip in standing.defer("lines")}
    fresh = {_what(each): each for each in contracts if _what(each) not in paid}
    made = drafts(list(fresh.values()))
    paid |= {_what(slip): slip for slip in keep(made, by, at)}
    set_off(members={each.member_id for each in fresh.values()}, by=by, at=at)
    take(members={each.member_id for each in fresh.values()}, by=by, at=at)
    _tell(made)
    return [paid[_what(each)] for each in contracts]


def _what(pay: PayInput | Payslip) -> Hashable:
    """What is paid only once."""
    if pay.contract_id and pay.kind in WAGES:
        return pay.contract_id
    return pay.contract_id, pay.plan_id, pay.kind, pay.ends_on


def _tell(made: Sequence[Draft]) -> None:
    counts = Counter(draft.marks for draft in made)
    figures = sorted({name for marks in counts for name in marks})
    if figures:
        marked = sum(count for marks, count in counts.items() if marks)
        log.warning(
            "%s of %s payslips rest on figures that are not confirmed yet: %s",
            marked, len(made), ", ".join(figures),
        )  # fmt: skip
