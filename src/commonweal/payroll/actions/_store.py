"""Keep payslips, post them, and have their papers made."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.queue import defer
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.payroll import queries
from commonweal.payroll.models import Payslip

JOURNAL = "pay"
RENDER_CHUNK = 500


def one_run_at_a_time() -> None:
    """Two runs of one contract at the same moment: the second waits and finds the payslip."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('payroll.run'))")


def keep(drafts: Sequence[Payslip], by: Actor, at: datetime) -> list[Payslip]:
    slips = Payslip.objects.bulk_create(drafts)
    on = at.astimezone(ZONE).date()
    undone = _reversals([slip.corrects for slip in slips if slip.corrects], on)
    entries = [*undone.values(), *(_entry(slip, on, undone) for slip in slips)]
    ledger.post(entries=entries, by=by, at=at)
    for start in range(0, len(slips), RENDER_CHUNK):
        ids = [slip.pk for slip in slips[start : start + RENDER_CHUNK]]
        defer("payroll.render", payslips=ids)
    return slips


def _reversals(slips: Sequence[Payslip], on: date) -> dict[int, ledger.Entry]:
    """The entries that take payslips back, by payslip."""
    posted = books.entries_by_key(keys=[slip.ref for slip in slips])
    return {slip.pk: _reversal(slip, *posted[slip.ref], on=on) for slip in slips}


def _reversal(slip: Payslip, entry: int, lines: Sequence[ledger.Line], *, on: date) -> ledger.Entry:
    return ledger.Entry(
        journal=JOURNAL,
        on=on,
        text=f"{slip.name}: {slip.title} ({slip.ends_on:%Y-%m}, \N{MINUS SIGN})",
        key=f"reverse:{entry}",
        origin=slip.ref,
        lines=[line._replace(cents=-line.cents, reference=None) for line in lines],
        corrects=entry,
    )


def _entry(slip: Payslip, on: date, undone: Mapping[int, ledger.Entry]) -> ledger.Entry:
    """MONEY §2: the unit bears gross pay and charge at tariff; what is owed goes to whom it is."""
    text = f"{slip.name}: {slip.title}"
    reversal = undone.get(slip.corrects_id or 0)
    return ledger.Entry(
        journal=JOURNAL,
        on=on,
        text=f"{text} ({slip.ends_on:%Y-%m}, +)" if reversal else text,
        key=slip.ref,
        origin=slip.ref,
        lines=[line for line in _sides(slip) if line.cents],
        corrects=reversal.corrects if reversal else None,
    )


def _sides(slip: Payslip) -> Iterator[ledger.Line]:
    owed = slip.social_security_cents + slip.special_cents + slip.employer_cents
    house = slip.tariff_cents - slip.employer_cents - slip.provision_cents
    yield ledger.Line("6203", slip.gross_cents, slip.unit_id)
    yield ledger.Line("6211", slip.tariff_cents, slip.unit_id)
    yield ledger.Line("454", -owed)
    yield ledger.Line("453", -slip.withholding_cents)
    yield ledger.Line(queries.ACCOUNT, -slip.net_cents, item=slip.item)
    yield ledger.Line("456", -slip.provision_cents)
    yield ledger.Line("7041", -house)
