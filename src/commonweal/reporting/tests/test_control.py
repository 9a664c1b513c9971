"""Whatever is sold, bought, credited or corrected in a month, the control stays at 0."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.kernel.money import round_half_up
from commonweal.ledger.actions import Entry, Line
from commonweal.reporting import queries
from commonweal.reporting.tests import quarter

pytestmark = pytest.mark.django_db
NET = ("81", "82", "83", "86", "87", "88")  # less credit notes
MAY = queries.read_period("2026-05")
SALES = {"7000": 2100, "7006": 1200, "7001": 600} | dict.fromkeys(
    ["7002", "7003", "7004", "7007", "7008", "7009"], 0
)
COSTS = ["604", "6040", "611", "612", "616", "640", "2400", "2600"]
days = st.integers(0, 60).map(lambda days: date(2026, 4, 15) + timedelta(days))
cents = st.integers(-50_000, 500_000).filter(bool)


@st.composite
def sales(draw):
    """An invoice or a credit note of one to three rates, with its shared contribution."""
    rows = draw(st.dictionaries(st.sampled_from(sorted(SALES)), cents, min_size=1, max_size=3))
    back = draw(st.sampled_from([1, 1, 1, -1]))
    vat = back * sum(round_half_up(net * SALES[code], 10_000) for code, net in rows.items())
    lines = [Line(code, -back * net, 7) for code, net in rows.items()]
    lines += [Line("4510", -vat)] if vat else []
    lines += [Line("6199", 65, 7), Line("7040", -65)]
    return "sales", "invoice", draw(days), lines, "400"


@st.composite
def purchases(draw):
    """A purchase or a credit note of a supplier, with VAT, with a reverse charge, or without."""
    net, rate = draw(cents), draw(st.sampled_from([0, 600, 2100]))
    vat = round_half_up(net * rate, 10_000)
    due = draw(st.sampled_from(["", "4511", "4513"]))
    lines = [Line(draw(st.sampled_from(COSTS)), net, 7)]
    lines += [Line("4110", vat)] if vat else []
    lines += [Line(due, -vat)] if vat and due else []
    return "purchases", "purchase", draw(days), lines, "440"


@st.composite
def others(draw):
    """What is no matter of VAT: pay, what the bank does, moves between units."""
    amount = draw(cents)
    accounts = draw(st.sampled_from([("6203", "455"), ("550", "499"), ("4890", "4894")]))
    kind = draw(st.sampled_from(["payslip", "statement", "transfer"]))
    return "misc", kind, draw(days), [Line(accounts[0], amount, 7)], accounts[1]


def entries(number, told, *, undone):
    """An entry; when it is undone, also its mirror at the end of May."""
    journal, kind, on, lines, party = told
    item = f"{kind}:{number}"
    rest = -sum(line.cents for line in lines)
    sides = (*lines, Line(party, rest, 7, item)) if rest else tuple(lines)
    yield Entry(journal, on, item, item, item, sides)
    if undone:
        mirror = tuple(line._replace(cents=-line.cents) for line in sides)
        yield Entry(journal, date(2026, 5, 31), f"undo {item}", f"undo:{item}", item, mirror)


@pytest.fixture
def numbers(entity):
    return count(1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(st.tuples(sales() | purchases() | others(), st.booleans()), min_size=1))
def test_the_control_of_any_month_is_nought(numbers, told):
    """The examples pile up in the same books: the last return is the largest."""
    quarter.write(
        *(entry for each, undone in told for entry in entries(next(numbers), each, undone=undone))
    )
    for name in ("2026-04", "2026-05", "2026-06", "2026-Q2"):
        found = queries.vat_return(period=queries.read_period(name))
        assert [(check.name, check.difference_cents) for check in found.checks
                if not check.agrees] == []  # fmt: skip
        assert found.unexplained.lines == 0
        signed = [grid for code, grid in found.grids.items() if code not in NET]
        assert all(grid.cents >= 0 for grid in signed)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    told=sales() | purchases(),
    account=st.sampled_from(["4510", "4110", "4511", "4513", "411", "451", "7000", "7003", "7010"]),
    amount=cents,
    kind=st.sampled_from(["loss", "misc", "payslip", "statement"]),
)
def test_one_line_written_past_the_papers_is_always_found(numbers, told, account, amount, kind):
    quarter.write(*entries(next(numbers), told, undone=False))
    before = queries.vat_return(period=MAY)
    odd = f"{kind}:{next(numbers)}"
    lines = (Line(account, amount, 7), Line("499", -amount))
    quarter.write(Entry("misc", date(2026, 5, 20), odd, odd, odd, lines))
    after = queries.vat_return(period=MAY)
    assert not after.agrees
    assert after.unexplained.lines == before.unexplained.lines + 1
    assert after.unexplained.cents == before.unexplained.cents + amount
    assert after.grids == before.grids
