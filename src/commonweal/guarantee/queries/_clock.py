"""The clock of wages: each one due, its day and its stage. Late is the figure that must be 0."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection

from commonweal.activities import queries as units
from commonweal.banking import queries as bank
from commonweal.guarantee.values import WageDue
from commonweal.kernel.clock import ZONE
from commonweal.rules import labour

STAGES = (
    "planned", "worked", "payslip", "held", "batch", "approved", "file", "handed", "unknown",
    "rejected", "returned", "executed",
)  # fmt: skip
BACK = timedelta(days=31)
EXECUTED_BEFORE = timedelta(days=62)  # a wage leaves at most so long before its day
OF_BATCH = {
    "draft": "batch", "approved": "approved", "exported": "file", "handing": "handed",
    "handed": "handed", "unknown": "unknown", "rejected": "rejected",
}  # fmt: skip

# Wages that are owed, or have left and are not on a statement, whenever they were due; and those
# of the days that are asked. A correction is paid through the item of the payslip it corrects.
SLIPS = """
with payment as (
    select distinct on (item) item, batch.id as batch, batch.state, batch.executed_on,
        (select code from banking_paymentstatus status where status.payment_id = payment.id
            order by id desc limit 1) as code
    from banking_payment payment join banking_paymentbatch batch on batch.id = payment.batch_id
    where account = '455' and starts_with(item, 'payslip:') and (
        batch.state in ('draft', 'approved', 'exported', 'handing', 'handed', 'unknown', 'rejected')
        or batch.state = 'executed' and batch.executed_on >= %(executed)s)
    order by item, payment.id desc
),
pending as (
    select substr(item, 9)::bigint as id from ledger_openitem
    where account = '455' and cents < 0 and starts_with(item, 'payslip:')
    union select substr(item, 9)::bigint from payment where state <> 'executed'
),
wanted as (
    select id from payroll_payslip where due_on >= %(since)s and due_on <= %(until)s
    union select slip.id from pending join payroll_payslip slip
        on slip.id = pending.id or slip.original_id = pending.id
    where slip.due_on < %(since)s
)
select slip.contract_id, slip.id, slip.member_id, slip.name, slip.unit_id, slip.title, slip.due_on,
    slip.net_cents, payment.batch, payment.state, payment.executed_on, payment.code,
    coalesce(open.cents, 0), member.iban
from wanted join payroll_payslip slip on slip.id = wanted.id
join members_member member on member.id = slip.member_id
left join payment on payment.item = 'payslip:' || coalesce(slip.original_id, slip.id)
left join ledger_openitem open on open.account = '455'
    and open.item = 'payslip:' || coalesce(slip.original_id, slip.id)
where not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)
order by slip.due_on, slip.name, slip.id"""

# Work without a payslip: what is planned and may still be done, and what is over.
CONTRACTS = """
select contract.id, contract.member_id, member.first_name || ' ' || member.last_name,
    contract.unit_id, job.title, contract.ends_on, contract.gross_cents
from employment_contract contract
join employment_assignment job on job.id = contract.assignment_id
join members_member member on member.id = contract.member_id
where (contract.state = 'declared' or contract.state in ('planned', 'cleared')
        and contract.ends_on >= %(on)s)
    and contract.ends_on <= %(until)s
    and not exists (select from payroll_payslip slip where slip.contract_id = contract.id)
order by contract.ends_on, contract.id"""

LATE = """
select count(*) from (
    select substr(item, 9)::bigint as id from ledger_openitem
    where account = '455' and cents < 0 and starts_with(item, 'payslip:')
    union select substr(item, 9)::bigint
    from banking_paymentbatch batch join banking_payment payment on payment.batch_id = batch.id
    where batch.state in ('exported', 'handing', 'handed', 'unknown') and account = '455'
        and starts_with(item, 'payslip:')
) pending join payroll_payslip slip on slip.id = pending.id or slip.original_id = pending.id
where slip.due_on < %(on)s
    and not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)"""

TO_PAY = """
select count(*) from ledger_openitem open join payroll_payslip slip
    on slip.id = substr(open.item, 9)::bigint or slip.original_id = substr(open.item, 9)::bigint
where open.account = '455' and open.cents < 0 and starts_with(open.item, 'payslip:')
    and slip.due_on <= %(on)s
    and not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)
    and not exists (select from banking_payment payment
        where payment.account = open.account and payment.item = open.item and payment.live)"""


def clock(*, on: date, until: date, at: datetime | None = None) -> list[WageDue]:
    """
    Return every wage due up to a day with its stage, the first due first: those of the last month
    and, however old, those the bank has not executed. `at` is the instant for which account
    numbers are held, the morning of the day if it is not said. Constant in queries.
    """
    at = at or datetime.combine(on, time(9), ZONE)
    since = on - BACK
    days = {"on": on, "since": since, "until": until, "executed": since - EXECUTED_BEFORE}
    slips = [_Slip(*row) for row in _rows(SLIPS, days)]
    held = _held(slips, at)
    found = [_of_slip(slip, held, on) for slip in slips]
    found += _of_contracts(_rows(CONTRACTS, days), on, until)
    return sorted(found, key=lambda each: (each.due_on, each.name, each.payslip or 0))


def late(*, on: date) -> int:
    """Return how many wages were due before a day and are not on the account of their worker."""
    ((slips,),) = _rows(LATE, {"on": on})
    work = _of_contracts(_rows(CONTRACTS, {"on": on, "until": on}), on, on)
    return int(slips) + sum(each.due_on < on for each in work)


def to_pay(*, on: date) -> int:
    """Return how many wages that are due by a day are owed and in no batch yet."""
    ((count,),) = _rows(TO_PAY, {"on": on})
    return int(count)


class _Slip(NamedTuple):
    contract: int | None
    id: int
    member: int
    name: str
    unit: int
    title: str
    due_on: date
    net_cents: int
    batch: int | None
    state: str | None
    executed_on: date | None
    code: str | None
    open_cents: int
    iban: str


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _held(slips: Sequence[_Slip], at: datetime) -> set[int]:
    """The members to whom nothing can be paid now, of those who are still to be paid."""
    numbers = {f"member:{slip.member}": slip.iban for slip in slips if slip.open_cents < 0}
    found = bank.held(payees=numbers, at=at, numbers=numbers)
    return {int(payee.removeprefix("member:")) for payee in found}


def _of_slip(slip: _Slip, held: set[int], on: date) -> WageDue:
    stage = _stage(slip, held)
    paid_on = slip.executed_on if stage == "executed" else None
    end = paid_on if stage == "executed" else on
    return WageDue(
        slip.contract, slip.id, slip.member, slip.name, slip.unit, slip.title, slip.due_on,
        slip.net_cents, False, stage, max((end - slip.due_on).days, 0) if end else 0, paid_on,
        slip.batch,
    )  # fmt: skip


def _stage(slip: _Slip, held: set[int]) -> str:
    """Where a wage is: what the bank said of it last, then its batch, then what is owed."""
    is_open = slip.open_cents < 0
    if slip.state in OF_BATCH and slip.code != "RJCT":
        return OF_BATCH[slip.state or ""]
    if not is_open:
        return "executed"
    if slip.code in ("RJCT", "RTRN") or slip.state == "rejected":
        return "returned" if slip.code == "RTRN" else "rejected"
    return "held" if slip.member in held else "payslip"


def _of_contracts(rows: Sequence[tuple[Any, ...]], on: date, until: date) -> list[WageDue]:
    terms = units.pay_terms(units={row[3] for row in rows}) if rows else {}
    found = []
    for contract, member, name, unit, title, ends_on, gross in rows:
        due_on = labour.wage_due_on(ends_on, terms[unit])
        if due_on <= until:
            stage = "worked" if ends_on < on else "planned"
            late_days = max((on - due_on).days, 0)
            found.append(
                WageDue(
                    contract,
                    None,
                    member,
                    name,
                    unit,
                    title,
                    due_on,
                    gross,
                    True,
                    stage,
                    late_days,
                    None,
                    None,
                )  # fmt: skip
            )
    return found
