from hypothesis import given
from hypothesis import strategies as st

from commonweal.einvoice.values import Vat
from commonweal.invoicing.quote_values import (
    NewQuoteLine,
    cents_of_parts,
    line_net,
    totals,
)

kinds = st.sampled_from(
    [(Vat.STANDARD, 2100), (Vat.STANDARD, 1200), (Vat.STANDARD, 600), (Vat.EXEMPT, 0)]
)
a_line = st.builds(
    lambda price, quantity, kind, optional, chosen: NewQuoteLine(
        "Work", price, *kind, quantity, is_optional=optional, is_chosen=chosen or not optional
    ),
    st.integers(0, 1_000_000_00),
    st.integers(-20_000, 200_000).filter(bool),
    kinds,
    st.booleans(),
    st.booleans(),
)


@given(st.lists(a_line, max_size=12))
def test_a_total_is_its_lines_and_vat_is_rounded_once_for_each_rate(lines):
    found = totals(lines)
    assert found.net_cents == sum(map(line_net, lines))
    assert len({(row.vat, row.rate_bp) for row in found.vat}) == len(found.vat)
    for row in found.vat:
        assert abs(row.vat_cents * 10_000 - row.net_cents * row.rate_bp) <= 5_000
    assert found.total_cents == found.net_cents + sum(row.vat_cents for row in found.vat)


@given(st.lists(a_line, max_size=12))
def test_an_option_adds_its_own_price_and_no_other(lines):
    kept = [line for line in lines if line.is_chosen]
    left_out = [line for line in lines if not line.is_chosen]
    assert totals(lines).net_cents == totals(kept).net_cents + sum(map(line_net, left_out))


@st.composite
def schedules(draw):
    """Shares of at least 1 % that add up to the whole."""
    count = draw(st.integers(1, 8))
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=count, max_size=count, unique=True)))
    edges = [0, *(cut * 100 for cut in cuts if cut < 100), 10_000]
    return [second - first for first, second in zip(edges, edges[1:], strict=False)]


@given(st.integers(100, 10_000_000_00), schedules())
def test_parts_are_the_price_to_the_cent_and_the_last_takes_the_rest(price, shares):
    parts = cents_of_parts(price_cents=price, shares=shares)
    assert sum(parts) == price
    assert all(cents > 0 for cents in parts)
    for cents, share in zip(parts[:-1], shares[:-1], strict=True):
        assert cents == price * share // 10_000
    assert 0 <= parts[-1] - price * shares[-1] // 10_000 < len(parts)
