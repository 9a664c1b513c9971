"""Charts, breakdowns and steps: shapes that fit, words that are safe."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sites.shell import kit
from commonweal.sites.shell.charts import HEIGHT, WIDTH, Series, chart

AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=24)


def drawn(values, kind="bar", title="Money"):
    labels = [str(i) for i in range(len(values))]
    return chart(title=title, labels=labels, series=[Series("In", values, "good", kind)], show=str)


@given(AMOUNTS, st.sampled_from(["bar", "line"]))
def test_every_shape_is_inside_the_picture(values, kind):
    svg = drawn(values, kind)
    for name, limit in (("x", WIDTH), ("y", HEIGHT)):
        found = [float(n) for n in re.findall(rf' {name}[12]?="([-\d.]+)"', svg)]
        assert all(-0.1 <= n <= limit + 0.1 for n in found), found
    assert all(float(n) >= 0 for n in re.findall(r'(?:width|height)="([-\d.]+)"', svg))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=100), st.integers(1, 9))
def test_a_long_line_shares_labels_and_still_fits(values, every):
    labels = [f"day {i}" for i in range(len(values))]
    rows = [Series("Usual", values, "brand", "line"), Series("Late", values, "sand", "dashes")]
    svg = chart(title="Cash", labels=labels, series=rows, show=str, every=every)
    groups = -(-len(values) // every)
    assert svg.count("<li>") == svg.count('<th scope="row">') == svg.count('class="hit"') == groups
    assert f"<li>{labels[0]}</li>" in svg
    assert f'<th scope="row">{labels[-1]}</th>' in svg
    places = [float(n) for n in re.findall(r' x[12]?="([-\d.]+)"', svg)]
    assert all(-0.1 <= n <= WIDTH + 0.1 for n in places)


def test_an_empty_chart_is_a_chart():
    assert "<svg" in chart(title="Nothing", labels=[], series=[], show=str)


def test_it_has_a_name_a_table_and_no_style_that_the_policy_stops():
    svg = drawn([1, 2, 3])
    assert 'role="img" aria-label="Money"' in svg
    assert "<table" in svg
    assert "style=" not in svg


def test_words_of_people_cannot_become_markup():
    svg = drawn([1], title='"><script>alert(1)</script>')
    assert "<script>" not in svg


def test_the_price_is_seen_being_used_up():
    lines = kit.drawn(
        [
            kit.MoneyLine("Price", 1000, kind="start"),
            kit.MoneyLine("Contribution", -65),
            kit.MoneyLine("Budget", 935, kind="subtotal"),
        ]
    )
    assert [line.bar for line in lines] == [("0", "1000"), ("935", "65"), ("0", "935")]


@given(st.lists(st.integers(-(10**8), 10**8), max_size=12))
def test_every_bar_lies_within_the_whole_when_lines_only_take(amounts):
    taken, left = [], sum(map(abs, amounts))
    for amount in amounts:
        taken.append(kit.MoneyLine("x", -abs(amount)))
    for line in kit.drawn([kit.MoneyLine("all", left, kind="start"), *taken]):
        if line.bar:
            edge, width = map(int, line.bar)
            assert 0 <= edge <= 1000 and 0 < width <= 1004


@pytest.mark.parametrize(
    ("now", "states"), [(0, ["now", "next", "next"]), (2, ["done", "done", "now"])]
)
def test_steps_know_what_is_done(now, states):
    assert [step.state for step in kit.steps("abc", now=now)] == states
