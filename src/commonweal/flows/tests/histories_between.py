"""The rest of what can happen: deals between budgets, advances, the year end, units that sleep."""

from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from commonweal.activities import actions as activities
from commonweal.activities.models import Advance
from commonweal.flows.tests.budget_compare import compare, compare_years, prove
from commonweal.flows.tests.budget_model import RESERVED, Credit
from commonweal.flows.tests.histories import BY, Histories, amounts, nets, on_a_quiet_day, which
from commonweal.kernel.actor import Actor
from commonweal.rules.parameters import figure

BUYER = Actor("user:-1", "Somebody of the buyer")
SLEEP = timedelta(days=770)  # more than 24 months


class WholeLife(Histories):
    """All rules together, in one transaction that is taken back at the end."""

    def begin_alone(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        if not hasattr(self, "atomic"):
            return
        try:
            if not self.has_failed:
                compare(self.purses, self.purses, self.today)
                compare_years(self.purses, {*range(2026, self.today.year + 1)})
                prove(self.purses)
            self.told["histories"] += 1
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # --- between budgets -------------------------------------------------------------------

    @precondition(lambda self: len(self.purses) > 1)
    @rule(number=which, other=st.integers(1, 3), amount=amounts)
    def propose_transfer(self, number, other, amount):
        giver, receiver = self.unit(number), self.unit(number + other)
        cents = self.cents(amount, giver)
        new = activities.NewTransfer(giver, receiver, cents, "For the stand")
        possible = giver != receiver and not self.purses[receiver].closed
        with self.expected(
            possible := possible and self.covers(giver, cents), "transfers proposed"
        ):
            (made,) = activities.propose_transfers(transfers=[new], by=BY, at=self.at)
        if possible:
            self.transfers.append(made)
            self.purses[giver].promises[made.ref, RESERVED] = (cents, made.expires_on)
        self.check({giver, receiver})

    @precondition(lambda self: self.transfers)
    @rule(number=which, answer=st.sampled_from(["accept", "accept", "refuse", "withdraw"]))
    def answer_transfer(self, number, answer):
        made = self.transfers[number % len(self.transfers)]
        giver, receiver = self.purses[made.giver_id], self.purses[made.receiver_id]
        accepted = answer == "accept"
        covered = not accepted or (
            not receiver.closed and self.covers(made.giver_id, made.cents, made.ref)
        )
        with self.expected(covered, f"transfers: {answer}"):
            self._answer_transfer(made, answer)
        if covered:
            self.transfers.remove(made)
            if accepted:
                giver.draw(made.cents, self.today)
                giver.move(-made.cents, self.today)
                receiver.move(made.cents, self.today)
            giver.take(made.ref)
        self.check({made.giver_id, made.receiver_id})

    def _answer_transfer(self, made, answer):
        if answer == "accept":
            activities.accept_transfers(transfers=[made], by=BY, at=self.at)
        elif answer == "refuse":
            activities.refuse_transfer(transfer=made, reason="No need", by=BY, at=self.at)
        else:
            activities.withdraw_transfer(transfer=made, by=BY, at=self.at)

    @precondition(lambda self: len(self.purses) > 1)
    @rule(number=which, other=st.integers(1, 3), cents=nets)
    def send_internal_invoice(self, number, other, cents):
        seller, buyer = self.unit(number), self.unit(number + other)
        lines = [("Sound", cents)]
        new = activities.NewInternalInvoice(seller, buyer, "Sound for the stand", lines)
        are_open = not self.purses[seller].closed and not self.purses[buyer].closed
        with self.expected(possible := are_open and seller != buyer, "internal invoices"):
            (made,) = activities.send_internal_invoices(invoices=[new], by=BY, at=self.at)
        if possible:
            self.internals.append(made)
        self.check({seller, buyer})

    @precondition(lambda self: self.internals)
    @rule(number=which)
    def good_to_pay(self, number):
        made = self.internals[number % len(self.internals)]
        buyer, seller = self.purses[made.buyer_id], self.purses[made.seller_id]
        covered = not seller.closed and self.covers(made.buyer_id, made.cents)
        with self.expected(covered, "internal invoices paid"):
            activities.approve_internal_invoices(invoices=[made], by=BUYER, at=self.at)
        if covered:
            self.internals.remove(made)
            buyer.draw(made.cents, self.today)
            buyer.move(-made.cents, self.today)
            seller.move(made.cents, self.today)
        self.check({made.buyer_id, made.seller_id})

    # --- advances --------------------------------------------------------------------------

    @rule(number=which, cents=st.integers(1, 400_00), days=st.sampled_from([20, 90, 1]))
    def grant_advance(self, number, cents, days):
        unit = self.unit(number)
        purse, until = self.purses[unit], self.today + timedelta(days=days)
        fits = cents <= figure("advance.cap", self.today).value
        with self.expected(
            granted := fits and purse.credit is None and not purse.closed, "advances"
        ):
            activities.grant_advance(
                unit=self.units[unit], cents=cents, until=until, reason="Stock", by=BY, at=self.at
            )
        if granted:
            purse.credit = Credit(cents, min(cents, max(-purse.budget, 0)), until)
        self.check([unit])

    @precondition(lambda self: any(purse.credit for purse in self.purses.values()))
    @rule(number=which)
    def end_advance(self, number):
        lent = [unit for unit, purse in self.purses.items() if purse.credit]
        unit = lent[number % len(lent)]
        purse = self.purses[unit]
        stands = Advance.objects.get(unit=unit, ended_on=None)
        leans = purse.promised(RESERVED, self.today) - purse.budget
        with self.expected(repaid := leans <= 0, "advances ended"):
            activities.end_advance(advance=stands, reason="Repaid", by=BY, at=self.at)
        if repaid:
            purse.credit = None
        self.check([unit])

    # --- the year end ----------------------------------------------------------------------

    @rule(years_ago=st.sampled_from([1, 2, 0]))
    def carry_over(self, years_ago):
        year = self.today.year - years_ago
        with self.expected(years_ago > 0, "years carried over"):
            run = activities.carry_over(year=year, by=BY, at=self.at)
        if years_ago:
            carried = {unit: purse.years[year] for unit, purse in self.purses.items()}
            carried = {unit: cents for unit, cents in carried.items() if cents}
            assert (run is None) == (not carried), (run, carried)
            if run:
                assert run.cents == sum(carried.values())
                self.runs.append((run.pk, year, carried))
                self.told["units carried over"] += len(carried)
            for purse in self.purses.values():
                purse.years[year] = 0
            compare_years(self.purses, [year])
        self.check(self.purses)

    @precondition(lambda self: self.runs)
    @rule(number=which, again=st.booleans())
    def undo_carry_over(self, number, again):
        run, year, carried = self.runs.pop(number % len(self.runs))
        with self.expected(True, "years undone"):
            activities.undo_carry_over(run=run, reason="Once more", by=BY, at=self.at)
        for unit, cents in carried.items():
            self.purses[unit].years[year] += cents
        if again:
            with self.expected(False, "years undone"):
                activities.undo_carry_over(run=run, reason="Twice", by=BY, at=self.at)
        compare_years(self.purses, [year])
        self.check(self.purses)

    # --- sleep -----------------------------------------------------------------------------

    @rule(is_long=st.booleans())
    def everybody_sleeps(self, is_long):
        """Years pass, or only the notice does; the job of the day tells and settles."""
        if is_long:
            self.at = on_a_quiet_day(self.at + SLEEP)
            self.told["long sleeps"] += 1
            self._expire()
        asleep = {unit for unit, purse in self.purses.items() if purse.sleeps(self.today)}
        told = {unit for unit in asleep if self.purses[unit].budget >= 0}
        fresh = {unit for unit in told if not self.purses[unit].told}
        assert {unit.pk for unit in activities.notify_dormant(by=BY, at=self.at)} == fresh
        for unit, purse in self.purses.items():
            if not purse.closed:
                kept = purse.told if unit in asleep else None
                purse.told = self.today if unit in fresh else kept
        self.at = on_a_quiet_day(self.at + timedelta(days=figure_of_notice(self.today)))
        self._expire()
        self._settle()
        self.check(self.purses)

    def _settle(self):
        notice = timedelta(days=figure_of_notice(self.today))
        due = {
            unit: purse
            for unit, purse in self.purses.items()
            if purse.sleeps(self.today) and purse.budget >= 0
            if purse.told and purse.told + notice <= self.today
        }
        settled = activities.settle_dormant(by=BY, at=self.at)
        assert {unit.pk for unit in settled} == due.keys()
        for purse in due.values():
            purse.settled, purse.closed = purse.budget, self.today
            if purse.budget:
                purse.move(-purse.budget, self.today)
        self.told["units settled"] += len(due)

    @precondition(lambda self: any(purse.closed for purse in self.purses.values()))
    @rule(number=which)
    def reopen(self, number):
        closed = [unit for unit, purse in self.purses.items() if purse.closed]
        unit = closed[number % len(closed)]
        activities.reopen(unit=unit, reason="She is back", by=BY, at=self.at)
        purse = self.purses[unit]
        if purse.settled:
            purse.move(purse.settled, self.today)
        purse.closed = purse.told = None
        purse.settled = 0
        self.told["units opened again"] += 1
        self.check([unit])


def figure_of_notice(on):
    return figure("unit.dormant_notice_days", on).value
