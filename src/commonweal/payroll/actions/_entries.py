"""Pay in the books (MONEY §2): who bears it, and to whom it is owed."""

from collections.abc import Mapping, Sequence
from datetime import date

from commonweal.ledger import queries as books
from commonweal.ledger.actions import Entry, Line
from commonweal.payroll import queries
from commonweal.payroll.actions._draft import Draft
from commonweal.payroll.models import Payslip

JOURNAL = "pay"


def entries(made: Sequence[Draft], slips: Sequence[Payslip], on: date) -> list[Entry]:
    """Return the entries of payslips, those that take back what they correct first."""
    undone = _reversals([draft.corrects for draft in made if draft.corrects], on)
    return [*undone.values(), *(_entry(slip, on, undone) for slip in slips)]


def _reversals(slips: Sequence[Payslip], on: date) -> dict[int, Entry]:
    """The entries that take payslips back, by payslip."""
    if not slips:
        return {}
    posted = books.entries_by_key(keys=[slip.ref for slip in slips])
    return {slip.pk: _reversal(slip, *posted[slip.ref], on=on) for slip in slips}


def _reversal(slip: Payslip, entry: int, lines: Sequence[Line], *, on: date) -> Entry:
    return Entry(
        journal=JOURNAL,
        on=on,
        text=f"{slip.name}: {slip.title} ({slip.ends_on:%Y-%m}, \N{MINUS SIGN})",
        key=f"reverse:{entry}",
        origin=slip.ref,
        lines=[line._replace(cents=-line.cents, reference=None) for line in lines],
        corrects=entry,
    )


def _entry(slip: Payslip, on: date, undone: Mapping[int, Entry]) -> Entry:
    text = f"{slip.name}: {slip.title}"
    reversal = undone.get(slip.corrects_id or 0)
    return Entry(
        journal=JOURNAL,
        on=on,
        text=f"{text} ({slip.ends_on:%Y-%m}, +)" if reversal else text,
        key=slip.ref,
        origin=slip.ref,
        lines=[line for line in _sides(slip) if line.cents],
        corrects=reversal.corrects if reversal else None,
    )


def _sides(slip: Payslip) -> tuple[Line, ...]:
    """The unit bears gross pay and charge at tariff; holiday pay was set aside before."""
    unit, gross, tariff = slip.unit_id, slip.gross_cents, slip.tariff_cents
    due, provision = slip.employer_cents, slip.provision_cents
    owed = slip.social_security_cents + slip.special_cents + due
    pay = Line("456", gross) if slip.is_provided_for else Line("6203", gross, unit)
    return (
        pay,
        Line("6211", tariff, unit),
        Line("454", -owed),
        Line("453", -slip.withholding_cents),
        Line(queries.ACCOUNT, -slip.net_cents, item=slip.item),
        Line("456", -provision),
        Line("7041", -(tariff - due - provision)),
    )
