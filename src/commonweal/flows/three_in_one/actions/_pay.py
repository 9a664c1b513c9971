"""After a worker's last day: the payslip, and word of when the wage comes."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from commonweal.clients import queries as clients
from commonweal.employment import actions as employment
from commonweal.employment.queries import Contract
from commonweal.flows.three_in_one._terms import obstacles
from commonweal.invoicing import queries as orders
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.letters import actions as letters
from commonweal.members import queries as people
from commonweal.payroll import actions as payroll
from commonweal.payroll import queries as pay_queries


@action
def pay(*, contracts: Sequence[Contract], by: Actor, at: datetime) -> list[payroll.Payslip]:
    """
    Close contracts whose last day is over and make their payslips, in the same order.

    The wage is due whatever the client does; the payslip keeps whether it was guaranteed.

    :raises Refusal: if a contract is not over, or the rules cannot compute it
    """
    worked = employment.mark_worked(contracts=contracts, by=by, at=at)
    inputs = pay_queries.inputs(contracts=contracts, guaranteed=_guaranteed(worked, at))
    return payroll.run(contracts=inputs, by=by, at=at)


def _guaranteed(contracts: Sequence[Contract], at: datetime) -> set[int]:
    """The contracts whose order is guaranteed today."""
    jobs = orders.orders_of_assignments(assignments=[each.assignment_id for each in contracts])
    buyers = clients.many(ids=[order.client_id for order in jobs.values()])
    sure = {
        assignment
        for assignment, order in jobs.items()
        if not obstacles(order=order, client=buyers[order.client_id], on=at.date())
    }
    return {contract.pk for contract in contracts if contract.assignment_id in sure}


@action
def announce_wages(*, by: Actor, at: datetime) -> list[letters.Letter]:
    """Write to everyone whose payslip was made since the last run."""
    events = unread(job="three_in_one.announce_wages", verbs=["payroll.run", "payroll.correct"])
    ids = [int(ref.removeprefix("payslip:")) for event in events for ref in event.subjects]
    slips = pay_queries.many(ids=ids)
    members = people.many(ids=[slip.member_id for slip in slips.values()])
    return letters.post(
        letters=[_letter(slip, members[slip.member_id]) for slip in slips.values()], by=by, at=at
    )


def _letter(slip: payroll.Payslip, member: people.Member) -> letters.NewLetter:
    return letters.NewLetter(
        to=member.email,
        name=member.full_name,
        language=member.language,
        kind="wage_coming",
        context={
            "title": slip.title,
            "net_cents": slip.net_cents,
            "due_on": f"{slip.due_on}",
            "link": f"{settings.SITE_ADDRESS}/my/payslips/{slip.pk}/",
        },
        about=slip.ref,
    )
