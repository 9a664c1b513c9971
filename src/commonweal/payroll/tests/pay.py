"""Work that is planned and may be paid."""

from datetime import date, time

from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import NOW

from commonweal.employment import actions as employment
from commonweal.employment import queries as work
from commonweal.employment.actions import NewAssignment, NewContract, NewPeriod
from commonweal.employment.models import Contract
from commonweal.ledger import queries as books
from commonweal.payroll import queries

FIRST_DAY = date(2026, 5, 11)


def plan(unit, *members, by, gross_cents=20_000, days=1, title="Decor of a play", month=5):
    """Plan one job of so many days of eight hours; return the contracts."""
    periods = tuple(
        NewPeriod(FIRST_DAY.replace(month=month, day=FIRST_DAY.day + day), time(9), 480)
        for day in range(days)
    )
    contracts = tuple(
        NewContract(member.pk, member.worker_status, gross_cents, periods) for member in members
    )
    (assignment,) = employment.plan(
        assignments=[NewAssignment(unit.pk, title, contracts)], by=by, at=NOW
    )
    return list(work.contracts(assignments=[assignment.pk]))


def copies(contract, count):
    """The same contract again and again, as if planned: only pay looks at them."""
    again = [Contract.objects.get(pk=contract.pk) for _ in range(count)]
    for each in again:
        each.pk = None
    Contract.objects.bulk_create(again)
    return list(
        Contract.objects.filter(pk__in=[each.pk for each in again]).select_related(
            "member", "assignment"
        )
    )


def inputs(contracts):
    """These contracts as the verbs take them, all guaranteed."""
    return queries.inputs(contracts=contracts, guaranteed=[each.pk for each in contracts])


def entry_of(slip):
    """The accounts of the entry of a payslip, with unit and item."""
    ((_id, lines),) = books.entries_by_key(keys=[slip.ref]).values()
    return {line.account: (line.cents, line.unit, line.item) for line in lines}


def queued(job="payroll.render"):
    """The payslips of each rendering job that waits."""
    jobs = ProcrastinateJob.objects.filter(task_name=job).order_by("id")
    return [job.args["payslips"] for job in jobs]
