"""The pay of contracts: one payslip each, whatever happens twice."""

from collections.abc import Sequence
from datetime import datetime

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.payroll import queries
from commonweal.payroll.actions._draft import drafts
from commonweal.payroll.actions._store import keep, one_run_at_a_time
from commonweal.payroll.models import Payslip
from commonweal.payroll.values import PayInput


@action
def run(*, contracts: Sequence[PayInput], by: Actor, at: datetime) -> list[Payslip]:
    """
    Compute contracts, keep a payslip of each and post them all, in the order given.

    A contract that has a payslip is answered with it. One posting and one rendering job,
    whatever the size of the batch.

    :raises NotComputable: if the rules cannot compute a contract; nothing is kept then
    """
    one_run_at_a_time()
    paid = queries.of_contracts(contracts=[each.contract_id for each in contracts])
    fresh = {each.contract_id: each for each in contracts if each.contract_id not in paid}
    made = keep(drafts(fresh.values(), at), by, at)
    by_contract = paid | {slip.contract_id: slip for slip in made}
    return [by_contract[each.contract_id] for each in contracts]
