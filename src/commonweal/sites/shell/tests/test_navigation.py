"""The bar keeps as many lines as find room; the page one is on is always among them."""

from django.urls import reverse

from commonweal.sites.shell.navigation import MOST, Shown, here, split


def lines(count, current=None):
    return [Shown(f"{n}", f"/{n}/", n == current) for n in range(count)]


def test_a_few_lines_need_no_more():
    assert split(lines(MOST)) == (lines(MOST), [])


def test_the_rest_waits_behind_more():
    bar, rest = split(lines(MOST + 3, current=0))
    assert (len(bar), [line.label for line in rest]) == (MOST, ["9", "10", "11"])


def test_the_current_line_comes_to_the_front():
    bar, rest = split(lines(MOST + 3, current=10))
    assert [line.label for line in bar][-1] == "10"
    assert [line.label for line in rest] == ["8", "9", "11"]


def test_a_page_under_another_address_of_a_line_has_that_line_as_its_own():
    found = here(roles=frozenset({"finance_maker"}), path=reverse("desk:refunds"))
    assert found == reverse("desk:payments")
