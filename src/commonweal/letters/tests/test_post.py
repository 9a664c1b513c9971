"""letters.post: a letter is written once, in its reader's language, and waits in the outbox."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.documents import actions as documents
from commonweal.kernel.models import Event
from commonweal.letters import actions as letters
from commonweal.letters import queries
from commonweal.letters._render import render
from commonweal.letters.kinds import KINDS
from commonweal.letters.tests.contexts import CONTEXTS


def new(kind="order_to_confirm", **details):
    fields = {
        "to": "production@festival.example",
        "name": "Festival de la Senne",
        "language": "en",
        "kind": kind,
        "context": CONTEXTS[kind],
        "about": "order:12",
    }
    return letters.NewLetter(**{**fields, **details})


def test_it_says_what_when_how_much_and_until_when(entity, by, at):
    (letter,) = letters.post(letters=[new()], by=by, at=at)
    assert letter.subject == "Please confirm: Stage manager <two nights>"
    for words in (
        "Dear Festival de la Senne,",
        "When: 15 May 2026 to 16 May 2026",
        "Price without VAT: €1,200.00",
        "To pay: €1,452.00",
        "Your purchase order: PO 4471",
        "https://localhost/order/abc?a=1&b=2",
        "works until 14 May 2026",
        "Commonweal cv",
    ):
        assert words in letter.body
    assert list(queries.about(refs=["order:12"])) == [letter]
    assert list(queries.waiting()) == [letter]


def test_the_page_of_the_letter_escapes_what_people_typed(entity, by, at):
    (letter,) = letters.post(letters=[new()], by=by, at=at)
    assert "<two nights>" not in letter.html
    assert "Stage manager &lt;two nights&gt;" in letter.html
    assert 'href="https://localhost/order/abc?a=1&amp;b=2"' in letter.html


def test_a_batch_is_one_insert_one_event_and_one_round(
    entity, by, at, django_assert_max_num_queries
):
    batch = [new(to=f"client{i}@example.org") for i in range(30)]
    with django_assert_max_num_queries(6):
        posted = letters.post(letters=batch, by=by, at=at)
    assert [letter.to for letter in posted] == [one.to for one in batch]
    assert len(Event.objects.get(verb="letters.post").subjects) == 30


def test_enclosures_are_remembered_by_their_hash(entity, by, at):
    file = documents.NewFile("invoice.pdf", "application/pdf", b"%PDF", "invoice")
    (document,) = documents.store(files=[file], by=by, at=at)
    (letter,) = letters.post(letters=[new("invoice", attachments=[document.pk])], by=by, at=at)
    assert letter.attachments == [
        {
            "id": document.pk,
            "sha256": document.sha256,
            "name": "invoice.pdf",
            "media_type": "application/pdf",
        }
    ]


def test_it_refuses_an_address_that_cannot_receive_mail(entity, by, at):
    with pytest.raises(letters.UnusableAddress, match="Correct the e-mail address of Festival"):
        letters.post(letters=[new(to="nobody")], by=by, at=at)


def test_it_refuses_an_address_with_a_second_header(entity, by, at):
    with pytest.raises(letters.UnusableAddress):
        letters.post(letters=[new(to="a@example.org\nBcc: b@example.org")], by=by, at=at)


def test_a_missing_word_stops_the_letter(entity, by, at):
    context = dict(CONTEXTS["order_to_confirm"])
    del context["expires_on"]
    with pytest.raises(KeyError, match="expires_on"):
        letters.post(letters=[new(context=context)], by=by, at=at)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_kind_can_be_written_in_every_language(kind, language, entity, by, at):
    (letter,) = letters.post(letters=[new(kind, language=language)], by=by, at=at)
    assert letter.subject and "\n" not in letter.subject
    assert not re.search(r"{[{%]|None", letter.body)
    assert f'<html lang="{language}">' in letter.html


@given(st.text(), st.text())
def test_no_text_can_add_a_header(title, name):
    context = {**CONTEXTS["order_to_confirm"], "title": title}
    written = render(kind="order_to_confirm", name=name, language="en", context=context, sender="x")
    assert len(written.subject.splitlines()) == 1
