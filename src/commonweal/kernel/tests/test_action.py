from dataclasses import dataclass
from datetime import timedelta

import pytest

from commonweal.kernel import queries
from commonweal.kernel.actions import action
from commonweal.kernel.actor import SHELL, Actor
from commonweal.kernel.clock import START
from commonweal.kernel.models import ClockSetting, Event

pytestmark = pytest.mark.django_db
AMINA = Actor("user:1", "Amina")


@dataclass
class Thing:
    ref: str


@action
def make(*, names, by, at):
    """Make things."""
    ClockSetting.objects.update_or_create(id=1, defaults={"instant": at})
    return [Thing(name) for name in names]


def test_a_batch_leaves_one_event_that_names_everything():
    make(names=["thing:1", "thing:2"], by=AMINA, at=START)
    event = Event.objects.get()
    assert (event.verb, event.by, event.by_name) == ("tests.make", "user:1", "Amina")
    assert event.subjects == ["thing:1", "thing:2"]
    assert event.at == START


def test_a_deed_by_the_shell_says_that_nobody_asked_a_password():
    make(names=["thing:1"], by=Actor("user:1", "Amina", SHELL), at=START)
    make(names=["thing:1"], by=AMINA, at=START + timedelta(days=1))
    assert [event.data for event in Event.objects.order_by("id")] == [{"door": "shell"}, {}]
    assert queries.by_shell(of="thing:1") == {("tests.make", START)}


def test_a_batch_of_nothing_leaves_no_event():
    make(names=[], by=AMINA, at=START)
    assert not Event.objects.exists()


def test_a_rehearsal_answers_and_leaves_no_trace():
    assert make.dry_run(names=["thing:1"], by=AMINA, at=START) == [Thing("thing:1")]
    assert not Event.objects.exists()
    assert not ClockSetting.objects.exists()


def test_a_failure_takes_everything_back():
    class Bad:
        @property
        def ref(self):
            raise RuntimeError

    @action
    def fail(*, by, at):
        """Fail after the deed."""
        ClockSetting.objects.create(instant=at)
        return Bad()

    with pytest.raises(RuntimeError):
        fail(by=AMINA, at=START)
    assert not ClockSetting.objects.exists()


def test_a_verb_takes_named_arguments_and_says_who_and_when():
    with pytest.raises(TypeError, match="keyword-only"):
        action(lambda names, *, by, at: None)
    with pytest.raises(TypeError, match="'at'"):
        action(lambda *, by: None)
