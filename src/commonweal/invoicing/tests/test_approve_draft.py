import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.kernel import queries as kernel


def test_the_event_says_who_found_all_well(draft, by, at):
    approved = invoicing.approve_draft(draft=draft(), by=by, at=at)
    event = kernel.events(of=[approved.ref]).last()
    assert (event.verb, event.by) == ("invoicing.approve_draft", by.id)


def test_what_is_held_is_not_well(draft, by, at):
    held = invoicing.hold_draft(draft=draft(), reason="Wait", by=by, at=at)
    with pytest.raises(invoicing.DraftHeld, match="Wait"):
        invoicing.approve_draft(draft=held, by=by, at=at)
