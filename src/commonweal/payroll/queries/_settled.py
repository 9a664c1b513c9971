"""Regularisations: what the settling of a month added to a worker's pay, or took from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from commonweal.kernel.period import month_of
from commonweal.kernel.scope import past_the_lock
from commonweal.members import queries as members
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.values import Payable
from commonweal.rules import texts

KEPT = -1  # what is kept of the worker counts against the pay
IN_PAY = {
    "worker_contribution": KEPT, "solidarity": KEPT, "work_bonus_a": 1, "work_bonus_b": 1,
    "special_contribution": KEPT, "withholding": KEPT,
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class SettledLine:
    """
    A line of a settled month in the language of the reader: what payslips made of it, what the
    month makes of it, and what that adds to the pay (negative: takes from it), in cents.
    """

    label: str
    reason: str
    before_cents: int
    after_cents: int
    pay_cents: int
    unconfirmed: bool


def settled_lines(*, regularisation: Regularisation) -> list[SettledLine]:
    """Return the lines of a settled month that changed the worker's pay."""
    return [
        SettledLine(
            label=_label(line["code"], line["status"]),
            reason=gettext(texts.REASONS[line["code"]]),
            before_cents=IN_PAY[line["code"]] * line["before"],
            after_cents=IN_PAY[line["code"]] * line["after"],
            pay_cents=IN_PAY[line["code"]] * line["difference"],
            unconfirmed=not set(regularisation.marks).isdisjoint(line["figures"]),
        )
        for line in regularisation.lines
        if line["code"] in IN_PAY and line["difference"]
    ]


def _label(code: str, status: str) -> str:
    label = gettext(texts.LABELS[code])
    return f"{label} ({Payslip.WorkerStatus(status).label})" if status else label
