"""letters.send: the outbox is carried away, each letter once."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from commonweal.documents import actions as documents
from commonweal.kernel.actor import SYSTEM
from commonweal.letters import actions as letters
from commonweal.letters import gateways, jobs, queries
from commonweal.letters.models import Letter
from commonweal.letters.tests.test_post import new


@pytest.fixture
def live(settings):
    """A house whose mail leaves (into the mailbox of the test)."""
    settings.MODE = "live"


def post(by, at, *details):
    return letters.post(letters=[new(**one) for one in details or ({},)], by=by, at=at)


def send(at, limit=20):
    return letters.send(limit=limit, by=SYSTEM, at=at + timedelta(minutes=1))


def test_it_sends_text_page_and_enclosures(live, entity, by, at):
    file = documents.NewFile("invoice.pdf", "application/pdf", b"%PDF-1.7", "invoice")
    (document,) = documents.store(files=[file], by=by, at=at)
    (letter,) = post(by, at, {"kind": "invoice", "attachments": [document.pk]})
    send(at)
    (sent,) = mail.outbox
    assert sent.to == ["Festival de la Senne <production@festival.example>"]
    assert sent.subject == "Invoice 2026-000012: Stage manager"
    assert sent.alternatives[0].mimetype == "text/html"
    assert sent.attachments == [("invoice.pdf", b"%PDF-1.7", "application/pdf")]
    assert sent.extra_headers["Message-ID"] == f"<letter-{letter.pk}@localhost>"
    letter.refresh_from_db()
    assert letter.sent_at == at + timedelta(minutes=1)


def test_a_letter_is_sent_once(live, entity, by, at):
    post(by, at)
    assert len(send(at)) == 1
    assert send(at) == []
    assert len(mail.outbox) == 1


def test_a_demo_keeps_its_letters_in_the_tray(entity, by, at):
    post(by, at)
    (letter,) = send(at)
    assert letter.sent_at and not mail.outbox
    assert list(queries.tray()) == [letter]


def test_a_refused_reader_is_a_failure_with_its_reason(live, entity, by, at, monkeypatch):
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no such mailbox")})

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", refuse)
    post(by, at)
    (letter,) = send(at)
    assert (letter.sent_at, letter.failed) == (None, "550 no such mailbox")
    assert not queries.waiting().exists()


def test_a_closed_way_leaves_the_letter_waiting(live, entity, by, at, monkeypatch):
    def unreachable(self, messages):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", unreachable)
    post(by, at)
    with pytest.raises(OSError, match="no mail server"):
        send(at)
    assert queries.waiting().count() == 1


def test_the_job_empties_the_outbox_oldest_first(live, entity, by, at):
    post(by, at, *({"to": f"c{i}@example.org"} for i in range(jobs.BATCH + 5)))
    jobs.send()
    assert [m.to[0].split("<")[1] for m in mail.outbox[:2]] == [
        "c0@example.org>",
        "c1@example.org>",
    ]
    assert Letter.objects.filter(sent_at=None).count() == 0


def test_no_name_can_add_a_header(live, entity, by, at):
    post(by, at, {"name": "Eve\r\nBcc: all@example.org"})
    send(at)
    message = mail.outbox[0].message()
    assert "Bcc" not in message
    assert "all@example.org" not in mail.outbox[0].recipients()


def test_the_carrier_of_a_live_house_is_the_mail_server(live):
    assert isinstance(gateways.carrier(), gateways.Smtp)
