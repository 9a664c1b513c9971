"""The mail tray: the letters of a demo, and no page at all in a live house."""

import pytest
from django.urls import reverse

from commonweal.documents import actions as documents
from commonweal.letters import actions as letters
from commonweal.letters.tests.contexts import CONTEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(entity, by, at):
    file = documents.NewFile("facture n°1.pdf", "application/pdf", b"%PDF-1.7", "invoice")
    (document,) = documents.store(files=[file], by=by, at=at)
    new = letters.NewLetter(
        "production@festival.example", "Festival", "fr", "invoice", CONTEXTS["invoice"],
        [document.pk],
    )  # fmt: skip
    return letters.post(letters=[new], by=by, at=at)[0]


def test_a_newcomer_reads_every_letter(client, letter):
    assert letter.subject in client.get(reverse("public:mail")).text
    assert "+++090/9337/55493+++" in client.get(reverse("public:letter", args=[letter.pk])).text


def test_an_enclosure_is_given_as_it_was_sent(client, letter):
    file = client.get(reverse("public:letter_enclosure", args=[letter.pk, 0]))
    assert file.content == b"%PDF-1.7"
    assert file["Content-Disposition"].startswith("attachment; filename")
    missing = client.get(reverse("public:letter_enclosure", args=[letter.pk, 1]))
    assert missing.status_code == 404


def test_a_live_house_has_no_tray(client, letter, settings):
    settings.CLOCK_IS_MOVABLE = False
    for address in (reverse("public:mail"), reverse("public:letter", args=[letter.pk]),
                    reverse("public:letter_enclosure", args=[letter.pk, 0])):  # fmt: skip
        assert client.get(address).status_code == 404
