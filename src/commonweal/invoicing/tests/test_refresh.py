import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients.queries import MissingAddress
from commonweal.invoicing import actions as invoicing


def test_it_takes_over_what_was_corrected_of_the_client(draft, festival, by, at):
    first, second = draft(), draft(cost_centre="KP 9")
    festival.name, festival.cost_centre = "Festival de la Senne asbl", "KP 1"
    festival.save()
    changed = invoicing.refresh(drafts=[first, second], by=by, at=at)
    assert [one.pk for one in changed] == [first.pk, second.pk]
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.buyer["name"] == second.buyer["name"] == "Festival de la Senne asbl"
    assert (first.buyer["cost_centre"], second.buyer["cost_centre"]) == ("KP 1", "KP 9")


def test_what_is_as_it_was_is_left_alone(draft, by, at):
    assert invoicing.refresh(drafts=[draft()], by=by, at=at) == []


def test_it_refuses_a_client_that_lacks_something_now(draft, festival, by, at):
    invoice = draft()
    festival.street = ""
    festival.save()
    with pytest.raises(MissingAddress):
        invoicing.refresh(drafts=[invoice], by=by, at=at)


def test_a_merged_client_goes_on_as_the_other(draft, festival, by, at):
    other = make_client(name="Fest. Senne", kind="person", enterprise_number=None, vat_number="")
    invoice = draft(client=other)
    clients.merge(keep=festival, others=[other], reason="The same", by=by, at=at)
    invoicing.refresh(drafts=[invoice], by=by, at=at)
    invoice.refresh_from_db()
    assert (invoice.client_id, invoice.buyer["name"]) == (festival.pk, festival.name)


def test_nothing_free_leaves_for_a_client_that_was_blocked_since(draft, festival, by, at):
    invoice = draft()
    clients.block(clients=[festival], reason="Three invoices unpaid", by=by, at=at)
    with pytest.raises(invoicing.ClientIsBlocked):
        invoicing.refresh(drafts=[invoice], by=by, at=at)
