"""Work queues: who sees which, how many wait, and that each leads to what it counts."""

from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from tests.cast import NOW, make_staff

from commonweal.access.queries import Role
from commonweal.einvoice.validator import refused
from commonweal.invoicing import actions
from commonweal.invoicing.tests import work
from commonweal.sites.desk.queues import QUEUES, queues

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def parked(amina_unit, festival, by, at):
    invoice = work.issue(amina_unit, festival, by=by, at=at)
    with mock.patch(
        "commonweal.invoicing.actions._render.validate",
        return_value=refused("BR-CO-15", "A wrong total"),
    ):
        actions.render(invoices=[invoice.pk], by=by, at=at)
    return invoice


def test_every_queue_leads_to_a_page_that_all_its_people_may_open(entity):
    for queue in QUEUES:
        view = resolve(queue.href.partition("?")[0]).func
        assert queue.roles <= view.doors, f"{queue.label}: {queue.roles - view.doors}"


def test_a_count_is_one_question(entity):
    for queue in QUEUES:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert queue.count(NOW) == 0
        assert len(asked) <= 1, f"{queue.label}"


def test_what_waits_is_on_the_home_page_and_in_the_list_of_queues(parked, client):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    for page in ("desk:home", "desk:work_queues"):
        text = client.get(reverse(page), headers={"accept-language": "en"}).text
        assert "Papers parked" in text
        assert "The papers break a rule" in text


def test_an_empty_queue_is_listed_but_not_on_the_home_page(entity, client):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    english = {"accept-language": "en"}
    assert "Papers parked" not in client.get(reverse("desk:home"), headers=english).text
    assert "Papers parked" in client.get(reverse("desk:work_queues"), headers=english).text


def test_each_sees_the_queues_of_their_own_roles(parked):
    billers = {f"{task.text}": task.count for task in queues(roles={"finance_maker"}, at=NOW)}
    assert billers["Papers parked"] == 1
    assert "Papers parked" not in {f"{task.text}" for task in queues(roles={"training"}, at=NOW)}
