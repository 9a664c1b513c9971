"""What reaches workers, whatever is run, corrected, settled, paid and cancelled in between."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cast import NOW

from commonweal.banking import actions as banking
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.models import Regularisation
from commonweal.payroll.tests import pay
from commonweal.payroll.values import asked_again
from commonweal.rules import month

pytestmark = pytest.mark.django_db
CHECKER = replace(SYSTEM, id="user:2")
DEEDS = ("run", "run", "correct", "settle", "settle", "build", "export", "cancel")
STEPS, NUMBERS, FAR = 30, (3, 4, 5), date(2027, 1, 1)


class House:
    """Pay of two people in three months, one deed after the other by the dice."""

    def __init__(self, dice, pays):
        self.dice, self.at, self.batches = dice, NOW, []
        self.waiting = [self.otherwise(each) for each in pays]

    def otherwise(self, asked):
        """The same contract with another pay, on another day."""
        pick = self.dice.choice
        status, day = pick(["white_collar", "artist", "student"]), self.dice.randint(1, 28)
        on = date(2026, pick(NUMBERS), day)
        return replace(
            asked,
            worker_status=status,
            gross_cents=pick([9_000, 12_500, 60_000, 250_000]),
            minutes=pick([240, 960, 4_000]),
            starts_on=on,
            ends_on=on,
            family=pick(["single", "partner_with_income", "partner_without_income"]),
            withholding_bp=pick([0, 0, 2_500]),
            extra_withholding_cents=pick([0, 0, 1_000]),
            student_minutes_left=pick([0, 300]) if status == "student" else None,
        )

    def do(self, deed):
        self.at += timedelta(hours=7)
        getattr(self, deed)()

    def run(self):
        some, self.waiting = self.waiting[:3], self.waiting[3:]
        actions.run(contracts=some, by=SYSTEM, at=self.at)

    def correct(self):
        slips = list(queries.standing())
        chosen = self.dice.sample(slips, min(len(slips), 2))
        wrong = [Correction(slip.pk, self.otherwise(asked_again(slip))) for slip in chosen]
        actions.correct(corrections=wrong, by=SYSTEM, at=self.at)

    def settle(self):
        on = date(2026, self.dice.choice(NUMBERS), 1)
        actions.regularise(month=on, by=SYSTEM, at=self.at)

    def build(self):
        under_way = {item for batch in self.batches for item in batch.items}
        due = [each for each in queries.payable(due_by=FAR) if each.item not in under_way]
        if due := due[: self.dice.randint(0, 3)]:
            batch = banking.build_batch(
                payments=[
                    banking.NewPayment(
                        each.item, "455", each.name, each.iban, each.cents, "wage", each.due_on
                    )
                    for each in due
                ],
                by=SYSTEM,
                at=self.at,
            )
            batch.items = {each.item for each in due}
            self.batches.append(batch)

    def export(self):
        """What a correction lowered meanwhile is refused, and the batch waits for its end."""
        ready = [batch for batch in self.batches if batch.state == "draft"]
        if ready:
            banking.approve_batch(batch=ready[0], by=CHECKER, at=self.at)
            ready[0].state = "approved"
            try:
                banking.export_batch(batch=ready[0], by=SYSTEM, at=self.at)
                ready[0].state = "exported"
            except banking.MoreThanOwed:
                self.call_off(ready[0])

    def cancel(self):
        for batch in [batch for batch in self.batches if batch.state == "draft"][:1]:
            self.call_off(batch)

    def call_off(self, batch):
        banking.cancel_batch(batch=batch, because="Not now", by=SYSTEM, at=self.at)
        self.batches.remove(batch)


def owed():
    """What the books owe all workers, with what left for the bank."""
    return -books.account_balance(account="455") - books.account_balance(account="5509")


@pytest.mark.parametrize("seed", range(4))
def test_every_worker_gets_the_months_in_one_go(seed, amina, bram, amina_unit, by, at):
    account = banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")
    banking.open_accounts(accounts=[account], by=by, at=at)
    people = (amina, bram)
    contracts = [pay.plan(amina_unit, each, by=by)[0] for each in people]
    house = House(
        random.Random(seed),
        pay.inputs([copy for each in contracts for copy in pay.copies(each, 12)]),
    )
    house.dice.shuffle(house.waiting)
    for _step in range(STEPS):
        house.do(house.dice.choice(DEEDS))
        rows = [*queries.standing(), *Regularisation.objects.all()]
        assert owed() == sum(row.net_cents for row in rows)
    while any(batch.state == "draft" for batch in house.batches):
        house.do("cancel")
    for number in NUMBERS:
        actions.regularise(month=date(2026, number, 1), by=by, at=house.at + timedelta(number))
    assert owed() == sum(in_one_go(person, number) for person in people for number in NUMBERS)
    for person in people:
        refuse_both(person, {item for batch in house.batches for item in batch.items})


def in_one_go(person, number):
    slips = queries.standing().filter(member=person, ends_on__month=number)
    cases = [asked_again(slip).case for slip in slips]
    return month.settle(cases).whole.net if cases else 0


def refuse_both(person, under_way):
    """Nobody is to be paid who owes from a settled month."""
    rows = Regularisation.objects.filter(member=person)
    owing = books.open_amounts(account="455", items=[row.item for row in rows])
    free = [
        each
        for each in queries.payable(due_by=FAR)
        if each.member_id == person.pk and each.item not in under_way
    ]
    assert not (free and any(cents > 0 for cents in owing.values()))
