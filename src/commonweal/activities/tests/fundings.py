"""Small words for the tests of fundings and advances."""

from datetime import date, timedelta

from tests.cast import NOW, TODAY, make_unit

from commonweal.activities import actions as activities
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger


def atelier(member):
    """An activity of this member."""
    return make_unit(member, "activity", "Atelier Zinneke")


def new_funding(unit, **details):
    """A subsidy of 10,000 in two tranches, 6,000 now and 4,000 in October, with two reports."""
    facts = {
        "unit_id": unit.pk,
        "kind": "subsidy",
        "funder": "Vlaamse Gemeenschapscommissie",
        "title": "Zinneke Parade",
        "reference": "VGC 2026/114",
        "cents": 10_000_00,
        "conditions": "The logo stands on every poster.",
        "starts_on": date(2026, 5, 1),
        "ends_on": date(2026, 12, 31),
        "tranches": [
            activities.NewTranche("At the start", 6_000_00, TODAY),
            activities.NewTranche("After the report", 4_000_00, date(2026, 10, 1)),
        ],
        "reports": [
            activities.NewReport(date(2026, 9, 15), "What was done"),
            activities.NewReport(date(2027, 1, 31), "What was spent"),
        ],
    }
    return activities.NewFunding(**{**facts, **details})


def signed(unit, **details):
    """The same, signed today."""
    draft = activities.draft_funding(new=new_funding(unit, **details), by=SYSTEM, at=NOW)
    return activities.sign_funding(agreement=draft, signed_on=TODAY, by=SYSTEM, at=NOW)


def called(unit):
    """The first tranche of it, called."""
    first = signed(unit).tranches.get(position=1)
    (tranche,) = activities.call_tranches(tranches=[first], by=SYSTEM, at=NOW)
    return tranche


def funder_pays(tranche, cents):
    """Money of the funder, placed by the bank."""
    lines = (
        ledger.Line("550", cents),
        ledger.Line("400", -cents, tranche.unit_id, tranche.ref),
    )
    key = f"move:{tranche.ref}:{cents}"
    entry = ledger.Entry("bank", TODAY, key, key, key, lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


def grant(unit, cents=1_000_00, days=30, by=SYSTEM, at=NOW, reason="Tour starts in June"):
    """An advance on a budget, for so many days."""
    until = at.date() + timedelta(days=days)
    return activities.grant_advance(
        unit=unit, cents=cents, until=until, reason=reason, by=by, at=at
    )
