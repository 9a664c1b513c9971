"""One contract of a job: taken back while the rest goes on, or ended before its last day."""

from datetime import date, datetime

from django.db import connection

from commonweal.activities import actions as activities
from commonweal.employment import actions as employment
from commonweal.employment.queries import Contract
from commonweal.flows.three_in_one._terms import falls_with
from commonweal.flows.three_in_one.actions._place import withdraw
from commonweal.invoicing import queries as orders
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor


@action
def cancel_contract(*, contract: Contract, reason: str, by: Actor, at: datetime) -> None:
    """
    Take the contract of one worker back; the price stays, and the rest of the job goes on.

    With the last worker of a job that is not invoiced the job itself is taken back, and with it
    the promise on the budget. What a budget kept aside for the contract is free again. The
    reason stays in the log.

    :raises ReasonMissing: if no reason is given
    :raises WrongState: if it was worked, or is cancelled already
    """
    _refuse_silence(reason)
    _take_turns(contract.assignment_id)
    job, order = _job(contract), falls_with(contract)
    if order:
        withdraw(order=order, reason=reason, by=by, at=at)
    else:
        employment.cancel(contracts=[contract], reason=reason, by=by, at=at)
    activities.release(origins=[contract.ref], by=by, at=at)
    said = {"reason": reason.strip(), "job": "falls" if order else job}
    record(verb="three_in_one.cancel_contract", subjects=[contract.ref], by=by, at=at, data=said)


@action
def end_contract_early(
    *, contract: Contract, last_day: date, reason: str, by: Actor, at: datetime
) -> None:
    """
    Let begun work end before its announced last day; the gross stays as agreed.

    The reason and the real last day stay in the log.

    :raises ReasonMissing: if no reason is given
    :raises Refusal: as `employment.end_early`
    """
    _refuse_silence(reason)
    ends = [employment.EarlyEnd(contract, last_day)]
    (ended,) = employment.end_early(ends=ends, by=by, at=at)
    said = {"reason": reason.strip(), "last_day": f"{ended.ends_on}", "job": _job(contract)}
    record(verb="three_in_one.end_contract_early", subjects=[ended.ref], by=by, at=at, data=said)


def _job(contract: Contract) -> str:
    """What becomes of the job of a contract; "none" when a budget pays the work without one."""
    jobs = orders.orders_of_assignments(assignments=[contract.assignment_id])
    return "goes on" if jobs else "none"


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise employment.ReasonMissing


def _take_turns(assignment: int) -> None:
    """Two people who each take back one of two contracts must not leave a job without workers."""
    with connection.cursor() as cursor:
        key = f"contracts of {assignment}"
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
