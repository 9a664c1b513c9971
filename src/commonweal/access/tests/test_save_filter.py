"""A way of looking at a list is kept by name, for one person."""

import pytest

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.tests.people import nora

pytestmark = pytest.mark.django_db
PAGE = "desk:invoices"


@pytest.fixture
def save(by, at):
    user = nora(by, at)

    def save(name, query="state=overdue"):
        return access.save_filter(user=user, page=PAGE, name=name, query=query, by=by, at=at)

    return save


def kept(saved):
    found = queries.saved_filters(user=saved.user_id, page=PAGE)
    return {each.name: each.query for each in found}


def test_it_is_kept_by_its_name(save):
    save("  Late   ones ")
    assert kept(save("All of May", "period=2026-05")) == {
        "All of May": "period=2026-05",
        "Late ones": "state=overdue",
    }


def test_the_same_name_gets_the_new_query(save):
    save("Late")
    assert kept(save("Late", "state=open")) == {"Late": "state=open"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_it_refuses_a_name_that_makes_no_tab(save, name):
    with pytest.raises(access.NoName):
        save(name)


def test_it_refuses_more_than_there_is_place_for(save):
    for number in range(20):
        save(f"{number}")
    save("3", "state=paid")
    with pytest.raises(access.TooManyFilters):
        save("one more")


def test_filters_of_another_list_are_not_shown(save):
    saved = save("Late")
    assert queries.saved_filters(user=saved.user_id, page="desk:clients") == []
