"""Whatever is posted, in whatever order and batches, the books prove themselves."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from commonweal.kernel.clock import START
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries
from commonweal.ledger.actions import Entry, Line, close_month, reverse
from commonweal.ledger.tests.books import BOOKKEEPER, write

units = st.integers(1, 4)
amounts = st.integers(-(10**12), 10**12).filter(bool)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
sides = st.tuples(st.sampled_from(["6203", "7000", "4890", "550", "499"]), units, amounts)
facts = st.tuples(days, texts, st.lists(sides, min_size=1, max_size=5))


class Books(RuleBasedStateMachine):
    """Post, repeat, reverse and close at random; a model keeps the budgets beside the books."""

    @initialize()
    def open_books(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.budgets, self.posted, self.closed, self.count = {}, [], None, 0

    @rule(
        batch=st.lists(st.tuples(days, texts, st.lists(sides, min_size=1, max_size=5)), max_size=4)
    )
    def post(self, batch):
        entries = [self.entry(*facts) for facts in batch]
        if any(self.closed and entry.on.replace(day=1) <= self.closed for entry in entries):
            with pytest.raises(Refusal):
                write(*entries)
            return
        for entry, place in zip(entries, write(*entries), strict=True):
            self.posted.append((place.id, entry))
            self.count_in(entry.lines)

    @rule(data=st.data())
    def repeat(self, data):
        if self.posted:
            id, entry = data.draw(st.sampled_from(self.posted))
            if not (self.closed and entry.on.replace(day=1) <= self.closed):
                assert write(entry)[0].id == id

    @rule(data=st.data())
    def reverse(self, data):
        if self.posted:
            id, entry = self.posted.pop(data.draw(st.integers(0, len(self.posted) - 1)))
            reverse(ids=[id], on=date(2027, 1, 1), text="Undo", origin="test",
                    by=BOOKKEEPER, at=START)  # fmt: skip
            self.count_in([line._replace(cents=-line.cents) for line in entry.lines])

    @rule(month=st.integers(1, 3))
    def close(self, month):
        if not self.closed or self.closed.month < month:
            self.closed = date(2026, month, 1)
            close_month(month=self.closed, by=BOOKKEEPER, at=START)

    @invariant()
    def books_prove_themselves(self):
        if hasattr(self, "budgets"):
            assert set(queries.proofs().values()) == {0}
            for unit, cents in self.budgets.items():
                assert queries.budget(unit=unit) == cents

    def entry(self, on, text, facts):
        self.count += 1
        lines = [Line(account, cents, unit) for account, unit, cents in facts]
        rest = -sum(line.cents for line in lines)
        lines += [Line("499", rest)] if rest else []
        return Entry("misc", on, text, f"key:{self.count}", "test", tuple(lines))

    def count_in(self, lines):
        for line in lines:
            if line.unit and line.account in ("6203", "7000", "4890"):
                self.budgets[line.unit] = self.budgets.get(line.unit, 0) - line.cents

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


class TestBooks(Books.TestCase, TestCase):
    settings = settings(
        max_examples=25,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
