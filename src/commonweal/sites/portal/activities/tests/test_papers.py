"""The page of monthly statements: months that are over, their papers, nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW

from commonweal.activities.tests.budgets import earn
from commonweal.kernel import clock

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def amina_in_june(client, amina, entity):
    clock.move(to=NOW + timedelta(days=29))
    client.force_login(amina.user)

    def visit(name, *args, post=False):
        address = reverse(f"portal:{name}", args=args)
        send = client.post if post else client.get
        return send(address, headers=ENGLISH)

    return visit


def test_a_month_that_is_over_has_its_paper_on_demand(amina_in_june, amina_unit):
    earn(amina_unit)
    page = amina_in_june("budget_papers", amina_unit.pk)
    assert [(month.code, month.closing_cents) for month in page.context["months"]] == [
        ("2026-05", 935_00)
    ]
    assert amina_in_june("budget_paper", amina_unit.pk, "2026-05").status_code == 404
    made = amina_in_june("budget_paper_make", amina_unit.pk, "2026-05", post=True)
    assert made.url == reverse("portal:budget_papers", args=[amina_unit.pk])
    paper = amina_in_june("budget_paper", amina_unit.pk, "2026-05")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert "The statement is ready." in amina_in_june("budget_papers", amina_unit.pk).text


def test_the_month_that_goes_on_is_not_listed_and_not_made(amina_in_june, amina_unit):
    page = amina_in_june("budget_papers", amina_unit.pk)
    assert "No month is over yet" in page.text
    amina_in_june("budget_paper_make", amina_unit.pk, "2026-06", post=True)
    assert "Wait until 2026-06 is over" in amina_in_june("budget_papers", amina_unit.pk).text
    assert amina_in_june("budget_paper_make", amina_unit.pk, "2026", post=True).status_code == 404


def test_the_papers_of_a_stranger_do_not_exist(amina_in_june, carla_unit):
    earn(carla_unit)
    assert amina_in_june("budget_papers", carla_unit.pk).status_code == 404
    assert amina_in_june("budget_paper", carla_unit.pk, "2026-05").status_code == 404
    making = amina_in_june("budget_paper_make", carla_unit.pk, "2026-05", post=True)
    assert making.status_code == 404
