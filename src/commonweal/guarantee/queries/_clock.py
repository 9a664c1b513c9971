"""The clock of wages: each one due, its day and its stage. Late is the figure that must be 0."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection

from commonweal.banking import queries as bank
from commonweal.guarantee.queries import _clock_sql as sql
from commonweal.guarantee.values import WageDue
from commonweal.kernel.clock import ZONE
from commonweal.rules import labour

STAGES = (
    "planned", "undeclared", "worked", "payslip", "held", "batch", "approved", "file", "handed",
    "unknown", "rejected", "returned", "executed",
)  # fmt: skip
BACK = timedelta(days=31)
EXECUTED_BEFORE = timedelta(days=62)  # a wage leaves at most so long before its day
WORKED = timedelta(days=400)  # closing makes the payslip: one that lacks is found long before
OF_BATCH = {
    "draft": "batch", "approved": "approved", "exported": "file", "handing": "handed",
    "handed": "handed", "unknown": "unknown", "rejected": "rejected",
}  # fmt: skip
REFUSED = ("RJCT", "CANC")
OWED_AGAIN = (*REFUSED, "RTRN")


def clock(*, on: date, until: date, at: datetime | None = None) -> list[WageDue]:
    """
    Return every wage due up to a day with its stage, the first due first: those of the last month
    and, however old, those the bank has not executed; what settled months add and what creditors
    took; and work on no payslip yet, of contracts and of months of plans. `at` is the instant for
    which account numbers are held, the morning of the day if it is not said. Constant in queries.
    """
    at = at or datetime.combine(on, time(9), ZONE)
    since = on - BACK
    days = {"on": on, "since": since, "until": until, "executed": since - EXECUTED_BEFORE}
    pays = [_Pay(*row) for row in _rows(sql.PAY, days)]
    held = _held(pays, at)
    found = [_of_pay(pay, held, on) for pay in pays] + _of_work(on, until)
    return sorted(found, key=lambda each: (each.due_on, each.name, each.payslip or 0))


def late(*, on: date) -> int:
    """
    Return how many wages were due before a day and are not on the account of their worker (what
    creditors took: of them), whether somebody made their payslip or not.
    """
    ((made,),) = _rows(sql.LATE, {"on": on})
    return int(made) + sum(each.due_on < on for each in _of_work(on, on))


def to_pay(*, on: date) -> int:
    """Return how many wages that are due by a day are owed and in no batch yet."""
    ((count,),) = _rows(sql.TO_PAY, {"on": on})
    return int(count)


class _Pay(NamedTuple):
    item: str
    contract: int | None
    plan: int | None
    payslip: int | None
    member: int
    name: str
    unit: int | None
    title: str
    due_on: date
    cents: int
    batch: int | None
    state: str | None
    executed_on: date | None
    code: str | None
    open_cents: int
    iban: str

    @property
    def kind(self) -> str:
        """What it is; of what creditors took `iban` is theirs."""
        kind = self.item.partition(":")[0]
        return "wage" if kind == "payslip" else kind

    @property
    def payee(self) -> str:
        return f"creditor:{self.iban}" if self.kind == "attachment" else f"member:{self.member}"


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _held(pays: Sequence[_Pay], at: datetime) -> set[str]:
    """The payees to whom nothing can be paid now, of those who are still to be paid."""
    numbers = {pay.payee: pay.iban for pay in pays if pay.open_cents < 0}
    return set(bank.held(payees=numbers, at=at, numbers=numbers))


def _of_pay(pay: _Pay, held: set[str], on: date) -> WageDue:
    stage = _stage(pay, held)
    paid_on = pay.executed_on if stage == "executed" else None
    end = paid_on if stage == "executed" else on
    return WageDue(
        pay.contract, pay.payslip, pay.member, pay.name, pay.unit, pay.title, pay.due_on,
        pay.cents, False, stage, max((end - pay.due_on).days, 0) if end else 0, paid_on,
        pay.batch, pay.plan, pay.kind,
    )  # fmt: skip


def _stage(pay: _Pay, held: set[str]) -> str:
    """Where a wage is: what came back of it, then its batch, then what is owed."""
    is_open = pay.open_cents < 0
    if is_open and (pay.code in OWED_AGAIN or pay.state == "rejected"):
        return "returned" if pay.code == "RTRN" else "rejected"
    if pay.state in OF_BATCH and pay.code not in REFUSED:
        return OF_BATCH[pay.state or ""]
    if not is_open:
        return "executed"
    return "held" if pay.payee in held else "payslip"


def _of_work(on: date, until: date) -> list[WageDue]:
    """Work on no payslip that is due by a day: a run that forgets it does not hide it."""
    found = []
    days = {"on": on, "until": until, "worked": on - WORKED}
    for contract, plan, member, unit, title, ends_on, cents, is_sure, name, terms in _rows(
        sql.WORKING, days
    ):
        due_on = labour.wage_due_on(ends_on, terms)
        if due_on <= until:
            over = "worked" if is_sure else "undeclared"
            stage = over if ends_on < on else "planned"
            late_days = max((on - due_on).days, 0)
            found.append(
                WageDue(
                    contract, None, member, name, unit, title, due_on, cents, True, stage,
                    late_days, None, None, plan, "plan" if plan else "wage",
                )
            )  # fmt: skip
    return found
