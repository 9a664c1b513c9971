"""Long lists come in pages, by the place of the last row."""

import pytest
from django.test import RequestFactory

from commonweal.access.models import User
from commonweal.sites.shell import keyset

pytestmark = pytest.mark.django_db


def pages(query=""):
    request = RequestFactory().get(f"/list/?{query}")
    return keyset.page(request, User.objects.all(), size=2)


@pytest.fixture
def users():
    made = [User(email=f"u{i}@example.org", name=f"U{i}") for i in range(5)]
    return [user.pk for user in User.objects.bulk_create(made)][::-1]


def test_pages_follow_each_other_without_a_gap_and_keep_the_filter(users):
    first = pages("state=sent")
    assert [user.pk for user in first.rows] == users[:2]
    assert first.previous_url == ""
    second = pages(first.next_url.removeprefix("?"))
    assert [user.pk for user in second.rows] == users[2:4]
    assert "state=sent" in second.next_url
    last = pages(second.next_url.removeprefix("?"))
    assert [user.pk for user in last.rows] == users[4:]
    assert last.next_url == ""
    assert last.previous_url == "?state=sent"


@pytest.mark.parametrize("after", ["x", "-1", "1;drop", "٣"])
def test_a_wrong_place_shows_a_page_all_the_same(users, after):
    assert isinstance(pages(f"after={after}").rows, list)


def test_a_page_asks_once(users, django_assert_num_queries):
    with django_assert_num_queries(1):
        pages()
