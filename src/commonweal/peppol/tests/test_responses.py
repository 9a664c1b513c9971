import pytest
from tests.cast import NOW

from commonweal.peppol import responses
from commonweal.peppol.envelope import Unreadable
from commonweal.peppol.tests.mail import FESTIVAL, HOUSE, ubl

MESSAGE = "11fd5c1b-3e6f-4bb4-8ac5-17a6b4b1a6d2"


def status(code, reason=""):
    return responses.message_level(
        id="MLS-1", message_id=MESSAGE, sender=("0242", "2"), receiver=("0242", "1"), code=code,
        reason=reason, at=NOW,
    )  # fmt: skip


def test_a_message_level_status_names_our_message():
    read = responses.read(status("AP"))
    assert (read.message_id, read.number, read.code) == (MESSAGE, "", "AP")


def test_a_negative_one_says_why_once():
    answer = status("RE", "BR-1 Say < & more")
    assert responses.read(answer).reason == "BR-1 Say < & more"
    assert b"<cbc:StatusReasonCode>BV</cbc:StatusReasonCode>" in answer
    assert b"<cbc:IssueTime>09:00:00+02:00</cbc:IssueTime>" in answer


def test_an_invoice_response_names_our_invoice_and_who_answers():
    answer = responses.invoice_level(
        id="IR-1", number="2026-000012", sender=FESTIVAL, receiver=HOUSE, code="UQ",
        reason="Which order is this?", at=NOW,
    )  # fmt: skip
    read = responses.read(answer)
    assert (read.number, read.message_id) == ("2026-000012", "")
    assert (read.sender, read.code, read.reason) == (FESTIVAL, "UQ", "Which order is this?")
    assert responses.is_response(answer)


@pytest.mark.parametrize(
    "broken", [b"<Application", ubl(), status("ZZ"), status("AP").replace(MESSAGE.encode(), b"")]
)
def test_what_is_no_answer_cannot_be_read(broken):
    with pytest.raises(Unreadable):
        responses.read(broken)
    assert not broken.startswith(b"<?xml") or not responses.is_response(ubl())
