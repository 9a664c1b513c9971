"""The entries behind what happens in random histories, as MONEY.md §2 has them."""

from dataclasses import dataclass

from django.db import transaction

from commonweal.activities import actions as activities
from commonweal.ledger import actions as ledger
from commonweal.ledger.actions import Entry, Line

VAT, CONTRIBUTION = 21, 65  # per hundred, per thousand


@dataclass
class Issued:
    """An invoice of a unit, in cents: `held` waits for collection, `open` is still owed."""

    unit: int
    name: str
    net: int
    vat: int
    contribution: int
    held: int
    open: int

    @property
    def is_whole(self):
        return self.open == self.net + self.vat


class Books:
    """What posts. Every deed is one entry."""

    def __init__(self, by):
        self.by = by

    def post(self, journal, key, lines, at):
        lines = [line for line in lines if line.cents]
        entry = Entry(journal, at.date(), key, key, key, lines)
        ledger.post(entries=[entry], by=self.by, at=at)

    def invoice(self, unit, net, guaranteed, name, at):
        vat, contribution = net * VAT // 100, net * CONTRIBUTION // 1000
        held = 0 if guaranteed else net - contribution
        made = Issued(unit, name, net, vat, contribution, held, net + vat)
        self.post("sales", name, self._invoice(made), at)
        return made

    def _invoice(self, made, sign=1):
        return [
            Line("400", sign * (made.net + made.vat), made.unit, made.name),
            Line("7000", -sign * made.net, made.unit),
            Line("4510", -sign * made.vat),
            Line("6199", sign * made.contribution, made.unit),
            Line("7040", -sign * made.contribution),
            Line("4890", sign * made.held, made.unit),
            Line("4894", -sign * made.held, made.unit),
        ]

    def credit(self, made, name, at):
        self.post("sales", name, self._invoice(made, sign=-1), at)

    def pay(self, made, cents, name, at):
        """The client pays; what was held comes free in the same part. Returns both, in cents."""
        freed = made.held if cents == made.open else made.held * cents // made.open
        made.open -= cents
        made.held -= freed
        lines = [Line("550", cents), Line("400", -cents, made.unit, made.name)]
        self.post("bank", name, lines, at)
        held = [Line("4890", -freed, made.unit), Line("4894", freed, made.unit)]
        if freed:
            self.post("misc", f"{name}:held", held, at)
        return cents, freed

    def spend(self, unit, cents, origin, at):
        lines = [Line("6160", cents, unit), Line("4891", -cents, unit, origin)]
        self._spend(unit, cents, origin, lines, at)

    def pay_wage(self, unit, cents, origin, at):
        """A wage and its charges; both cost the unit `cents`, and the wage is due in any case."""
        charges = cents * 38 // 100
        lines = [
            Line("6203", cents - charges, unit),
            Line("6211", charges, unit),
            Line("454", -charges),
            Line("455", charges - cents, unit, origin),
        ]
        self._spend(unit, cents, origin, lines, at, is_due=True)

    @transaction.atomic
    def _spend(self, unit, cents, origin, lines, at, is_due=False):
        spend = activities.Spend(unit, origin, cents, is_due)
        activities.spend(spends=[spend], by=self.by, at=at)
        self.post("pay" if is_due else "misc", origin, lines, at)
