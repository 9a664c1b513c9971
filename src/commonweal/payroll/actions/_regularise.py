"""A calendar month, settled: what all its pay comes to, less what payslips made of it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256

from commonweal.activities import queries as units
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries
from commonweal.payroll.actions._entries import JOURNAL
from commonweal.payroll.actions._figures import keep_figures
from commonweal.payroll.actions._set_off import set_off
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.actions._take import take
from commonweal.payroll.models import Regularisation
from commonweal.payroll.queries import MonthOfPay
from commonweal.rules import labour
from commonweal.rules.parameters import Figure


@action
def regularise(
    *, month: date, by: Actor, at: datetime, members: Collection[int] | None = None
) -> list[Regularisation]:
    """
    Settle the calendar month that a day names, for everybody or for these members.

    Work bonus, special contribution and withholding tax are computed once on all pay of the
    month; the difference with what payslips and earlier regularisations kept is posted. Where
    there is none, nothing happens: twice, in any order or after corrections, the totals are the
    same. A worker who got too much pays it back from wages that are not paid yet; what was left
    of it earlier, because a payment was on its way, is tried again.

    :raises MonthNotSettled: if the rules cannot compute somebody's month; nothing is kept then
    """
    one_run_at_a_time()
    found = [each for each in queries.months_of(month=month, members=members) if each.differs]
    rows = _keep(found, by, at)
    set_off(members=members, by=by, at=at)
    take(members=members, by=by, at=at)
    return rows


def _keep(found: Sequence[MonthOfPay], by: Actor, at: datetime) -> list[Regularisation]:
    on = at.astimezone(ZONE).date()
    keep_figures({_version(each): (_figures(each), {}) for each in found})
    due_on = labour.wage_due_on(on, units.pay_terms(units=[None])[None])
    rows = Regularisation.objects.bulk_create([_row(each, due_on, at) for each in found])
    entries = [_entry(row, on) for row in rows]
    # The two parts of the work bonus may change by the same cents: that moves no money.
    ledger.post(entries=[entry for entry in entries if entry.lines], by=by, at=at)
    return rows


def _row(month: MonthOfPay, due_on: date, at: datetime) -> Regularisation:
    contribution = month.total("worker_contribution", "solidarity")
    bonus_a, bonus_b = month.total("work_bonus_a"), month.total("work_bonus_b")
    special, withholding = month.total("special_contribution"), month.total("withholding")
    lines = list(_lines(month))
    return Regularisation(
        member_id=month.member_id,
        month=month.month,
        name=month.name,
        contribution_cents=contribution,
        bonus_a_cents=bonus_a,
        bonus_b_cents=bonus_b,
        special_cents=special,
        withholding_cents=withholding,
        employer_cents=month.total("employer_contribution"),
        net_cents=bonus_a + bonus_b - contribution - special - withholding,
        lines=lines,
        marks=list(_marks(month)),
        figures_id=_version(month),
        due_on=due_on,
        made_at=at,
    )


def _lines(month: MonthOfPay) -> Iterator[dict[str, object]]:
    """Every line of the month, those that stay the same too: they explain the others."""
    for code, status in month.keys:
        key = (code, status)
        yield {
            "code": code,
            "status": status,
            "before": month.before.get(key, 0),
            "after": month.after.get(key, 0),
            "difference": month.difference(key),
            "figures": [figure.parameter for figure in month.figures(key)],
        }


def _figures(month: MonthOfPay) -> dict[str, Figure]:
    return {figure.parameter: figure for key in month.keys for figure in month.figures(key)}


def _marks(month: MonthOfPay) -> Iterator[str]:
    for name, figure in _figures(month).items():
        if figure.confidence == "unconfirmed":
            yield name


def _version(month: MonthOfPay) -> str:
    """Equal figures from equal sources, equal version: as a payslip's, of the whole month."""
    text = "\n".join(str(figure) for _name, figure in sorted(_figures(month).items()))
    return sha256(f"month\n{text}".encode()).hexdigest()[:16]


def _entry(row: Regularisation, on: date) -> ledger.Entry:
    """What social security and the tax office get more, the worker and the house get less."""
    lines = (
        ledger.Line("454", -row.social_cents),
        ledger.Line("453", -row.withholding_cents),
        ledger.Line(queries.ACCOUNT, -row.net_cents, item=row.item),
        ledger.Line("7041", row.employer_cents),
    )
    return ledger.Entry(
        journal=JOURNAL,
        on=on,
        text=f"{row.name} ({row.month:%Y-%m}, \N{PLUS-MINUS SIGN})",
        key=row.ref,
        origin=row.ref,
        lines=[line for line in lines if line.cents],
    )
