"""The member's home: what to do first, spendable now, the next wage, clients who are late."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, TODAY, actor, make_unit

from commonweal.activities import actions as activities
from commonweal.activities.models import FundingAgreement, FundingReport, Note, OpeningRequest
from commonweal.activities.tests.budgets import collect, earn, pay_out, promise
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.kernel.actor import SYSTEM
from commonweal.sites.portal.home import home_of

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def home(member, at=NOW):
    return home_of(member_id=member.pk, at=at)


def texts(found):
    return [str(task.text) for task in found.tasks]


@pytest.fixture
def atelier(amina):
    return make_unit(amina, "activity", "Atelier Brume")


@pytest.fixture
def see(client, amina):
    client.force_login(amina.user)
    return lambda: client.get(reverse("portal:home"), headers=ENGLISH)


def test_what_is_missing_comes_first(amina, amina_unit, festival):
    type(amina).objects.update(iban="")
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    found = home(amina)
    assert texts(found) == ["Complete your details", "Festival de la Senne has not confirmed yet"]


def test_an_order_that_waits_is_a_task_however_many_came_after_it(amina, amina_unit, festival):
    type(amina).objects.update(share_paid_on=TODAY)
    place(amina, festival, job(amina_unit, festival, worker(amina), title="The first"))
    for step in range(6):
        wanted = job(amina_unit, festival, worker(amina, day(later(1 + step))))
        confirm(place(amina, festival, wanted).order)
    found = home(amina)
    assert [task.note for task in found.tasks] == ["The first"]
    assert len(found.orders) == 5
    assert "The first" not in {order.title for order in found.orders}


def test_what_others_ask_waits_for_an_answer(amina, amina_unit, carla, carla_unit):
    earn(carla_unit)
    new = activities.NewTransfer(carla_unit.pk, amina_unit.pk, 100_00, "Printing together")
    (sent,) = activities.propose_transfers(transfers=[new], by=actor(carla), at=NOW)
    bill = activities.NewInternalInvoice(
        carla_unit.pk, amina_unit.pk, "Translation", [("Two pages", 80_00)]
    )
    (invoice,) = activities.send_internal_invoices(invoices=[bill], by=actor(carla), at=NOW)
    assert [(str(task.text), task.href) for task in home(amina).tasks] == [
        ("Take or refuse a transfer of €100.00",
         reverse("portal:transfer", args=[amina_unit.pk, sent.pk])),
        ("Good to pay? An internal invoice of €80.00",
         reverse("portal:internal_invoice", args=[amina_unit.pk, invoice.number])),
    ]  # fmt: skip
    assert home(carla).tasks == []


def test_papers_an_adviser_asked_wait(amina, amina_unit, at):
    request = OpeningRequest.objects.create(
        member=amina, name="Atelier Brume", trade="design", description="Posters",
        state="papers_asked", remark="Your diploma, please.", sent_at=at,
    )  # fmt: skip
    (task,) = home(amina).tasks
    assert (str(task.text), task.note) == (
        "Hand in papers for “Atelier Brume”", "Your diploma, please.",
    )  # fmt: skip
    assert task.href == reverse("portal:opening", args=[request.pk])


def test_a_report_is_told_two_weeks_before_and_in_red_when_late(amina, atelier, at):
    agreement = FundingAgreement.objects.create(
        unit=atelier, kind="subsidy", funder="City", title="Mural", cents=5000_00,
        starts_on=TODAY, ends_on=TODAY + timedelta(days=90), state="signed", made_by="user:1",
        made_at=at, signed_on=TODAY,
    )  # fmt: skip
    for due_on in (TODAY - timedelta(days=1), TODAY + timedelta(days=14),
                   TODAY + timedelta(days=15)):  # fmt: skip
        FundingReport.objects.create(
            agreement=agreement, unit=atelier, due_on=due_on, text="Figures"
        )
    late, near = home(amina).tasks
    assert (late.tone, near.tone) == ("bad", "warn")
    assert str(near.text) == "Report on “Mural”, due on 18\N{NO-BREAK SPACE}May 2026"
    assert near.href == reverse("portal:funding", args=[atelier.pk, agreement.pk])


def test_a_goal_is_told_once_its_day_is_near(amina, atelier, at):
    for days, text in ((10, "Find a second client"), (40, "Later")):
        Note.objects.create(
            unit=atelier, kind="goal", text=text, due_on=TODAY + timedelta(days=days),
            by="staff:1", by_name="Dirk", at=at,
        )  # fmt: skip
    (task,) = home(amina).tasks
    assert str(task.text) == "Your goal for 14\N{NO-BREAK SPACE}May 2026: Find a second client"
    assert task.href == f"{reverse('portal:people', args=[atelier.pk])}#goals"


def test_an_invitation_names_the_mail_that_answers_it(see, amina, amina_unit, bram):
    unit = make_unit(bram, "activity", "Trio")
    new = activities.NewInvitation(unit, amina.user.email, "co_manager")
    activities.invite(invitations=[new], by=actor(bram), at=NOW)
    (invitation,) = home(amina).invitations
    assert invitation.unit.name == "Trio"
    page = see()
    assert "You are invited to act for “Trio”" in page.text
    assert "Nothing waits for you" not in page.text
    assert home(bram).invitations == []
    assert home(amina, NOW + timedelta(days=365)).invitations == []


def test_a_client_who_is_late_is_shown_with_days_and_amount(amina, amina_unit, festival):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    declare()
    on(later(1))
    due = later(1) + timedelta(days=30)

    def late_on(day):
        return home(amina, datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo)).late

    assert late_on(due) == []
    (late,) = late_on(due + timedelta(days=12))
    assert (late.open_cents, late.days, late.invoice.buyer["name"]) == (
        1210_00, 12, "Festival de la Senne",
    )  # fmt: skip
    collect(amina_unit, 1210_00, late.invoice.number)
    assert late_on(due + timedelta(days=12)) == []


def test_money_is_said_at_once(amina, amina_unit, festival):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    found = home(amina)
    assert (found.spendable, found.expected, found.wage_cents) == (0, 935_00, 0)
    declare()
    found = home(amina, on(later(1)))
    assert (found.spendable, found.expected) == (1, 0)
    assert (found.wage_cents, found.wage_on) == (502_62, later(7))
    assert not found.wage_is_late
    assert home(amina, NOW + timedelta(days=30)).wage_is_late


def test_a_budget_below_zero_is_red(see, amina_unit):
    earn(amina_unit)
    promise(amina_unit, 935_00, origin="note:1")
    assert 'class="bad"' not in see().text
    pay_out(amina_unit, 10_00, "note:9")
    page = see()
    assert '<b class="bad">−€10.00</b>' in page.text
    assert "below zero" in page.text


def test_the_second_button_is_what_the_member_can_do(see, amina, amina_unit):
    assert reverse("portal:simulator") in see().text
    assert "New contract from a budget" not in see().text
    unit = make_unit(amina, "activity", "Atelier Brume")
    page = see()
    assert "New contract from a budget" in page.text
    assert reverse("portal:activity_work_new", args=[unit.pk]) in page.text


def test_who_only_reads_an_activity_makes_no_contract_there(amina, bram):
    unit = make_unit(bram, "activity", "Trio")
    unit.mandates.create(member=amina, role="reader")
    assert home(amina).hires == []
    assert [own.unit for own in home(bram).hires] == [unit]


def test_a_member_without_a_unit_has_a_home(see, amina):
    page = see()
    assert "Your adviser opens your first budget." in page.text
    assert "Nothing waits for you" in page.text


def test_it_asks_the_same_number_of_questions_with_one_unit_as_with_thirty(
    amina, carla, carla_unit, amina_unit, festival
):
    def count():
        with CaptureQueriesContext(connection) as asked:
            home(amina)
        unasked = ("SAVEPOINT", "RELEASE", "select current_setting", "select set_config",
                   "select coalesce(current_setting")  # fmt: skip
        return sum(not one["sql"].lower().startswith(tuple(map(str.lower, unasked)))
                   for one in asked)  # fmt: skip

    type(amina).objects.update(share_paid_on=TODAY)
    earn(amina_unit, 100_00, "2026-000900")
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    one = count()
    for step in range(29):
        unit = make_unit(amina, "activity", f"Atelier {step}")
        earn(carla_unit, 1000_00, 100 + step)
        new = activities.NewTransfer(carla_unit.pk, unit.pk, 10_00, "Together")
        activities.propose_transfers(transfers=[new], by=SYSTEM, at=NOW)
        place(amina, festival, job(amina_unit, festival, worker(amina, day(later(step + 1)))))
    assert len(home(amina).budgets) == 30
    assert one == count() <= 17
