import pytest

from commonweal.invoicing import actions as invoicing


def test_it_goes_on(draft, by, at):
    held = invoicing.hold_draft(draft=draft(), reason="Wait", by=by, at=at)
    freed = invoicing.free_draft(draft=held, by=by, at=at)
    freed.refresh_from_db()
    assert (freed.held_by, freed.held_because) == ("", "")


def test_what_nobody_holds_needs_no_freeing(draft, by, at):
    with pytest.raises(invoicing.NotHeld):
        invoicing.free_draft(draft=draft(), by=by, at=at)
