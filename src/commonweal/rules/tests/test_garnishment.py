"""What of a net pay may go to a creditor, and what never."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import garnishment
from commonweal.rules.garnishment import Protection, attach, protection
from commonweal.rules.tests.golden import cases, cents

RATES = tuple(Fraction(rate) for rate in ("0", "0.2", "0.3", "0.4", "1"))
LAWS = {
    "older": Protection((106900, 114900, 126700, 138600), RATES, 6500),
    "2023": Protection((131600, 141400, 156000, 170600), RATES, 8100),
    "2024": Protection((134100, 144000, 158900, 173800), RATES, 8300),
}
LAWS["2025"] = protection(date(2025, 1, 1))
LAWS["2026"] = protection(date(2026, 1, 1))
ENOUGH = 10_000_000
pays = st.integers(0, 500_000)
children = st.integers(0, 9)


@pytest.mark.parametrize("case", cases("garnishment"))
def test_it_takes_what_the_case_says(case):
    given_in = case["input"]
    found = attach(
        cents(given_in["net"]),
        cents(given_in["claim"]) if "claim" in given_in else ENOUGH,
        LAWS[given_in["year"]],
        children=int(given_in.get("children", 0)),
        earlier_cents=cents(given_in.get("earlier", "0")),
        earlier_taken_cents=cents(given_in.get("earlier_taken", "0")),
        for_alimony="for_alimony" in given_in,
    )
    wanted = {name: cents(text) for name, text in case["output"].items()}
    assert {name: getattr(found, name) for name in wanted} == wanted


@given(pays, pays, children, st.integers(0, 300_000))
def test_two_pays_of_a_month_end_as_one(first, second, kids, claim):
    law = LAWS["2024"]
    one = attach(first + second, claim, law, children=kids)
    early = attach(first, claim, law, children=kids)
    late = attach(
        second, claim - early.taken, law,
        children=kids, earlier_cents=first, earlier_taken_cents=early.taken,
    )  # fmt: skip
    assert early.taken + late.taken == one.taken


@given(pays, children)
def test_what_is_protected_is_never_taken_and_nothing_is_lost(net, kids):
    found = attach(net, ENOUGH, LAWS["2024"], children=kids)
    assert found.taken + found.payout == net
    assert found.payout == found.protected >= min(net, 134100)


@given(pays, children)
def test_more_pay_never_leaves_less(net, kids):
    law = LAWS["2024"]
    payouts = [attach(each, ENOUGH, law, children=kids).payout for each in (net, net + 1)]
    assert payouts[1] >= payouts[0]


@given(st.lists(st.tuples(pays, children, pays, pays), min_size=1, max_size=20), st.booleans())
def test_an_array_gives_what_each_pay_gives(rows, for_alimony):
    law = LAWS["2024"]
    columns = zip(*rows, strict=True)
    net, kids, earlier, claim = (np.array(column, dtype=np.int64) for column in columns)
    many = attach(net, claim, law, children=kids, earlier_cents=earlier, for_alimony=for_alimony)
    for place, (pay, kid, before, open_claim) in enumerate(rows):
        one = attach(
            pay, open_claim, law, children=kid, earlier_cents=before, for_alimony=for_alimony
        )
        for name in ("month", "children", "attachable", "protected", "taken", "payout"):
            assert np.broadcast_to(getattr(many, name), net.shape)[place] == getattr(one, name)


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2023, 12, 31), "2023"),
        (date(2024, 1, 1), "2024"),
        (date(2024, 12, 31), "2024"),
    ],
)
def test_each_year_has_the_amounts_that_were_published(on, year):
    assert protection(on) == LAWS[year]


def test_the_lines_say_each_slice_and_add_up_to_what_may_be_taken():
    on = date(2024, 6, 1)
    found = attach(200000, ENOUGH, protection(on), children=3)
    lines = garnishment.lines(found, on)
    amounts = [line.amount_cents for line in lines]
    assert amounts == [200000, 1980, 4470, 5960, 26200, -24900, 13710, -13710, 186290]
    assert lines[1].rate == "20 % > 1341.00"
    assert {line.code for line in lines} <= garnishment.LABELS.keys()


def test_alimony_has_a_line_that_says_so():
    on = date(2024, 6, 1)
    found = attach(100000, 60000, protection(on), for_alimony=True)
    codes = [line.code for line in garnishment.lines(found, on)]
    assert codes == [
        "attachment_month", "attachment_alimony", "attachable", "attachment", "attachment_payout",
    ]  # fmt: skip


def test_every_name_has_its_reason():
    assert garnishment.LABELS.keys() == garnishment.REASONS.keys()
