"""The forecast page: the answer, the list, the picture, and what members write down."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import TODAY

from commonweal.activities import queries as activities
from commonweal.activities.models import Mandate
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.expectations import expect
from commonweal.flows.tests.jobs_of_amina import confirm, day, job, later, place, worker

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TYPED = {"kind": "income", "text": "Website", "on": "2026-06-15", "amount": "1.250,50"}


@pytest.fixture
def visit(client, amina):
    client.force_login(amina.user)
    return client


def see(visit, unit, **query):
    return visit.get(reverse("portal:forecast", args=[unit.pk]), query, headers=ENGLISH)


def send(visit, name, *args, **typed):
    return visit.post(reverse(f"portal:{name}", args=args), typed, headers=ENGLISH)


def lines(unit):
    return list(activities.expected_lines(unit=unit.pk, since=TODAY))


def test_a_new_budget_says_that_nothing_is_known(visit, amina_unit):
    page = see(visit, amina_unit)
    assert "Nothing is known of what comes" in page.text
    assert page.context["chart"] == ""
    assert "No pay on that day" in page.text
    assert "Invoice first, or ask a client to confirm" in page.text


def test_the_answer_is_that_of_the_end_of_the_month_unless_another_day_is_asked(visit, amina_unit):
    earn(amina_unit)
    page = see(visit, amina_unit)
    assert page.context["form"]["day"].value() == "2026-05-31"
    assert "€502.62" in page.text
    chain = page.context["shown"].sure.lines
    assert [(str(line.label), line.cents) for line in chain[:4]] == [
        ("Spendable on that day", 935_00), ("Employer charges", -356_80), ("Rest", -1),
        ("Gross pay", 578_19),
    ]  # fmt: skip
    assert (str(chain[-1].label), chain[-1].cents) == ("Net pay", 502_62)
    assert chain[1].unconfirmed


def test_the_lines_of_the_chain_add_up(visit, amina_unit):
    earn(amina_unit, 4000_00)
    chain = see(visit, amina_unit, days=20).context["shown"].sure.lines
    added = sum(line.cents for line in chain if line.kind in ("start", "minus", "plus"))
    assert added == chain[-1].cents


def test_while_typing_only_the_answer_comes(visit, amina_unit):
    earn(amina_unit)
    address = reverse("portal:forecast", args=[amina_unit.pk])
    headers = {**ENGLISH, "hx-request": "true", "hx-target": "answer"}
    part = visit.get(address, {"day": "2026-06-10", "days": "5"}, headers=headers)
    assert "<html" not in part.text
    assert "By the figures of 10\N{NO-BREAK SPACE}June 2026" in part.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"day": "2026-05-03"}, "Choose today or a later day."),
        ({"day": "2028-06-01"}, "Choose a day within two years."),
        ({"day": "soon"}, "Enter a valid date."),
        ({"days": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_what_to_do(
    visit, amina_unit, asked, words
):
    page = see(visit, amina_unit, **asked)
    assert words in page.text
    assert page.status_code == 200


def test_it_says_why_it_is_not_more(visit, amina, amina_unit, festival):
    earn(amina_unit)
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina, day(later(30))))).order)
    page = see(visit, amina_unit)
    assert "Why not more? What comes next is there from 6\N{NO-BREAK SPACE}June 2026" in page.text
    assert "Poster" in page.text


def test_orders_are_listed_by_month_with_what_is_left_in_both_scenarios(
    visit, amina, amina_unit, festival
):
    placed = place(amina, festival, job(amina_unit, festival, worker(amina)))
    expect(amina_unit)
    page = see(visit, amina_unit)
    may, june = page.context["months"]
    assert (may.first, may.in_cents, may.out_cents) == (date(2026, 5, 1), 935_00, -934_99)
    assert (may.sure_cents, may.everything_cents) == (0, 1)
    assert (june.in_cents, june.sure_cents, june.everything_cents) == (500_00, 0, 500_01)
    assert reverse("portal:job", args=[placed.order.pk]) in page.text
    assert reverse("portal:forecast_line", args=[amina_unit.pk, lines(amina_unit)[0].pk]) in (
        page.text
    )


def test_what_is_far_away_is_opened_by_a_click(visit, amina_unit):
    expect(amina_unit, on=date(2027, 8, 1))
    page = see(visit, amina_unit)
    assert (page.context["months"], page.context["rest"]) == ([], 1)
    assert len(see(visit, amina_unit, all="yes").context["months"]) == 1


def test_the_picture_has_the_books_behind_and_the_forecast_ahead(visit, amina_unit):
    earn(amina_unit)
    promise(amina_unit, 100_00, origin="note:1")
    expect(amina_unit)
    page = see(visit, amina_unit)
    assert "Half a year behind, half a year ahead" in page.context["chart"]
    assert "€1,000" in page.context["chart"]
    assert "€1,335" in page.context["chart"]
    assert "€835" in page.context["chart"]


def test_what_is_expected_is_written_down(visit, amina_unit):
    answer = send(visit, "forecast", amina_unit.pk, **TYPED)
    assert answer.url == reverse("portal:forecast", args=[amina_unit.pk])
    (line,) = lines(amina_unit)
    assert (line.text, line.cents, line.on) == ("Website", 1250_50, date(2026, 6, 15))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"on": "2026-05-01"}, "Choose today or a later day"),
        ({"text": " "}, "Write in a few words what you expect"),
        ({"amount": "0"}, "Give an amount above zero"),
        ({"amount": "a lot"}, "Write the amount in euro"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(visit, amina_unit, typed, words):
    page = send(visit, "forecast", amina_unit.pk, **TYPED | typed)
    assert page.status_code == 422
    assert words in page.text
    for value in (TYPED | typed).values():
        assert value.strip() in page.text
    assert lines(amina_unit) == []


def test_a_line_is_changed_and_taken_off(visit, amina_unit):
    line = expect(amina_unit)
    page = visit.get(reverse("portal:forecast_line", args=[amina_unit.pk, line.pk]))
    assert page.context["form"]["amount"].value() == "500,00"
    send(visit, "forecast_line", amina_unit.pk, line.pk, **TYPED | {"kind": "expense"})
    assert [(each.kind, each.cents) for each in lines(amina_unit)] == [("expense", 1250_50)]
    refused = send(visit, "forecast_line", amina_unit.pk, line.pk, **TYPED | {"amount": "-5"})
    assert (refused.status_code, "above zero" in refused.text) == (422, True)
    for _twice in range(2):
        send(visit, "forecast_forget", amina_unit.pk, line.pk)
    assert lines(amina_unit) == []


def test_the_forecast_of_a_stranger_does_not_exist(visit, amina_unit, carla_unit):
    addresses = [
        reverse("portal:forecast", args=[carla_unit.pk]),
        reverse("portal:forecast_file", args=[carla_unit.pk, "csv"]),
        reverse("portal:forecast_file", args=[amina_unit.pk, "exe"]),
    ]
    assert [visit.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_line_of_a_stranger_is_neither_seen_nor_changed(visit, amina_unit, carla_unit):
    line = expect(carla_unit)
    for unit in (amina_unit, carla_unit):
        address = reverse("portal:forecast_line", args=[unit.pk, line.pk])
        assert visit.get(address).status_code == 404
        assert send(visit, "forecast_line", unit.pk, line.pk, **TYPED).status_code == 404
        send(visit, "forecast_forget", unit.pk, line.pk)
    assert lines(carla_unit) == [line]


def test_a_reader_looks_and_writes_nothing(visit, amina, amina_unit):
    line = expect(amina_unit)
    Mandate.objects.filter(member=amina).update(role="reader")
    assert "Write down what you expect" not in see(visit, amina_unit).text
    assert send(visit, "forecast", amina_unit.pk, **TYPED).status_code == 403
    assert send(visit, "forecast_forget", amina_unit.pk, line.pk).status_code == 403
    assert lines(amina_unit) == [line]


def read(visit, unit, ending="csv", **query):
    address = reverse("portal:forecast_file", args=[unit.pk, ending])
    return b"".join(visit.get(address, query, headers=ENGLISH))


def test_the_file_has_exactly_the_rows_that_are_shown(visit, amina_unit):
    earn(amina_unit)
    expect(amina_unit, text="=HYPERLINK(0)")
    expect(amina_unit, on=date(2027, 8, 1))
    *_about, head, line = read(visit, amina_unit).decode("utf-8-sig").splitlines()
    assert head.split(";")[:3] == ["Date", "Kind", "What"]
    assert line.split(";") == [
        "2026-06-15", "Invoice", "'=HYPERLINK(0)", "Expected", "500.00", "0.00", "", "1435.00",
    ]  # fmt: skip
    every = read(visit, amina_unit, all="yes").decode("utf-8-sig").splitlines()
    assert every[-2] == line
    assert every[-1].endswith(";1935.00")


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_list_is_taken_along_for_a_spreadsheet(visit, amina_unit, ending):
    expect(amina_unit)
    assert read(visit, amina_unit, ending).startswith(b"PK")


def test_the_page_asks_as_many_questions_with_one_order_as_with_nine(
    visit, amina, amina_unit, festival
):
    def count():
        with CaptureQueriesContext(connection) as asked:
            see(visit, amina_unit)
        unasked = ("SAVEPOINT", "RELEASE", "select current_setting", "select set_config",
                   "select coalesce(current_setting")  # fmt: skip
        return sum(not one["sql"].startswith(unasked) for one in asked)

    type(amina).objects.update(share_paid_on=TODAY)
    see(visit, amina_unit)
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    expect(amina_unit)
    one = count()
    for step in range(8):
        place(amina, festival, job(amina_unit, festival, worker(amina, day(later(5 + step)))))
        expect(amina_unit)
    assert one == count() <= 23
