import pytest

from commonweal.invoicing import actions as invoicing


def test_it_says_who_holds_it_and_why(draft, by, at):
    held = invoicing.hold_draft(draft=draft(), reason="  The hours\nare wrong ", by=by, at=at)
    held.refresh_from_db()
    assert (held.held_by, held.held_because) == (by.name, "The hours are wrong")


def test_a_reason_is_needed(draft, by, at):
    with pytest.raises(invoicing.MissingReason):
        invoicing.hold_draft(draft=draft(), reason=" ", by=by, at=at)


def test_an_issued_invoice_is_not_held(draft, by, at):
    (issued,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    with pytest.raises(invoicing.AlreadyIssued):
        invoicing.hold_draft(draft=issued, reason="Wait", by=by, at=at)
