"""Payments at the desk: from what is due to the file, through two pairs of hands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.cast import make_staff

from commonweal.access import actions as access
from commonweal.access.queries import Role
from commonweal.banking import actions as banking
from commonweal.banking import gateways, status_words
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import PaymentBatch
from commonweal.banking.pain002 import write as report
from commonweal.banking.tests import handing
from commonweal.banking.tests.conftest import NOW, TODAY
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.test_build_batch import wage
from commonweal.banking.tests.test_export_batch import executed
from commonweal.kernel.actor import SHELL, SYSTEM, Actor
from commonweal.ledger import queries as books
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def slip(amina, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, by=by, gross_cents=13_000)
    return payroll.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


@pytest.fixture
def maker(client, settings, slip, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.FINANCE_MAKER, name="Fatima Maes"))
    return client


@pytest.fixture
def checker(maker):
    """A second browser, of a colleague."""
    other = type(maker)()
    other.force_login(make_staff(Role.FINANCE_CHECKER, name="Chris Peeters"))
    return other


def built(maker, slip):
    answer = maker.post(reverse("desk:payments_build"), {"item": [slip.item]})
    batch = PaymentBatch.objects.get()
    assert answer.url == reverse("desk:batch", args=[batch.pk])
    return batch


def url(name, batch):
    return reverse(f"desk:{name}", args=[batch.pk])


def test_what_is_due_is_chosen_and_becomes_a_batch(maker, slip):
    page = maker.get(reverse("desk:payments"))
    assert [payable.item for payable in page.context["due"]] == [slip.item]
    assert page.text.count("checked") == 1
    batch = built(maker, slip)
    assert (batch.total_cents, batch.built_by_name) == (slip.net_cents, "Fatima Maes")
    assert maker.get(reverse("desk:payments")).context["due"] == []


def test_the_amount_comes_from_the_books_not_from_the_form(maker, slip):
    maker.post(reverse("desk:payments_build"), {"item": [slip.item], "cents": "1"})
    assert PaymentBatch.objects.get().total_cents == slip.net_cents


def test_nothing_chosen_is_refused_and_nothing_is_lost(maker, slip):
    page = maker.post(reverse("desk:payments_build"), {"item": ["payslip:999"]})
    assert page.status_code == 422
    assert page.context["refusals"]
    assert slip.item in page.text


def test_a_double_click_builds_one_batch(maker, slip):
    built(maker, slip)
    again = maker.post(reverse("desk:payments_build"), {"item": [slip.item]})
    assert again.status_code == 422
    assert PaymentBatch.objects.count() == 1


def test_a_wrong_account_number_waits_apart_and_says_why(maker, slip, amina):
    type(amina).objects.filter(pk=amina.pk).update(iban="BE48001123456728")
    page = maker.get(reverse("desk:payments"))
    (held,) = page.context["held"]
    assert held.name == amina.full_name
    assert held.held in page.text
    assert maker.post(reverse("desk:payments_build"), {"item": [slip.item]}).status_code == 422


def test_a_colleague_approves_and_the_file_leaves(maker, checker, slip):
    batch = built(maker, slip)
    assert 'popovertarget="approve"' in checker.get(url("batch", batch)).text
    checker.post(url("batch_approve", batch))
    maker.post(url("batch_export", batch))
    answer = maker.get(url("batch_file", batch))
    assert answer["Content-Type"] == "application/xml"
    assert b"pain.001.001.09" in answer.content
    assert answer.content == checker.get(url("batch_file", batch)).content
    assert books.open_amount(account="455", item=slip.item) == 0
    story = maker.get(url("batch", batch)).context["story"]
    assert [entry.state for entry in story] == ["done", "done", "done", "next"]


def test_what_came_by_the_command_line_says_that_nobody_asked_a_password(maker, checker, slip):
    words = "On the command line, without a password"
    batch = built(maker, slip)
    assert words not in maker.get(url("batch", batch), headers=ENGLISH).text
    by_shell = Actor("user:0", "Chris Peeters", SHELL)
    banking.approve_batch(batch=batch, by=by_shell, at=NOW)
    page = maker.get(url("batch", batch), headers=ENGLISH).text
    assert page.count(words) == 1


def test_who_built_it_does_not_approve_it(maker, slip, settings):
    both = make_staff(Role.FINANCE_MAKER, Role.FINANCE_CHECKER, name="Sam Both")
    maker.force_login(both)
    batch = built(maker, slip)
    page = maker.get(url("batch", batch))
    assert 'popovertarget="approve"' not in page.text
    answer = maker.post(url("batch_approve", batch), follow=True)
    assert PaymentBatch.objects.get().state == "draft"
    assert list(answer.context["messages"])


@pytest.mark.parametrize("first", Role)
def test_no_pair_of_roles_lets_one_person_do_both(maker, slip, first):
    """Somebody who has these two roles builds what they may, and never approves what they built."""
    person = make_staff(*{first, Role.FINANCE_MAKER}, name="Sam Both")
    maker.force_login(person)
    batch = built(maker, slip)
    for second in Role:
        if second not in (first, Role.FINANCE_MAKER):
            access.grant_role(user=person, role=second, by=SYSTEM, at=NOW)
        maker.post(url("batch_approve", batch))
        assert PaymentBatch.objects.get().state == "draft"


def test_a_maker_has_no_door_to_approval_and_a_checker_none_to_building(maker, checker, slip):
    batch = built(maker, slip)
    assert maker.post(url("batch_approve", batch)).status_code == 403
    assert checker.post(reverse("desk:payments_build"), {"item": [slip.item]}).status_code == 403


def test_a_batch_is_turned_down_with_a_reason(maker, checker, slip):
    batch = built(maker, slip)
    assert checker.post(url("batch_cancel", batch), {"because": ""}).status_code == 422
    checker.post(url("batch_cancel", batch), {"because": "Wrong month"})
    assert "Wrong month" in maker.get(url("batch", batch)).text
    assert len(maker.get(reverse("desk:payments")).context["due"]) == 1


def test_a_file_that_is_not_made_cannot_be_downloaded(maker, slip):
    assert maker.get(url("batch_file", built(maker, slip))).status_code == 404


def test_an_auditor_reads_and_changes_nothing(maker, client, slip):
    batch = built(maker, slip)
    client.force_login(make_staff(Role.AUDITOR, name="Ann Audit"))
    assert client.get(url("batch", batch)).status_code == 200
    for name in ("batch_approve", "batch_export", "batch_cancel"):
        assert client.post(url(name, batch)).status_code == 403


# ---- giving it to the bank --------------------------------------------------------------------


def exported(maker, checker, slip):
    batch = built(maker, slip)
    checker.post(url("batch_approve", batch))
    maker.post(url("batch_export", batch))
    return batch


def give(client, batch, *moods):
    line = SimulatedLine(moods=moods)
    with gateways.replaced(by=line):
        client.post(url("batch_hand_over", batch))
    return line


def state():
    return PaymentBatch.objects.get().state


def test_the_file_is_given_over_the_line_once(maker, checker, slip):
    batch = exported(maker, checker, slip)
    assert 'popovertarget="hand-over"' in maker.get(url("batch", batch)).text
    line = give(maker, batch)
    assert (state(), len(line.received())) == ("handed", 1)
    assert not give(checker, batch).received()
    assert 'popovertarget="hand-over"' not in maker.get(url("batch", batch)).text


def test_a_person_says_that_it_was_uploaded(maker, checker, slip):
    batch = exported(maker, checker, slip)
    maker.post(url("batch_uploaded", batch))
    assert state() == "handed"
    assert not give(checker, batch).received()


def test_what_nobody_knows_stands_above_everything_until_two_people_send_it_again(
    maker, checker, slip
):
    batch = exported(maker, checker, slip)
    give(maker, batch, "hangs")
    assert state() == "unknown"
    assert list(maker.get(reverse("desk:payments")).context["unknown"])
    page = maker.post(url("batch_decide", batch), {"lost": "1", "answer": ""})
    assert (page.status_code, state()) == (422, "unknown")
    assert page.context["decide_form"].errors
    maker.post(url("batch_decide", batch), {"lost": "1", "answer": "The bank called"})
    assert state() == "exported"
    assert not give(maker, batch).received()
    assert len(give(checker, batch).received()) == 1


def test_who_decides_after_a_colleague_did_is_told_so(maker, checker, slip):
    batch = exported(maker, checker, slip)
    give(maker, batch, "hangs")
    checker.post(url("batch_decide", batch), {"arrived": "1", "answer": "On its own page"})
    page = maker.post(url("batch_decide", batch), {"lost": "1", "answer": "The bank called"})
    assert (page.status_code, state()) == (422, "handed")
    assert [str(said) for said in page.context["messages"]]


def test_a_person_says_that_the_bank_has_it(maker, checker, slip):
    batch = exported(maker, checker, slip)
    give(maker, batch, "silent")
    checker.post(url("batch_decide", batch), {"arrived": "1", "answer": "On its own page"})
    assert state() == "handed"
    assert "On its own page" in maker.get(url("batch", batch)).text


def test_the_bank_s_report_is_taken_in_and_a_rejected_wage_is_told(maker, checker, slip):
    batch = exported(maker, checker, slip)
    maker.post(url("batch_uploaded", batch))
    batch.refresh_from_db()
    name = batch.payments.get().end_to_end_id
    content = report(batch.message_id, "RJCT", {name: ("RJCT", "AC04")}, TODAY)
    file = SimpleUploadedFile("status.xml", content)
    page = maker.post(reverse("desk:payments_status"), {"reports": [file]})
    assert page.context["verdicts"][0].verdict == "taken"
    with translation.override("nl"):
        assert status_words.reason("AC04") in maker.get(url("batch", batch)).text
    assert not maker.get(reverse("desk:payments")).context["due"]
    maker.post(url("batch_refused", batch))
    assert state() == "handed"
    checker.post(url("batch_refused", batch))
    assert state() == "rejected"
    assert len(maker.get(reverse("desk:payments")).context["due"]) == 1
    assert maker.post(reverse("desk:payments_status")).status_code == 422


def test_a_live_house_asks_for_a_second_factor_of_just_now(maker, checker, slip, settings):
    batch = built(maker, slip)
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert checker.post(url("batch_approve", batch)).status_code == 302
    assert state() == "draft"


def test_an_account_that_changed_since_stops_the_batch(maker, checker, slip, amina, by, at):
    batch = built(maker, slip)
    new = banking.NewPayeeAccount(f"member:{amina.pk}", "BE68539007547034", amina.full_name)
    banking.note_accounts(accounts=[new], by=by, at=at)
    answer = checker.post(url("batch_approve", batch), follow=True)
    assert state() == "draft"
    assert amina.full_name in str(next(iter(answer.context["messages"])))


def test_an_auditor_gives_nothing_to_the_bank(maker, checker, slip, client):
    batch = exported(maker, checker, slip)
    client.force_login(make_staff(Role.AUDITOR, name="Ann Audit"))
    for name in ("batch_hand_over", "batch_uploaded", "batch_decide"):
        assert client.post(url(name, batch)).status_code == 403


def test_a_file_that_never_left_is_taken_back_by_a_colleague(maker, checker, slip):
    batch = exported(maker, checker, slip)
    maker.post(url("batch_cancel", batch), {"because": "Wrong day"})
    assert state() == "exported"
    checker.post(url("batch_cancel", batch), {"because": "Wrong day"})
    assert state() == "rejected"
    assert "Wrong day" in maker.get(url("batch", batch)).text
    assert len(maker.get(reverse("desk:payments")).context["due"]) == 1


def list_of_batches(maker):
    with CaptureQueriesContext(connection) as asked:
        page = maker.get(reverse("desk:payments"), headers={"accept-language": "en"})
    return page, len(asked)


def test_a_batch_of_which_one_was_refused_is_not_called_executed_whole(maker):
    before = list_of_batches(maker)[1]
    for start in (1, 5):
        batch = handing.exported(*(wage(start + place) for place in range(4)))
        handing.hand_over(batch)
        refused = batch.payments.first().end_to_end_id
        content = report(batch.message_id, "PART", {refused: ("RJCT", "AC04")}, TODAY)
        banking.take_status(files=[banking.BankFile("s.xml", content)], by=SYSTEM, at=NOW)
        if start == 1:
            executed(batch, 450_000)
    page, asked = list_of_batches(maker)
    outcomes = [(batch.state, outcome) for batch, outcome in page.context["batches"]]
    assert outcomes == [("handed", "1 refused"), ("executed", "3 of 4 executed, 1 refused")]
    assert "<small>3 of 4 executed, 1 refused</small>" in page.text
    assert asked <= before


def test_a_batch_that_was_paid_whole_needs_no_more_words(maker):
    batch = handing.exported(wage(1))
    handing.hand_over(batch)
    executed(batch, 150_000)
    ((found, outcome),) = list_of_batches(maker)[0].context["batches"]
    assert (found.state, outcome) == ("executed", "")


def test_the_desk_says_which_files_did_not_leave_and_which_may_be_lost(maker, checker, slip):
    batch = exported(maker, checker, slip)
    home = reverse("desk:home")
    assert [task.count for task in tasks(maker, home) if task.tone == "warn"] == [1]
    give(maker, batch, "silent")
    assert [task.count for task in tasks(maker, home) if task.tone == "bad"] == [1]


def tasks(client, home):
    """The tasks of the desk that lead to payments and wait."""
    found = client.get(home).context["tasks"]
    return [task for task in found if task.href == reverse("desk:payments") and task.count]


def test_the_file_of_a_batch_that_will_never_leave_says_so_in_its_name(maker, checker, slip):
    batch = exported(maker, checker, slip)
    before = maker.get(url("batch_file", batch))
    checker.post(url("batch_cancel", batch), {"because": "Another account number"})
    after = maker.get(url("batch_file", batch))
    assert state() == "rejected"
    assert after.content == before.content
    assert "DO-NOT-SEND" not in before["Content-Disposition"]
    assert "DO-NOT-SEND" in after["Content-Disposition"]


def test_the_file_of_a_batch_that_left_says_so_too(maker, checker, slip):
    batch = exported(maker, checker, slip)
    maker.post(url("batch_uploaded", batch))
    assert "DO-NOT-SEND" in maker.get(url("batch_file", batch))["Content-Disposition"]


def test_the_short_address_of_the_payments_leads_to_their_page(maker):
    answer = maker.get("/desk/payments/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:payments"))
