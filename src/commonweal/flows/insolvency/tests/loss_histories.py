"""What can happen to what a client owes, in any order, each told to a plain model as well."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.cast import NOW

from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import Actor
from commonweal.kernel.money import round_half_up
from commonweal.ledger import queries as books
from commonweal.reporting import queries as reporting

BY = Actor("user:1", "Dirk Maes")
MAY = reporting.read_period("2026-05")
HOUSE, SISTER = 1, 2
percents = st.sampled_from([1, 33, 50, 99, 100])
which = st.integers(0, 99)


@dataclass(slots=True)
class Claim:
    """An invoice as the model knows it, in cents, VAT included unless it says otherwise."""

    issued: object
    entity: int
    net: int
    vat: int
    paid: int = 0
    lost: int = 0
    vat_lost: int = 0
    losses: list[list[int]] = field(default_factory=list)  # open, VAT, what came back of it

    @property
    def gross(self):
        return self.net + self.vat

    @property
    def open(self):
        return self.gross - self.paid - self.lost

    def lose(self):
        """All that is open: the VAT of all losses together is that of all that is lost."""
        cents = self.open
        self.lost += cents
        vat = round_half_up(self.lost * self.vat, self.gross)
        self.losses.append([cents, vat - self.vat_lost, 0])
        self.vat_lost = vat

    @property
    def back(self):
        return sum(loss[2] for loss in self.losses)

    @property
    def vat_back(self):
        return sum(round_half_up(back * vat, cents) for cents, vat, back in self.losses)


class Losses(RuleBasedStateMachine):
    """A client of two members and of a sister entity: it pays, bounces, fails, and comes back."""

    told: Counter = Counter()
    units: tuple = ()
    client: object = None

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.claims: list[Claim] = []
        self.count, self.failure, self.recoveries, self.closed = 0, None, [], False

    def teardown(self):
        try:
            self.prove()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.told["histories"] += 1

    def name(self):
        self.count += 1
        return f"move:{9_000 + self.count}"

    def choose(self, number, claims=None):
        claims = self.claims if claims is None else claims
        return claims[number % len(claims)]

    def paid(self):
        """What can bounce: first of all what was lost too."""
        found = [claim for claim in self.claims if claim.paid]
        return [claim for claim in found if claim.losses] or found

    def budgets(self):
        return books.budgets(units=[unit.pk for unit, *_rest in self.units])

    # --- what happens ----------------------------------------------------------------------

    @rule(number=which, net=st.integers(1, 5_000_00))
    def issue(self, number, net):
        unit, entity, guaranteed = self.units[number % len(self.units)]
        issued = invoice(unit, self.client, net=net, guaranteed=guaranteed)
        self.claims.append(Claim(issued, entity, issued.net_cents, issued.vat_cents))
        self.done("issue")

    @precondition(lambda self: any(claim.open for claim in self.claims))
    @rule(number=which, percent=percents)
    def pay(self, number, percent):
        claim = self.choose(number, [claim for claim in self.claims if claim.open])
        if cents := claim.open * percent // 100:
            bank_brings(cents, claim.issued.ref, unit=claim.issued.unit_id, name=self.name())
            claim.paid += cents
            self.done("pay")

    @precondition(lambda self: self.paid())
    @rule(number=which, percent=percents)
    def bounce(self, number, percent):
        claim = self.choose(number, self.paid())
        if cents := claim.paid * percent // 100:
            bank_brings(-cents, claim.issued.ref, unit=claim.issued.unit_id, name=self.name())
            claim.paid -= cents
            self.done("bounce after a loss" if claim.losses else "bounce")

    @precondition(lambda self: self.claims)
    @rule(number=which, percent=percents)
    def credit(self, number, percent):
        """Only what nobody paid or lost: the model keeps to what is simple."""
        claim = self.choose(number)
        whole = claim.net == claim.issued.net_cents
        if claim.paid or claim.losses or not whole or claim.net < 10_00 or percent == 100:
            return
        new = invoicing.NewCredit(claim.issued.pk, [invoicing.CreditLine(1, percent * 10)])
        (note,) = invoicing.credit_parts(credits=[new], reason="Shorter", by=BY, at=NOW)
        claim.net, claim.vat = claim.net - note.net_cents, claim.vat - note.vat_cents
        self.done("credit")

    @precondition(lambda self: not self.failure and any(claim.open for claim in self.claims))
    @rule()
    def fail(self):
        three_in_one.release_paid(by=BY, at=NOW)
        before, self.fed = self.budgets(), self.fed_now()
        self.failure = guarantee.mark_bankrupt(failure=judgment(self.client), by=BY, at=NOW)
        self.closed, count = False, self.lose()
        assert queries.losses_of(bankruptcy=self.failure).count() == count
        assert self.budgets() == before
        self.done("fail")

    def worth_a_look(self):
        """Most often something is owed again; now and then nothing is."""
        return any(claim.open for claim in self.claims) or len(self.claims) % 2 == 0

    @precondition(lambda self: self.failure and not self.closed and self.worth_a_look())
    @rule()
    def write_off(self):
        three_in_one.release_paid(by=BY, at=NOW)
        before = self.budgets()
        losses = guarantee.write_off(bankruptcy=self.failure, by=BY, at=NOW)
        assert len(losses) == self.lose()
        assert self.budgets() == before
        self.done("write off again" if losses else "nothing to write off")

    def fed_now(self):
        return [queries.fund(on=NOW.date(), entity=each).fed_cents for each in (HOUSE, SISTER)]

    def lose(self):
        open_claims = [claim for claim in self.claims if claim.open > 0]
        for claim in open_claims:
            claim.lose()
        return len(open_claims)

    def lost(self):
        return [claim for claim in self.claims if claim.lost > claim.back]

    @precondition(lambda self: self.failure and self.lost())
    @rule(number=which, percent=percents, one=st.booleans(), whole=st.booleans())
    def recover(self, number, percent, one, whole):
        """A dividend on all, on the claim of one legal entity, or what somebody pays of one."""
        of, some, chosen = "", self.claims, self.choose(number, self.lost())
        if one:
            of, some = chosen.issued.ref, [chosen]
        elif not whole:
            of = f"entity:{chosen.entity}"
            some = [claim for claim in self.claims if claim.entity == chosen.entity]
        left = sum(claim.lost - claim.back for claim in some)
        cents = left * percent // 100
        if not cents:
            return
        move, before = self.name(), self.budgets()
        bank_brings(cents, move, account="499", name=move)
        recovery = guarantee.recover(
            bankruptcy=self.failure, move=move, cents=cents, of=of, by=BY, at=NOW
        )
        self.follow(recovery)
        self.recoveries.append(recovery)
        assert all(now >= before[unit] for unit, now in self.budgets().items())
        self.done(f"recover {of.partition(':')[0] or 'all'}")

    @precondition(lambda self: self.recoveries)
    @rule(number=which, by_the_bank=st.booleans())
    def take_back(self, number, by_the_bank):
        recovery = self.recoveries.pop(number % len(self.recoveries))
        move = ""
        if by_the_bank:
            move = self.name()
            bank_brings(-recovery.cents, move, account="499", name=move)
        back = guarantee.take_back_recovery(
            recovery=recovery, because="Recalled", move=move, by=BY, at=NOW
        )
        self.follow(back)
        assert back.cents == -recovery.cents
        waits = -books.open_amount(account="499", item=move or recovery.move)
        assert waits == (0 if by_the_bank else recovery.cents)
        self.done("take back")

    def follow(self, recovery):
        """The model has what came per loss from the row: it checks sums, net and VAT itself."""
        of = {claim.issued.pk: claim for claim in self.claims}
        for part in recovery.parts.select_related("loss"):
            claim = of[part.loss.invoice_id]
            row = claim.losses[part.loss.nth - 1]
            row[2] += part.net_cents + part.vat_cents
            assert 0 <= row[2] <= row[0]

    @precondition(lambda self: self.failure and not self.closed)
    @rule(ends=st.booleans())
    def close(self, ends):
        if not ends:
            return
        guarantee.close_bankruptcy(bankruptcy=self.failure, on=NOW.date(), by=BY, at=NOW)
        self.closed = True
        self.done("close")

    @precondition(lambda self: self.failure and self.closed)
    @rule()
    def reopen(self):
        self.failure = guarantee.reopen_bankruptcy(bankruptcy=self.failure, by=BY, at=NOW)
        self.closed = False
        self.done("reopen")

    @precondition(lambda self: self.failure and not self.recoveries)
    @rule(ends=st.booleans())
    def withdraw(self, ends):
        """It was a mistake: as if it had never been, but for the numbers of the books."""
        if not ends:
            return
        three_in_one.release_paid(by=BY, at=NOW)
        before = self.budgets()
        guarantee.withdraw_bankruptcy(bankruptcy=self.failure, because="Other", by=BY, at=NOW)
        self.failure, self.closed = None, False
        for claim in self.claims:
            claim.lost = claim.vat_lost = 0
            claim.losses = [[1, 0, 0] for _loss in claim.losses]  # their places stay taken
        assert (self.budgets(), self.fed_now()) == (before, self.fed)
        self.done("withdraw")

    # --- what is always so -----------------------------------------------------------------

    def done(self, what):
        self.told[what] += 1
        self.compare()

    def compare(self):
        items = [claim.issued.ref for claim in self.claims]
        assert books.open_amounts(account="400", items=items) == {
            claim.issued.ref: claim.open for claim in self.claims if claim.open
        }
        assert books.account_balance(account="400") == sum(claim.open for claim in self.claims)
        assert books.lost(items=items) == {
            claim.issued.ref: claim.lost - claim.back
            for claim in self.claims
            if claim.lost > claim.back
        }
        for entity in (HOUSE, SISTER):
            self.compare_books([claim for claim in self.claims if claim.entity == entity], entity)
        assert books.account_balance(account="4164") == 0
        assert {key: value for key, value in books.proofs().items() if value} == {}

    def compare_books(self, claims, entity):
        """The fund lost what was guaranteed, and VAT came back of what is lost: of its own."""
        sure = [claim for claim in claims if claim.issued.guaranteed]
        lost = sum(claim.lost - claim.vat_lost for claim in sure)
        back = sum(claim.back - claim.vat_back for claim in sure)
        fund = queries.fund(on=NOW.date(), entity=entity)
        assert (fund.lost_cents, fund.recovered_cents) == (lost, back)
        assert fund.balance_cents == fund.fed_cents - lost + back >= 0
        line = reporting.losses_of_the_guarantee(year=NOW.year, entity=entity)
        assert (line.cents, line.recovered_cents, line.check.agrees) == (lost, back, True)
        vat = sum(claim.vat - claim.vat_lost + claim.vat_back for claim in claims)
        assert books.account_balance(account="4510", entity=entity) == -vat
        if entity == SISTER:
            owed = sum(claim.back for claim in claims)
            assert books.account_balance(account="4164", entity=entity) == owed

    def prove(self):
        """Grid 62 less 61 is the VAT of what is lost; the return explains every line."""
        for entity in (HOUSE, SISTER):
            own = [claim for claim in self.claims if claim.entity == entity]
            found = reporting.vat_return(period=MAY, entity=entity)
            got = {code: grid.cents for code, grid in found.grids.items()}
            vat = sum(claim.vat_lost - claim.vat_back for claim in own)
            assert got.get("62", 0) - got.get("61", 0) == vat
            assert (found.unexplained.lines, found.agrees) == (0, True)
