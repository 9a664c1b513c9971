"""What can happen to budgets, one verb after the other, each told to the plain model as well."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from commonweal.activities import actions as activities
from commonweal.activities.models import Unit
from commonweal.flows.tests.budget_books import Books
from commonweal.flows.tests.budget_compare import compare
from commonweal.flows.tests.budget_model import CONFIRMED, PLANNED, RESERVED, Purse
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal

START = datetime(2026, 10, 20, 9, tzinfo=ZONE)
BY = Actor("user:0", "Histories")
MOST_UNITS = 4
which = st.integers(0, MOST_UNITS * 30)
# An amount, or how far from all that can be spent: the last cent decides.
amounts = st.one_of(st.sampled_from(["half", "all", "all + 1"]), st.integers(1, 300_00))
nets = st.integers(1, 2000_00)
lives = st.sampled_from([None, 0, 1, 10, 40])


class Histories(RuleBasedStateMachine):
    """Units with their budgets, and everything that may be done with them, in any order."""

    told: Counter = Counter()  # over all histories: what happened how often
    members: tuple = ()

    @initialize(first=nets, second=nets, days=st.sampled_from([90, 0]))
    def begin(self, first, second, days):
        """Two units, each with an invoice: who has nothing cannot do much. Some begin next year."""
        self.begin_alone()
        self.has_failed = False
        self.at, self.count = START, 0
        self.purses: dict[int, Purse] = {}
        self.units: dict[int, Unit] = {}
        self.invoices, self.orders, self.notes = [], [], []
        self.transfers, self.internals, self.runs = [], [], []
        self.books = Books(BY)
        self._open(2)
        for unit, net in zip(self.purses, (first, second), strict=True):
            self._invoice(unit, net, guaranteed=True)
        self.at = on_a_quiet_day(self.at + timedelta(days=days))
        self.check(self.purses)

    def check(self, touched):
        """After every step. What fails stops here, before the end is judged too."""
        self.told["steps"] += 1
        self.has_failed = True
        compare(self.purses, touched, self.today)
        self.has_failed = False

    # --- words -----------------------------------------------------------------------------

    @property
    def today(self):
        return self.at.date()

    def next(self, word):
        self.count += 1
        return f"{word}:{self.count}"

    def unit(self, number):
        return list(self.purses)[number % len(self.purses)]

    def cents(self, amount, unit, without=None):
        if isinstance(amount, int):
            return amount
        all_of_it = self.purses[unit].spendable(self.today, without)
        return max({"all": all_of_it, "all + 1": all_of_it + 1, "half": all_of_it // 2}[amount], 1)

    def covers(self, unit, cents, without=None):
        purse = self.purses[unit]
        return not purse.closed and cents <= purse.spendable(self.today, without)

    def expected(self, succeeds, what):
        """The verb succeeds, or refuses, exactly as the model says."""
        self.told[what if succeeds else f"{what} refused"] += 1
        return _nothing() if succeeds else pytest.raises(Refusal)

    def until(self, days):
        return None if days is None else self.today + timedelta(days=days)

    # --- units and time --------------------------------------------------------------------

    @precondition(lambda self: len(self.purses) < MOST_UNITS)
    @rule()
    def open_unit(self):
        self._open(1)
        self.check([max(self.purses)])

    def _open(self, count):
        self.told["units opened"] += count
        new = [
            activities.NewUnit("activity", self.next("Unit"), member, self.today)
            for member in self.members[:count]
        ]
        for unit in activities.open_unit(units=new, by=BY, at=self.at):
            self.units[unit.pk], self.purses[unit.pk] = unit, Purse(self.today)

    @rule(days=st.sampled_from([1, 1, 5, 15, 30, 60]))
    def time_passes(self, days):
        self.at = on_a_quiet_day(self.at + timedelta(days=days))
        self.told["days passed"] += days
        self._expire()
        self.check(self.purses)

    def _expire(self):
        """The job of the day: what waited too long is gone."""
        activities.expire(by=BY, at=self.at)
        self.transfers = [each for each in self.transfers if each.expires_on >= self.today]
        for purse in self.purses.values():
            purse.promises = {
                key: (cents, until)
                for key, (cents, until) in purse.promises.items()
                if key[1] != RESERVED or until is None or until >= self.today
            }

    # --- clients ---------------------------------------------------------------------------

    @rule(number=which, net=nets, guaranteed=st.booleans())
    def invoice(self, number, net, guaranteed):
        unit = self.unit(number)
        self._invoice(unit, net, guaranteed)
        self.check([unit])

    def _invoice(self, unit, net, guaranteed):
        made = self.books.invoice(unit, net, guaranteed, self.next("invoice"), self.at)
        self.invoices.append(made)
        purse = self.purses[unit]
        purse.earn(made.net - made.contribution, self.today, made.held)
        self.told["invoices guaranteed" if guaranteed else "invoices held"] += 1

    @precondition(lambda self: any(each.open for each in self.invoices))
    @rule(number=which, part=st.sampled_from([1, 2, 3]))
    def client_pays(self, number, part):
        open_ones = [each for each in self.invoices if each.open]
        each = open_ones[number % len(open_ones)]
        paid, freed = self.books.pay(each, max(each.open // part, 1), self.next("move"), self.at)
        purse = self.purses[each.unit]
        purse.collected += paid
        purse.move(freed, self.today)
        self.told["payments of clients"] += 1
        self.check([each.unit])

    @precondition(lambda self: any(each.is_whole for each in self.invoices))
    @rule(number=which)
    def credit_note(self, number):
        whole = [each for each in self.invoices if each.is_whole]
        each = whole[number % len(whole)]
        self.invoices.remove(each)
        self.books.credit(each, self.next("credit"), self.at)
        purse = self.purses[each.unit]
        purse.earn(each.contribution - each.net, self.today, -each.held)
        self.told["credit notes"] += 1
        self.told["below zero by a credit note"] += purse.excuse()
        self.check([each.unit])

    # --- promises --------------------------------------------------------------------------

    @rule(number=which, cents=nets, days=lives, is_confirmed=st.booleans())
    def order(self, number, cents, days, is_confirmed):
        unit, origin = self.unit(number), self.next("order")
        kind, until = (CONFIRMED, None) if is_confirmed else (PLANNED, self.until(days))
        self._commit(unit, kind, origin, cents, until)
        self.orders.append((unit, origin))
        self.told["orders"] += 1

    @precondition(lambda self: self.orders)
    @rule(number=which, cents=nets)
    def change_order(self, number, cents):
        unit, origin = self.orders[number % len(self.orders)]
        for kind in (PLANNED, CONFIRMED):
            if (origin, kind) in self.purses[unit].promises:
                self._commit(unit, kind, origin, cents, None)
        self.told["orders changed"] += 1

    def _commit(self, unit, kind, origin, cents, until):
        new = activities.NewCommitment(unit, kind, origin, cents, until)
        activities.commit(commitments=[new], by=BY, at=self.at)
        self.purses[unit].promises[origin, kind] = (cents, until)
        self.check([unit])

    @precondition(lambda self: self.orders)
    @rule(number=which)
    def confirm_order(self, number):
        unit, origin = self.orders[number % len(self.orders)]
        activities.confirm(origins=[origin], by=BY, at=self.at)
        promises = self.purses[unit].promises
        if planned := promises.pop((origin, PLANNED), None):
            promises[origin, CONFIRMED] = (planned[0], None)
        self.told["orders confirmed"] += 1
        self.check([unit])

    @precondition(lambda self: self.orders)
    @rule(number=which)
    def withdraw_order(self, number):
        unit, origin = self.orders.pop(number % len(self.orders))
        activities.release(origins=[origin], by=BY, at=self.at)
        for kind in (PLANNED, CONFIRMED):
            self.purses[unit].take(origin, kind)
        self.told["orders withdrawn"] += 1
        self.check([unit])

    # --- spending --------------------------------------------------------------------------

    @rule(number=which, amount=amounts, days=lives)
    def reserve(self, number, amount, days):
        unit, origin = self.unit(number), self.next("note")
        cents = self.cents(amount, unit)
        new = activities.NewCommitment(unit, RESERVED, origin, cents, self.until(days))
        with self.expected(covered := self.covers(unit, cents), "reservations"):
            activities.commit(commitments=[new], by=BY, at=self.at)
        if covered:
            self.purses[unit].promises[origin, RESERVED] = (cents, self.until(days))
            self.notes.append((unit, origin))
        self.check([unit])

    @precondition(lambda self: self.notes)
    @rule(number=which, amount=amounts)
    def spend_what_was_reserved(self, number, amount):
        unit, origin = self.notes.pop(number % len(self.notes))
        kept = self.purses[unit].promises.get((origin, RESERVED), (0, None))[0]
        self._spend(unit, self.cents(amount, unit, origin) if amount != "half" else kept, origin)

    @rule(number=which, amount=amounts)
    def spend(self, number, amount):
        unit = self.unit(number)
        self._spend(unit, self.cents(amount, unit), self.next("note"))

    def _spend(self, unit, cents, origin):
        cents, purse = max(cents, 1), self.purses[unit]
        with self.expected(covered := self.covers(unit, cents, origin), "spends"):
            self.books.spend(unit, cents, origin, self.at)
        if covered:
            purse.draw(cents, self.today)
            purse.take(origin)
            purse.earn(-cents, self.today)
        self.check([unit])

    @rule(number=which, cents=st.integers(1, 300_00), was_reserved=st.booleans())
    def wage_of_work_that_was_done(self, number, cents, was_reserved):
        """A contract: what it costs was kept aside, or was not; it is paid in any case."""
        unit, origin = self.unit(number), self.next("contract")
        if was_reserved and self.notes:
            unit, origin = self.notes.pop(number % len(self.notes))
        self.books.pay_wage(unit, cents, origin, self.at)
        purse = self.purses[unit]
        purse.draw(cents, self.today)
        purse.take(origin)
        purse.earn(-cents, self.today)
        self.told["wages due"] += 1
        self.told["below zero by a wage due"] += purse.excuse()
        self.check([unit])

    @precondition(lambda self: self.notes)
    @rule(number=which)
    def release(self, number):
        unit, origin = self.notes.pop(number % len(self.notes))
        activities.release(origins=[origin], by=BY, at=self.at)
        self.purses[unit].take(origin)
        self.told["reservations released"] += 1
        self.check([unit])


def on_a_quiet_day(at: datetime) -> datetime:
    """Not after the 28th: the model counts months by their number alone."""
    return at if at.day <= 28 else (at.replace(day=28) + timedelta(days=4)).replace(day=1)


class _nothing:
    def __enter__(self):
        return None

    def __exit__(self, *raised):
        return False
