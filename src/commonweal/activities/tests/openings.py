"""Small words for the tests of requests."""

from tests.cast import NOW, actor

from commonweal.activities import actions as activities
from commonweal.activities.actions import NewOpening


def wish(member, **changes):
    """A request that lacks nothing: a translator."""
    facts = {
        "member": member,
        "name": "Benali vertaalt",
        "trade": "translator",
        "description": "Ik vertaal voor musea, thuis en bij hen.",
    }
    return NewOpening(**{**facts, **changes})


def ask(member, **changes):
    """One request, sent."""
    new = wish(member, **changes)
    return activities.request_opening(request=new, by=actor(member), at=NOW)
