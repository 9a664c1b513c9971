"""What is left of it? The page, its answers, and what it refuses in plain words."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.employment.models import Contract
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    def ask(member, *, live=False, **words):
        client.force_login(member.user)
        headers = {"accept-language": "en"} | ({"HX-Target": "answer"} if live else {})
        return client.get(reverse("portal:simulator"), words, headers=headers)

    return ask


def test_before_an_amount_is_typed_it_knows_how_the_member_works(bram, ask):
    page = ask(bram)
    assert page.status_code == 200
    form = page.context["form"]
    assert (form["status"].value(), form["on"].value()) == ("artist", "2026-05-05")
    assert "shown" not in page.context
    assert not form.errors


@pytest.mark.parametrize(
    ("ask_for", "amount", "budget", "gross", "net"),
    [
        ("budget", "500", 500_00, 309_19, 268_78),  # 309.19 × 1.6171 = 499.99; less 13.07 %
        ("net", "300", 558_06, 345_10, 300_00),  # the smallest gross that leaves 300.00
        ("daily", "150", 242_57, 150_00, 133_71),  # with 3.32 of work bonus
    ],
)
def test_each_question_has_its_answer(amina, ask, ask_for, amount, budget, gross, net):
    page = ask(amina, ask=ask_for, amount=amount)
    shown = page.context["shown"]
    assert shown.given_cents == budget
    assert (shown.answer.gross_cents, shown.answer.net_cents) == (gross, net)
    lines = shown.lines
    assert lines[0].cents == budget
    assert sum(line.cents for line in lines if line.kind in ("start", "minus", "plus")) == net
    assert lines[-1].cents == net


def test_the_details_of_the_reader_count_and_not_those_of_who_shares_the_address(amina, carla, ask):
    question = {"ask": "net", "amount": "2500", "days": "20", "status": "white_collar"}
    amina.family, amina.children = "single_parent", 3
    amina.save()
    grosses = [ask(who, **question).context["shown"].answer.gross_cents for who in (amina, carla)]
    assert grosses[0] < grosses[1]


def test_the_answer_alone_is_given_while_the_member_types(amina, ask):
    page = ask(amina, live=True, ask="budget", amount="500")
    assert page.status_code == 200
    assert "<html" not in page.text
    assert "€268.78" in page.text


def test_pay_under_the_minimum_wage_comes_with_the_pay_that_is_enough(amina, ask):
    page = ask(amina, ask="daily", amount="90", days="2")
    assert "Raise the gross to" in page.text
    repaired = page.context["shown"].minimum_address
    again = ask(amina, **dict(re.findall(r"(\w+)=([^&]*)", repaired)))
    assert again.context["shown"].minimum_address == ""
    assert again.context["shown"].answer.gross_cents == 2 * 106_39  # 8 hours of 13.2984


def test_a_day_that_is_too_long_is_said(amina, ask):
    page = ask(amina, ask="budget", amount="900", hours="12:30")
    assert "Move work to another day" in page.text


def test_a_day_without_figures_is_refused_in_a_sentence(amina, ask):
    for live in (False, True):
        page = ask(amina, live=live, ask="budget", amount="500", on="2023-05-01")
        assert page.status_code == 200
        assert page.context["refusal"].startswith("Choose a day from 2024-01-01 on")
        assert "Choose a day from 2024-01-01 on" in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "much"},
        {"amount": "0"},
        {"amount": "1000001"},
        {"hours": "25"},
        {"hours": "7:75"},
        {"hours": "-3"},
        {"days": "0"},
        {"days": "400"},
        {"on": "9999-12-31"},
        {"on": "soon"},
        {"status": "staff"},
        {"ask": "luck"},
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_kept(amina, ask, wrong):
    words = {"ask": "budget", "amount": "500"} | wrong
    page = ask(amina, **words)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == list(wrong)
    assert page.context["form"][next(iter(wrong))].value() == next(iter(wrong.values()))
    assert ask(amina, live=True, **words).status_code == 200


@pytest.mark.parametrize(("typed", "minutes"), [("8", 480), ("7,6", 456), ("7:36", 456)])
def test_hours_are_read_as_people_write_them(amina, ask, typed, minutes):
    assert ask(amina, amount="500", hours=typed).context["shown"].asked.hours == minutes


def test_what_a_student_worked_before_is_taken_off_the_quota(amina, amina_unit, by, ask):
    (contract,) = pay.plan(amina_unit, amina, by=by, gross_cents=90_000, days=5)
    Contract.objects.filter(pk=contract.pk).update(worker_status="student", state="declared")
    question = {"ask": "daily", "amount": "120", "status": "student", "days": "2"}
    for on, left in (("2026-05-05", 650 * 60), ("2026-06-01", 650 * 60 - 5 * 480)):
        shown = ask(amina, **question, on=on, contracts="daily").context["shown"]
        found = [slip.case.student_minutes_left for slip in shown.answer.slips]
        assert found == [left, left - 480]


def test_one_contract_for_each_day_pays_each_apart(amina, ask):
    shown = ask(amina, ask="daily", amount="150", days="3", contracts="daily").context["shown"]
    assert len(shown.answer.slips) == 3
    assert [slip.case.minutes for slip in shown.answer.slips] == [480] * 3
    assert shown.asked.last_day == date(2026, 5, 7)


def test_the_price_of_it_fills_in_the_form_of_a_job(amina, amina_unit, ask, client):
    address = ask(amina, ask="budget", amount="935", status="artist").context["shown"].job_address
    forms = client.get(address, headers={"accept-language": "en"}).context["forms"]
    assert forms.what["price"].value() == "1,000.00"
    assert forms.workers[0]["status"].value() == "artist"
    assert forms.days[0][0]["on"].value() == "2026-05-05"


def test_who_is_no_member_finds_no_simulator(client, entity):
    client.force_login(make_staff("payroll"))
    assert client.get(reverse("portal:simulator")).status_code in (403, 404)


def test_it_asks_the_same_few_questions_of_the_database_for_one_day_and_for_thirty(amina, ask):
    counts = []
    ask(amina)
    for days in ("1", "30"):
        with CaptureQueriesContext(connection) as queries:
            ask(amina, ask="net", amount="3000", days=days, contracts="daily")
        counts.append(len(queries))
    assert counts[0] == counts[1]
