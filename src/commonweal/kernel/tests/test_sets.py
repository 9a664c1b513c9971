"""One array for many values finds what `__in` finds."""

import pytest
from django.db.models import Q

from commonweal.kernel import clock
from commonweal.kernel.actions import record
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Event
from commonweal.kernel.sets import among, among_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> list[Event]:
    for verb in ("one.first", "two.second", "three.third"):
        record(verb=verb, subjects=[verb], by=SYSTEM, at=clock.START)
    return list(Event.objects.order_by("-id")[:3])


def test_texts_and_numbers_are_found(events: list[Event]) -> None:
    verbs, ids = ["one.first", "it's “{,}” \\"], [event.pk for event in events[:2]]
    named = Event.objects.filter(among("verb", verbs))
    assert [event.verb for event in named] == ["one.first"]
    either = Event.objects.filter(Q(among("verb", verbs)) | Q(among_ids("id", ids)))
    assert set(either) == set(events)


def test_nothing_is_among_none(events: list[Event]) -> None:
    assert not Event.objects.filter(among("verb", [])).exists()
    assert not Event.objects.filter(among_ids("id", [])).exists()
