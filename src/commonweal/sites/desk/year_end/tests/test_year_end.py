"""The year end at the desk: who may, what is asked first, and what is shown after."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff, make_unit

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.test_carry_over import move
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from commonweal.ledger import queries as books

NEXT_MAY = datetime(2027, 5, 4, 9, tzinfo=ZONE)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READERS = [Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.AUDITOR, Role.ADVISER]


def signed_in(role):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(role, name=f"{role.value.title()} Maes"), backend=BACKEND)
    return client


def address(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


@pytest.fixture
def later(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    clock.move(to=NEXT_MAY)


@pytest.fixture
def lived(amina, by, later):
    """Two activities: one kept 600 of 2026, the other spent 50."""
    units = [make_unit(amina, "activity", name) for name in ("Atelier Brume", "Stand Zuid")]
    move(units[0], 600_00, date(2026, 6, 1), "a1", by=by)
    move(units[1], -50_00, date(2026, 6, 1), "b1", by=by)
    return units


@pytest.fixture
def maker(lived):
    return signed_in(Role.FINANCE_MAKER)


def run_2026(by):
    return activities.carry_over(year=2026, by=by, at=NEXT_MAY)


@pytest.mark.parametrize("role", READERS)
def test_finance_auditor_and_adviser_read_everything(lived, by, role):
    run = run_2026(by)
    reader = signed_in(role)
    for page in [
        ("year_end",), ("year_end_file",), ("sleeping",), ("year_end_year", 2026),
        ("year_end_run", run.pk), ("year_end_run_file", run.pk),
    ]:  # fmt: skip
        assert reader.get(address(*page)).status_code == 200, page


@pytest.mark.parametrize("role", [Role.FINANCE_CHECKER, Role.AUDITOR, Role.ADVISER])
def test_only_the_maker_runs_and_undoes(lived, by, role):
    reader = signed_in(role)
    assert b"Type the year" not in reader.get(address("year_end_year", 2026)).content
    sent = reader.post(address("year_end_carry", 2026), {"confirmed": "2026"})
    assert sent.status_code == 403
    run = run_2026(by)
    assert b"Undo the run" not in reader.get(address("year_end_run", run.pk)).content
    assert reader.post(address("year_end_undo", run.pk), {}).status_code == 403


def test_others_stay_outside(lived):
    assert signed_in(Role.PAYROLL).get(address("year_end")).status_code == 403


def test_the_preview_says_how_many_how_much_and_the_largest(maker):
    html = maker.get(address("year_end_year", 2026)).content.decode()
    for words in ("2 units in all", "€550.00", "Atelier Brume", "€600.00", "1 up, 1 down"):
        assert words in html, words


def test_a_run_asks_for_the_year_typed_and_keeps_what_was_typed(maker):
    answer = maker.post(address("year_end_carry", 2026), {"confirmed": "2025"})
    assert answer.status_code == 422
    assert "Type 2026 here" in answer.content.decode()
    assert 'value="2025"' in answer.content.decode()
    assert not queries.carry_overs().exists()


def test_a_run_shows_its_units_and_the_row(maker, lived):
    answer = maker.post(address("year_end_carry", 2026), {"confirmed": " 2026 "}, follow=True)
    html = answer.content.decode()
    assert "2 units are carried over. Every budget is the same." in html
    assert html.index("Atelier Brume") < html.index("Stand Zuid")
    assert [books.budget(unit=unit.pk) for unit in lived] == [600_00, -50_00]
    years = maker.get(address("year_end")).content.decode()
    assert "Carried over" in years and "€550.00" in years


def test_nothing_left_says_so(maker, by):
    run_2026(by)
    answer = maker.post(address("year_end_carry", 2026), {"confirmed": "2026"}, follow=True)
    assert "Nothing is left to carry over of 2026." in answer.content.decode()


def test_an_undo_asks_why_and_the_year(maker, by):
    run = run_2026(by)
    bare = maker.post(address("year_end_undo", run.pk), {})
    assert bare.status_code == 422
    assert "Say why the run is undone" in bare.content.decode()
    words = {"reason": "An invoice was missing", "confirmed": "2026"}
    answer = maker.post(address("year_end_undo", run.pk), words, follow=True)
    assert "The run is undone." in answer.content.decode()
    again = maker.post(address("year_end_undo", run.pk), words)
    assert again.status_code == 422
    assert "this one was undone on 04/05/2027" in again.content.decode()


def test_the_units_of_a_run_come_as_a_file(maker, by, lived):
    text = maker.get(address("year_end_run_file", run_2026(by).pk)).content.decode()
    assert f"{lived[0].pk};Atelier Brume;600.00" in text
    assert "-50.00" in text


def test_a_long_run_is_paged(amina, by, later):
    for number in range(60):
        move(
            make_unit(amina, name=f"U{number:02}"),
            100 + number,
            date(2026, 6, 1),
            f"m{number}",
            by=by,
        )
    run, reader = run_2026(by), signed_in(Role.AUDITOR)
    first = reader.get(address("year_end_run", run.pk)).content.decode()
    second = reader.get(address("year_end_run", run.pk) + "?from=50").content.decode()
    assert "U59" in first and "U10" in first and "U09" not in first and "from=50" in first
    assert "U09" in second and "U00" in second and "U10" not in second


def test_in_may_2026_the_year_runs_and_the_year_before_has_nothing(amina_unit, by, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    move(amina_unit, 7_00, date(2026, 5, 2), "m", by=by)
    maker = signed_in(Role.FINANCE_MAKER)
    html = maker.get(address("year_end")).content.decode()
    assert "Not over yet" in html and "Nothing to carry over" in html
    running = maker.get(address("year_end_year", 2026)).content.decode()
    assert "If the year ended today" in running and "€7.00" in running
    assert "Type the year" not in running
    refused = maker.post(address("year_end_carry", 2026), {"confirmed": "2026"})
    assert (refused.status_code, b"Wait until 2026 is over" in refused.content) == (422, True)


def test_strange_addresses_are_not_found(maker):
    for page in [("year_end_year", 1), ("year_end_run", 99), ("unit_reopen", 99)]:
        assert maker.get(address(*page)).status_code == 404


def test_the_list_of_years_costs_a_constant_number_of_questions(maker, by, amina):
    def count():
        with CaptureQueriesContext(connection) as asked:
            maker.get(address("year_end"))
        return len(asked)

    count()
    before = count()
    for number in range(5):
        move(make_unit(amina, name=f"{number}"), 100, date(2026, 6, 1), f"m{number}", by=by)
    assert count() == before


def test_who_sleeps_is_listed_and_a_closed_unit_opens_again(maker, lived, by):
    told = datetime(2028, 7, 1, 5, tzinfo=ZONE)
    activities.notify_dormant(by=SYSTEM, at=told)
    clock.move(to=told)
    html = maker.get(address("sleeping")).content.decode()
    assert "29\N{NO-BREAK SPACE}September" in html
    assert "For the adviser" in html
    settles = datetime(2028, 9, 29, 5, tzinfo=ZONE)
    activities.settle_dormant(by=SYSTEM, at=settles)
    clock.move(to=settles)
    assert "Open again" in maker.get(address("sleeping")).content.decode()
    page = address("unit_reopen", lived[0].pk)
    assert "€600.00 comes back" in maker.get(page).content.decode()
    assert maker.post(page, {"reason": ""}).status_code == 422
    answer = maker.post(page, {"reason": "Amina is back"}, follow=True)
    assert "“Atelier Brume” is open again." in answer.content.decode()
    assert books.budget(unit=lived[0].pk) == 600_00
    assert maker.get(page).status_code == 404
