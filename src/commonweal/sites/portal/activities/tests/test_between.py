"""Between budgets: what a member sees, sends and answers, and what stays of the other side."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, actor

from commonweal.activities import actions as activities
from commonweal.activities.models import InternalInvoice, Mandate, Transfer, Trust
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import invoice, money, propose
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members
from commonweal.members.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def shares(amina, carla):
    """Both own a share, and decide alone about what they do here."""
    members.mark_share_paid(members=[amina, carla], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    for member in (amina, carla):
        Trust.objects.create(
            member=member, limit_cents=10_000_00, reason="x", by="x", by_name="x", at=NOW
        )


@pytest.fixture
def visit(client):
    """Somebody at a page: `visit(member, name, *args, post=data)`."""

    def go(member, name, *args, post=None, **query):
        client.force_login(member.user)
        url = reverse(f"portal:{name}", args=args)
        headers = {"accept-language": "en"}
        if post is not None:
            return client.post(url, post, headers=headers)
        return client.get(url, query, headers=headers)

    return go


def typed(receiver, /, **changes):
    return {
        "key": "k", "to": "carla@example.org", "receiver": receiver.pk, "amount": "300,00",
        "text": "For the poster", "send": "1", **changes,
    }  # fmt: skip


def billed(receiver, /, **changes):
    return {
        "key": "k", "to": "carla@example.org", "receiver": receiver.pk, "title": "Poster",
        "line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "0", "line-0-text": "Design",
        "line-0-amount": "250", "line-1-text": "Print", "line-1-amount": "50", "send": "1",
        **changes,
    }  # fmt: skip


def test_budget_is_looked_up_proposed_and_accepted(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    earn(amina_unit)
    looked = typed(carla_unit, receiver="", amount="300", text="", look="1")
    page = visit(amina, "transfer_new", amina_unit.pk, post=looked)
    assert page.status_code == 200
    assert "3in1 Carla Lefèvre" in page.text
    assert (page.context["now"], page.context["after"]) == (935_00, 635_00)
    assert not page.context["form"].errors
    answer = visit(amina, "transfer_new", amina_unit.pk, post=typed(carla_unit))
    transfer = Transfer.objects.get()
    assert answer.url == reverse("portal:transfer", args=[amina_unit.pk, transfer.pk])
    page = visit(carla, "between", carla_unit.pk)
    (task,) = page.context["tasks"]
    assert task.text == "“3in1 Amina Benali” offers €300.00: accept or refuse"
    assert visit(carla, "transfer", carla_unit.pk, transfer.pk).context["after"] == 300_00
    visit(carla, "transfer_accept", carla_unit.pk, transfer.pk, post={})
    assert (money(amina_unit), money(carla_unit)) == (
        (635_00, 0, 635_00),
        (300_00, 0, 300_00),
    )
    page = visit(carla, "between", carla_unit.pk)
    assert page.context["tasks"] == []
    (row,) = page.context["rows"]
    entry = visit(carla, "budget_entry", carla_unit.pk, row.entry)
    assert (row.cents, entry.context["source"]) == (300_00, row.url)


def test_a_double_click_makes_one_transfer(visit, shares, amina, amina_unit, carla_unit):
    earn(amina_unit)
    urls = {visit(amina, "transfer_new", amina_unit.pk, post=typed(carla_unit)).url for _ in "ab"}
    assert len(urls) == 1
    assert money(amina_unit) == (935_00, 300_00, 635_00)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"amount": "935,01"}, "amount", "935.01 is asked and 935.00 can be spent"),
        ({"amount": "0"}, "amount", "at least"),
        ({"amount": "99999999999999999999"}, "amount", "Write an amount of less than"),
        ({"amount": ""}, "amount", "required"),
        ({"text": ""}, "text", "required"),
        ({"to": "nobody@example.org"}, "to", "it names no other budget"),
        ({"to": "amina@example.org"}, "to", "it names no other budget"),
        ({"to": ""}, "to", "required"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    visit, shares, amina, amina_unit, carla_unit, change, field, words
):
    earn(amina_unit)
    page = visit(amina, "transfer_new", amina_unit.pk, post=typed(carla_unit, **change))
    assert page.status_code == 422
    form = page.context["form"]
    assert list(form.errors) == [field]
    assert words in str(form.errors[field])
    kept = typed(carla_unit, **change)
    assert all(form[name].value() == kept[name] for name in ("to", "amount", "text"))


def test_of_several_budgets_one_must_be_chosen(visit, shares, amina, carla, amina_unit, carla_unit):
    Mandate.objects.create(unit=amina_unit, member=carla, role="reader")
    (second,) = activities.open_unit(
        units=[activities.NewUnit("activity", "Brume", carla, NOW.date())], by=SYSTEM, at=NOW
    )
    earn(amina_unit)
    page = visit(amina, "transfer_new", amina_unit.pk, post=typed(carla_unit, receiver=""))
    assert list(page.context["form"].errors) == ["receiver"]
    assert set(page.context["form"].found) == {carla_unit.pk, second.pk}
    page = visit(amina, "transfer_new", amina_unit.pk, post=typed(carla_unit, receiver="999999"))
    assert list(page.context["form"].errors) == ["receiver"]


def test_without_a_share_nothing_is_accepted_or_invoiced(
    visit, amina, carla, amina_unit, carla_unit
):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    page = visit(carla, "transfer_accept", carla_unit.pk, transfer.pk, post={})
    assert page.status_code == 422
    assert "Let Carla Lefèvre pay a share first" in page.text
    page = visit(amina, "internal_invoice_new", amina_unit.pk, post=billed(carla_unit))
    assert page.status_code == 422
    assert "Let Amina Benali pay a share first" in page.text


def test_above_ones_trust_an_adviser_looks_first(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    Trust.objects.update(limit_cents=0)
    earn(amina_unit)
    visit(amina, "transfer_new", amina_unit.pk, post=typed(carla_unit))
    transfer = Transfer.objects.get()
    assert transfer.state == "checking"
    page = visit(amina, "transfer", amina_unit.pk, transfer.pk)
    assert page.context["withdraws"]
    assert "Waits for an adviser" in page.text
    assert visit(carla, "transfer", carla_unit.pk, transfer.pk).status_code == 404
    assert visit(carla, "between", carla_unit.pk).context["rows"] == []


def test_a_transfer_is_refused_with_a_reason_that_the_giver_reads(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    page = visit(carla, "transfer_refuse", carla_unit.pk, transfer.pk, post={"reason": " "})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["reason"]
    visit(carla, "transfer_refuse", carla_unit.pk, transfer.pk, post={"reason": "Too much"})
    page = visit(amina, "transfer", amina_unit.pk, transfer.pk)
    assert "Too much" in page.text
    assert [entry.state for entry in page.context["story"]] == ["done", "refused"]
    again = visit(carla, "transfer_accept", carla_unit.pk, transfer.pk, post={})
    assert again.status_code == 422
    assert "was answered before" in again.text


def test_the_giver_takes_it_back(visit, shares, amina, carla, amina_unit, carla_unit):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    assert (
        visit(carla, "transfer_withdrawal", carla_unit.pk, transfer.pk, post={}).status_code == 404
    )
    assert visit(amina, "transfer_accept", amina_unit.pk, transfer.pk, post={}).status_code == 404
    visit(amina, "transfer_withdrawal", amina_unit.pk, transfer.pk, post={})
    assert money(amina_unit) == (935_00, 0, 935_00)


def test_the_receiver_sees_the_name_of_the_giver_and_no_amount_of_its_budget(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    page = visit(carla, "transfer", carla_unit.pk, transfer.pk)
    assert "3in1 Amina Benali" in page.text
    assert "935" not in page.text
    assert "635" not in page.text
    assert visit(carla, "budget", amina_unit.pk).status_code == 404


def test_an_invoice_is_sent_disputed_changed_and_paid(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    earn(carla_unit)
    answer = visit(amina, "internal_invoice_new", amina_unit.pk, post=billed(carla_unit))
    number = InternalInvoice.objects.get().number
    assert answer.url == reverse("portal:internal_invoice", args=[amina_unit.pk, number])
    args = (carla_unit.pk, number)
    page = visit(carla, "internal_invoice", *args)
    assert (page.context["now"], page.context["after"]) == (935_00, 635_00)
    visit(carla, "internal_dispute", *args, post={"reason": "One print, not two"})
    page = visit(amina, "between", amina_unit.pk)
    assert [task.tone for task in page.context["tasks"]] == ["bad"]
    page = visit(amina, "internal_invoice_change", amina_unit.pk, number)
    assert "One print, not two" in page.text
    assert page.context["form"].total == 300_00
    changed = billed(carla_unit, **{"line-1-amount": "25,00"})
    visit(amina, "internal_invoice_change", amina_unit.pk, number, post=changed)
    page = visit(carla, "internal_approval", *args, post={"cents": "30000"})
    assert "asks 275.00 now" in page.text
    page = visit(carla, "internal_invoice", *args)
    assert "It asked €300.00 before." in page.text
    assert 'name="cents" value="27500"' in page.text
    visit(carla, "internal_approval", *args, post={})
    assert (money(amina_unit)[0], money(carla_unit)[0]) == (275_00, 660_00)
    page = visit(carla, "internal_invoice", *args)
    assert [entry.text for entry in page.context["story"]] == [
        "Sent",
        "Sent back",
        "Changed and sent again",
        "Good to pay; it is in the books",
    ]


def test_without_a_share_nothing_is_sent_again(visit, shares, amina, carla, amina_unit, carla_unit):
    sent = invoice(amina_unit, carla_unit, amina)
    activities.dispute_internal_invoice(invoice=sent, reason="Less", by=actor(carla), at=NOW)
    Member.objects.filter(pk=amina.pk).update(share_paid_on=None)
    page = visit(
        amina, "internal_invoice_change", amina_unit.pk, sent.number, post=billed(carla_unit)
    )
    assert "pay a share first" in page.text
    sent.refresh_from_db()
    assert sent.state == "disputed"


def test_what_a_budget_cannot_pay_keeps_waiting(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    sent = invoice(amina_unit, carla_unit, amina)
    page = visit(carla, "internal_approval", carla_unit.pk, sent.number, post={})
    assert page.status_code == 422
    assert "300.00 is asked and 0.00 can be spent" in page.text
    assert page.context["invoice"].state == "sent"


def test_lines_are_added_and_left_out_and_nothing_typed_is_lost(
    visit, shares, amina, amina_unit, carla_unit
):
    page = visit(amina, "internal_invoice_new", amina_unit.pk, post=billed(carla_unit, add="1"))
    assert [line["text"].value() for line in page.context["form"].lines] == ["Design", "Print", ""]
    assert not page.context["form"].head.errors
    page = visit(amina, "internal_invoice_new", amina_unit.pk, post=billed(carla_unit, drop="0"))
    assert [line["amount"].value() for line in page.context["form"].lines] == ["50"]
    page = visit(
        amina, "internal_invoice_new", amina_unit.pk,
        post=billed(carla_unit, **{"line-1-amount": "x", "title": ""}),
    )  # fmt: skip
    assert page.status_code == 422
    assert page.context["form"].lines.errors[1] == {
        "amount": ["Write the amount in euro, with at most two decimals, for example 1250,00."]
    }
    assert list(page.context["form"].head.errors) == ["title"]
    assert not InternalInvoice.objects.exists()


def test_the_answers_while_typing(visit, amina, amina_unit):
    earn(amina_unit)
    page = visit(amina, "transfer_after", amina_unit.pk, post={"amount": "1000"})
    assert page.context["after"] == -65_00
    assert "not enough" in page.text
    assert visit(amina, "transfer_after", amina_unit.pk, post={}).context["after"] is None
    lines = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "0", "line-0-amount": "10,50"}
    page = visit(amina, "internal_total", amina_unit.pk, post=lines | {"line-1-amount": "x"})
    assert page.context["form"].total == 10_50


@pytest.mark.parametrize("role", ["contributor", "reader"])
def test_who_may_not_spend_looks_and_does_nothing(
    visit, shares, amina, bram, carla, amina_unit, carla_unit, role
):
    Mandate.objects.create(unit=carla_unit, member=bram, role=role)
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    page = visit(bram, "transfer", carla_unit.pk, transfer.pk)
    assert (page.status_code, page.context["answers"]) == (200, False)
    assert "Give budget" not in visit(bram, "between", carla_unit.pk).text
    for name, args in {
        "transfer_accept": [carla_unit.pk, transfer.pk],
        "transfer_refuse": [carla_unit.pk, transfer.pk],
        "transfer_new": [carla_unit.pk],
        "internal_invoice_new": [carla_unit.pk],
    }.items():
        assert visit(bram, name, *args, post={}).status_code == 403


def test_a_stranger_finds_nothing(visit, shares, amina, bram, amina_unit, carla_unit):
    earn(amina_unit)
    transfer, sent = propose(amina_unit, carla_unit, amina), invoice(amina_unit, carla_unit, amina)
    for name, args in {
        "between": [amina_unit.pk],
        "transfer": [amina_unit.pk, transfer.pk],
        "internal_invoice": [amina_unit.pk, sent.number],
        "between_file": [amina_unit.pk, "csv"],
    }.items():
        assert visit(bram, name, *args).status_code == 404


def test_the_list_and_its_file_have_the_same_rows_by_filter(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    earn(amina_unit)
    paid = invoice(carla_unit, amina_unit, carla, 40_00, "=HYPERLINK(0)")
    activities.approve_internal_invoices(invoices=[paid], by=actor(amina), at=NOW)
    propose(amina_unit, carla_unit, amina)
    for query, count in [
        ({}, 2), ({"kind": "transfer"}, 1), ({"stage": "done"}, 1), ({"stage": "ended"}, 0),
        ({"kind": "x", "stage": "y"}, 2), ({"kind": "invoice", "stage": "waiting"}, 0),
    ]:  # fmt: skip
        page = visit(amina, "between", amina_unit.pk, **query)
        file = visit(amina, "between_file", amina_unit.pk, "csv", **query)
        lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
        assert (len(page.context["rows"]), len(lines) - 1) == (count, count)
    file = visit(amina, "between_file", amina_unit.pk, "csv", stage="done")
    line = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[1]
    assert line.endswith(
        "Internal invoice;I2026-000001;'=HYPERLINK(0);3in1 Carla Lefèvre;Paid;-40.00"
    )
    assert visit(amina, "between_file", amina_unit.pk, "exe").status_code == 404


def test_the_list_asks_as_many_questions_for_one_deal_as_for_a_hundred(
    visit, shares, amina, carla, amina_unit, carla_unit
):
    def count():
        with CaptureQueriesContext(connection) as asked:
            visit(amina, "between", amina_unit.pk)
        return sum(not re.match("SAVEPOINT|RELEASE", one["sql"]) for one in asked)

    def more():
        paid = invoice(carla_unit, amina_unit, carla, 1_00)
        activities.approve_internal_invoices(invoices=[paid], by=actor(amina), at=NOW)
        propose(amina_unit, carla_unit, amina, 1_00)
        invoice(carla_unit, amina_unit, carla, 1_00)

    earn(amina_unit)
    more()
    count()
    few = count()
    for _each in range(40):
        more()
    assert count() == few


def test_who_stands_on_both_sides_is_told_on_the_timeline(visit, shares, amina, amina_unit):
    (second,) = activities.open_unit(
        units=[activities.NewUnit("activity", "Brume", amina, NOW.date())], by=SYSTEM, at=NOW
    )
    earn(second)
    sent = invoice(amina_unit, second, amina)
    visit(amina, "internal_approval", second.pk, sent.number, post={})
    page = visit(amina, "internal_invoice", second.pk, sent.number)
    assert "The same person stands on both sides" in page.text
