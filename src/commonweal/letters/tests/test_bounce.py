"""letters.bounce: what comes back is shown with its reason."""

from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Event
from commonweal.letters import actions as letters
from commonweal.letters.tests.test_post import new


def test_a_returned_letter_says_why(entity, by, at):
    posted = letters.post(letters=[new(), new()], by=by, at=at)
    letters.send(limit=2, by=SYSTEM, at=at)
    (letter,) = letters.bounce(
        letters=posted[:1], reason="550 5.1.1\r\nuser unknown", by=SYSTEM, at=at
    )
    assert letter.failed == "550 5.1.1 user unknown"
    assert letter.failed_at == at
    assert Event.objects.get(verb="letters.bounce").subjects == [letter.ref]


def test_without_a_reason_it_says_so(entity, by, at):
    posted = letters.post(letters=[new()], by=by, at=at)
    (letter,) = letters.bounce(letters=posted, reason=" ", by=SYSTEM, at=at)
    assert letter.failed
