"""What leaves, at the desk: three lists, and what becomes of what is chosen."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from tests.cast import NOW, make_client, make_staff

from commonweal.access.queries import Role
from commonweal.flows.dispatch import queries
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import PostalCopy
from commonweal.invoicing.tests import work
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.peppol import actions as peppol
from commonweal.peppol.queries import outgoing

pytestmark = pytest.mark.django_db
CHOSEN = PostalCopy.Because.CHOSEN


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def printable(amina_unit, festival):
    """Make an invoice with papers that nobody sent yet."""

    def make(client=festival):
        invoice = work.issue(amina_unit, client, by=SYSTEM, at=NOW)
        invoicing.render(invoices=[invoice.pk], by=SYSTEM, at=NOW)
        return invoice

    return make


@pytest.fixture
def refused(printable):
    """Two invoices that the festival refused over Peppol."""
    two = [printable(), printable()]
    for invoice in two:
        new = peppol.NewOutgoing(
            invoice.ref, invoice.rendering.xml_id, ("0208", "0896755397"),
            ("0208", "0871234105"), "invoice",
        )  # fmt: skip
        rows = peppol.send(documents=[new], by=SYSTEM, at=NOW)
        peppol.begin_sending(outgoing=rows, by=SYSTEM, at=NOW)
        said = [peppol.Said(rows[0], "rejected", "No order number")]
        peppol.record_status(said=said, by=SYSTEM, at=NOW)
    return two


@pytest.fixture
def desk(client):
    client.force_login(make_staff(Role.CUSTOMER_SERVICE))
    return client


def decide(desk, do, *invoices, **more):
    numbers = [invoice.number for invoice in invoices]
    return desk.post(reverse("desk:dispatch_decide"), {"do": do, "invoice": numbers, **more})


def shown(desk, show):
    answer = desk.get(reverse("desk:dispatch"), {"show": show}, headers={"accept-language": "en"})
    return answer, [row[0] for row in answer.context["rows"]]


def test_what_was_refused_stands_there_with_the_reason(refused, desk):
    page, rows = shown(desk, "refused")
    assert rows == refused[::-1]
    assert "No order number" in page.content.decode()


def test_two_are_mailed_at_once_and_leave_the_list(refused, desk):
    answer = decide(desk, "mail", *refused)
    assert answer.status_code == 302
    assert tray().filter(kind="invoice").count() == 2
    assert shown(desk, "refused")[1] == []


def test_again_over_peppol(refused, desk):
    decide(desk, "again", refused[0], show="refused")
    assert outgoing(about=[refused[0].ref])[refused[0].ref].state == "queued"
    assert shown(desk, "to-send")[1] == [refused[0]]
    assert shown(desk, "refused")[1] == [refused[1]]


def test_nothing_more_to_send(refused, desk):
    decide(desk, "leave", refused[0])
    assert shown(desk, "refused")[1] == [refused[1]]


def test_a_refusal_keeps_what_was_chosen_and_sends_nothing(refused, desk, festival):
    type(festival).objects.filter(pk=festival.pk).update(email="")
    answer = decide(desk, "mail", refused[0], show="refused")
    assert answer.status_code == 422
    assert answer.context["chosen"] == [refused[0].number]
    assert "Festival de la Senne" in answer.content.decode()
    assert not tray().filter(kind="invoice").exists()


def test_choosing_nothing_is_said(refused, desk):
    answer = decide(desk, "mail", show="refused")
    assert answer.status_code == 422
    assert [each.code for each in answer.context["refusals"]] == ["nothing_chosen"]


def test_what_nobody_answers_comes_to_light_after_days(printable, desk):
    invoice = printable()
    new = peppol.NewOutgoing(
        invoice.ref, invoice.rendering.xml_id, ("0208", "0896755397"),
        ("0208", "0871234105"), "invoice",
    )  # fmt: skip
    rows = peppol.send(documents=[new], by=SYSTEM, at=NOW)
    peppol.begin_sending(outgoing=rows, by=SYSTEM, at=NOW)
    peppol.record_taken(outgoing=rows, by=SYSTEM, at=NOW)
    assert shown(desk, "silent")[1] == []
    clock.move(to=NOW + timedelta(days=4))
    assert shown(desk, "silent")[1] == [invoice]
    decide(desk, "mail", invoice, show="silent")
    assert tray().get(kind="invoice").about == invoice.ref


def test_post_is_printed_in_one_file_and_marked(printable, desk):
    two = [printable(), printable(make_client(kind="person", name="Mia", enterprise_number="",
                                              vat_number=""))]  # fmt: skip
    invoicing.put_in_post(invoices=two, because=CHOSEN, by=SYSTEM, at=NOW)
    assert shown(desk, "post")[1] == two[::-1]
    file = desk.get(reverse("desk:dispatch_print"))
    assert file["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(file.content)) as read:
        assert len(read.pages) == 2
    decide(desk, "posted", *two, show="post")
    assert shown(desk, "post")[1] == []
    assert desk.get(reverse("desk:dispatch_print")).status_code == 404


def test_from_the_page_of_an_invoice_one_comes_back_there(printable, desk, festival):
    invoice = printable()
    page = reverse("desk:invoice", args=[invoice.number])
    assert reverse("desk:dispatch_decide") in desk.get(page).content.decode()
    assert decide(desk, "mail", invoice, back=page).url == page
    assert tray().get(kind="invoice").about == invoice.ref
    type(festival).objects.filter(pk=festival.pk).update(email="")
    answer = desk.post(
        reverse("desk:dispatch_decide"),
        {"do": "mail", "invoice": invoice.number, "back": page},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == page
    assert "Festival de la Senne" in [str(each) for each in answer.context["messages"]][-1]


def test_nobody_is_led_elsewhere(refused, desk):
    answer = decide(desk, "leave", refused[0], back="https://example.com/")
    assert answer.url.startswith(reverse("desk:dispatch"))


def test_the_auditor_looks_and_decides_nothing(refused, client):
    client.force_login(make_staff(Role.AUDITOR))
    page, rows = shown(client, "refused")
    assert rows
    assert not page.context["deeds"]
    assert decide(client, "mail", refused[0]).status_code == 403
    assert client.get(reverse("desk:dispatch_print")).status_code == 403


def test_what_is_asked_must_be_on_the_list(refused, desk):
    assert decide(desk, "burn", refused[0]).status_code == 404
    assert desk.get(reverse("desk:dispatch"), {"show": "all"}).status_code == 404


def test_the_timeline_tells_the_whole_way_to_desk_and_member(refused, desk, client, amina):
    decide(desk, "mail", refused[0])
    decide(desk, "post", refused[0])
    story = queries.history(invoice=refused[0])
    assert [(each.channel, each.stage) for each in story] == [
        ("peppol", "refused"), ("mail", "waiting"), ("post", "waiting"),
    ]  # fmt: skip
    client.force_login(amina.user)
    page = client.get(
        reverse("portal:invoice", args=[refused[0].number]), headers={"accept-language": "en"}
    ).content.decode()
    for words in (
        "Sent over Peppol", "Refused over Peppol", "No order number",
        "Mail to production@festival.example waits to leave", "Waits to be printed and posted",
    ):  # fmt: skip
        assert words in page
    listed = client.get(reverse("portal:invoices"), headers={"accept-language": "en"})
    assert "To be posted" in listed.content.decode()
    assert "Refused by Peppol" in listed.content.decode()


def test_the_work_queues_count_them(refused, desk):
    page = desk.get(reverse("desk:work_queues"), headers={"accept-language": "en"})
    counts = {str(task.text): task.count for task in page.context["tasks"]}
    assert (counts["Refused by Peppol"], counts["To be posted"], counts["To be sent"]) == (2, 0, 0)
