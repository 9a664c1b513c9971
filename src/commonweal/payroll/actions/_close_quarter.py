"""A quarter, closed: what social security is owed on its pay, less what the books owe already."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.kernel import queries as house
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries
from commonweal.payroll.actions._entries import JOURNAL
from commonweal.payroll.actions._regularise import regularise
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.models import QuarterClose
from commonweal.payroll.queries import WorkerQuarter
from commonweal.rules.parameters import figure


class QuarterNotOver(Refusal):
    message = _("Wait until the quarter is over: work of %(quarter)s still goes on.")


@action
def close_quarter(*, quarter_start: date, by: Actor, at: datetime) -> list[QuarterClose]:
    """
    Close the quarter that a day names: settle its months, then post what contributions on the
    pay of the quarter and the reductions of the employer differ from what the books owe.

    A second time only what changed since is posted.

    :raises QuarterNotOver: if days of the quarter are still to come
    :raises MonthNotSettled: if the rules cannot compute a month of somebody
    """
    one_run_at_a_time()
    on = at.astimezone(ZONE).date()
    first, _second, last = queries.months_in(quarter_start)
    if on < next_month(last):
        raise QuarterNotOver(quarter=queries.quarter_name(first))
    for month in queries.months_in(first):
        regularise(month=month, by=by, at=at)
    region = queries.region_of(house.entity().postcode)
    found = queries.workers_of_quarter(quarter=first, region=region)
    posting = f"{queries.quarter_ref(first)}:{queries.postings_of(quarter=first) + 1}"
    rows = QuarterClose.objects.bulk_create(
        [_row(each, first, posting, at) for each in found if each.difference_cents]
    )
    ledger.post(entries=_entries(rows, first, posting, on), by=by, at=at)
    return rows


def _row(worker: WorkerQuarter, first: date, posting: str, at: datetime) -> QuarterClose:
    codes = figure("dmfa.contributions", first).value["deduction"]
    return QuarterClose(
        member_id=worker.member_id,
        quarter=first,
        name=worker.name,
        structural_cents=worker.of("deduction", codes["structural"]) - worker.closed["structural"],
        artist_cents=worker.of("deduction", codes["artist"]) - worker.closed["artist"],
        owed_cents=worker.difference_cents,
        lines=[
            {
                "kind": each.kind,
                "record": each.worker_code,
                "code": each.code,
                "basis": each.basis_cents,
                "amount": each.cents,
            }
            for each in worker.wanted
        ],
        marks=list(worker.marks),
        posting=posting,
        made_at=at,
    )


def _entries(
    rows: Sequence[QuarterClose], first: date, posting: str, on: date
) -> list[ledger.Entry]:
    owed = sum(row.owed_cents for row in rows)
    if not owed:
        return []
    return [
        ledger.Entry(
            journal=JOURNAL,
            on=on,
            text=f"DmfA {queries.quarter_name(first)}",
            key=posting,
            origin=queries.quarter_ref(first),
            lines=[ledger.Line("454", -owed), ledger.Line("7041", owed)],
        )
    ]
