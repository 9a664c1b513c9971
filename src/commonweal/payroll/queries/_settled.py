"""Regularisations: what the settling of a month added to a worker's pay, or took from it."""

from collections.abc import Mapping
from datetime import date

from commonweal.kernel.period import month_of
from commonweal.kernel.scope import past_the_lock
from commonweal.members import queries as members
from commonweal.payroll.models import Regularisation
from commonweal.payroll.values import Payable


def own_regularisations(*, member_id: int) -> list[Regularisation]:
    """Return what the settling of months added to or took from a worker's pay, the newest first."""
    with past_the_lock():
        found = Regularisation.objects.filter(member=member_id).select_related("figures")
        return list(found.order_by("-month", "-id"))


def regularisations(*, month: date) -> list[Regularisation]:
    """Return the regularisations of a calendar month (any day names it), by name."""
    return list(Regularisation.objects.filter(month=month_of(month)).order_by("name", "id"))


def regularisations_payable(
    *, account: str, open_cents: Mapping[str, int], due_by: date
) -> list[Payable]:
    """Return the regularisations due up to and including a day that the books still owe."""
    ids = [int(item.rpartition(":")[2]) for item in open_cents if item.startswith("regularisation")]
    rows = list(Regularisation.objects.filter(id__in=ids, due_on__lte=due_by).order_by("id"))
    people = members.many(ids=[row.member_id for row in rows])
    return [
        Payable(
            item=row.item,
            account=account,
            unit_id=None,
            member_id=row.member_id,
            name=people[row.member_id].full_name,
            iban=people[row.member_id].iban,
            cents=open_cents[row.item],
            due_on=row.due_on,
            guaranteed=True,
        )
        for row in rows
    ]
