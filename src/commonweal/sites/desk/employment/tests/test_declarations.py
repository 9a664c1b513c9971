"""The desk of declarations: what waits for a person, and what a person can do about it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.employment import actions, gateways, jobs
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work
from commonweal.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    service = gateways.RecordingSocialSecurity()
    with gateways.replaced(by=service):
        yield service


@pytest.fixture
def desk(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_staff(Role.PAYROLL))
    return client


@pytest.fixture
def refused(service, amina, amina_unit, at):
    service.results[amina.national_number] = "B"
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    return declaration


@pytest.fixture
def lost(service, amina, amina_unit, at):
    service.failures[amina.national_number] = gateways.AnswerLost()
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    return declaration


def talk(at):
    jobs.send_queued(at=at)
    jobs.ask(at=at)


def waiting(desk, show="attention"):
    page = desk.get(reverse("desk:declarations"), {"show": show})
    return [row.declaration for row in page.context["rows"]]


def test_it_shows_first_what_waits_for_a_person(desk, refused, bram, amina_unit, at):
    work.declare(amina_unit, work.contract(bram))
    assert waiting(desk) == [refused]
    assert len(waiting(desk, "under-way")) == 1
    talk(at)
    assert [each.contract.member for each in waiting(desk, "accepted")] == [bram]


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_ten(
    desk, amina, amina_unit, django_assert_max_num_queries
):
    work.declare(amina_unit, work.contract(amina))
    with django_assert_max_num_queries(20) as first:
        waiting(desk, "under-way")
    for day in range(2, 12):
        work.declare(amina_unit, work.contract(amina, work.period(day)))
    with django_assert_max_num_queries(len(first)):
        assert len(waiting(desk, "under-way")) == 11


def test_a_contract_shows_the_message_without_the_national_number(desk, refused, amina):
    page = desk.get(reverse("desk:contract", args=[refused.contract_id]))
    assert "***********" in page.text
    assert amina.national_number not in page.text


def test_corrected_work_is_declared_again(desk, refused, service, at):
    service.results.clear()
    desk.post(reverse("desk:announcement", args=[refused.contract_id]))
    talk(at)
    assert work.state(refused.contract) == "declared"
    assert waiting(desk) == []


def test_work_that_begins_undeclared_is_an_alarm_until_it_is_declared_late(
    desk, amina, amina_unit, service
):
    declaration = work.declare(amina_unit, work.contract(amina))
    later = declaration.due_at + timedelta(hours=1)
    clock.move(to=later)
    talk(later)
    page = desk.get(reverse("desk:declarations"))
    assert page.context["alarms"] == [declaration.contract]
    late = reverse("desk:late_announcement", args=[declaration.contract_id])
    assert desk.post(late, {"reason": ""}).status_code == 422
    assert desk.post(late, {"reason": "The line was down"}).status_code == 302
    talk(later)
    assert desk.get(reverse("desk:declarations")).context["alarms"] == []
    page = desk.get(reverse("desk:contract", args=[declaration.contract_id]))
    assert "The line was down" in page.text


def test_a_lost_declaration_is_found_by_a_person(desk, lost, service, at):
    number = reverse("desk:declaration_number", args=[lost.pk])
    assert desk.post(number, {"number": ""}).status_code == 422
    service.messages["2026"] = gateways.Message({"worker": {}})
    assert desk.post(number, {"number": "2026"}).status_code == 302
    talk(at)
    assert work.state(lost.contract) == "declared"


def test_a_number_of_another_declaration_is_refused_and_stays_typed(
    desk, lost, bram, amina_unit, at
):
    other = work.declare(amina_unit, work.contract(bram))
    talk(at)
    other.refresh_from_db()
    page = desk.post(reverse("desk:declaration_number", args=[lost.pk]), {"number": other.number})
    assert page.status_code == 422
    assert f'value="{other.number}"' in page.text


def test_a_lost_declaration_is_sent_again_by_who_made_sure(desk, lost, service, at):
    desk.post(reverse("desk:declaration_sending", args=[lost.pk]))
    talk(at)
    assert work.state(lost.contract) == "declared"
    page = desk.post(reverse("desk:declaration_sending", args=[lost.pk]), follow=True)
    assert "Reload the page" in page.text


def test_somebody_without_identity_is_listed(desk, amina, amina_unit):
    contracts = work.clear(amina_unit, work.contract(amina))
    type(amina).objects.filter(pk=amina.pk).update(national_number="", street="")
    page = desk.get(reverse("desk:declarations"))
    assert page.context["unnamed"] == contracts


@pytest.mark.parametrize("name", ["desk:contract", "desk:late_announcement"])
def test_what_is_not_there_is_not_found(desk, name):
    address = reverse(name, args=[404])
    answer = desk.get(address) if name == "desk:contract" else desk.post(address, {"reason": "x"})
    assert answer.status_code == 404


def test_an_adviser_reads_but_does_not_decide(client, lost):
    client.force_login(make_staff(Role.ADVISER))
    assert client.get(reverse("desk:declarations")).status_code == 200
    assert client.post(reverse("desk:declaration_sending", args=[lost.pk])).status_code == 403


def test_a_member_does_not_enter(client, amina, lost):
    client.force_login(amina.user)
    assert client.get(reverse("desk:declarations")).status_code == 403
    assert client.get(reverse("desk:contract", args=[lost.contract_id])).status_code == 403
    assert Declaration.objects.get().state == "unknown"


def test_refused_declarations_say_why_in_the_list(desk, amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    answer = gateways.Answer("B", anomalies=(gateways.Anomaly("90017-510"),))
    actions.record_answers(answers=[actions.Answered(declaration, answer)], by=by, at=at)
    assert "flexi" in desk.get(reverse("desk:declarations")).text


def test_a_refused_cancellation_is_repeated(desk, amina, amina_unit, service, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    actions.cancel(contracts=[declaration.contract], by=by, at=at)
    cancellation = Declaration.objects.get(kind="cancel")
    jobs.send_queued(at=at)
    answer = gateways.Answer("B", anomalies=(gateways.Anomaly("90000-001"),))
    actions.record_answers(answers=[actions.Answered(cancellation, answer)], by=by, at=at)
    assert waiting(desk) == [cancellation]
    repetition = reverse("desk:repetition", args=[cancellation.pk])
    assert repetition in desk.get(reverse("desk:contract", args=[declaration.contract_id])).text
    desk.post(repetition)
    talk(at)
    assert waiting(desk) == []
