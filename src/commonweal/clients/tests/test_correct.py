"""clients.correct: what is known of a client is corrected for everybody."""

import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import queries


def test_it_corrects_what_is_named(festival, by, at):
    details = {"email": "Compta@festival.example ", "purchase_order_required": True}
    corrected = clients.correct(client=festival, details=details, by=by, at=at)
    corrected.refresh_from_db()
    assert corrected.email == "Compta@festival.example"
    assert corrected.purchase_order_required and corrected.city == "Bruxelles"


def test_it_refuses_the_number_of_another_client(festival, by, at):
    other = make_client(name="Other", enterprise_number="0456789133", vat_number="")
    with pytest.raises(clients.ClientExists, match="Festival"):
        clients.correct(client=other, details={"enterprise_number": "0871234105"}, by=by, at=at)


def test_a_corrected_name_is_found(festival, by, at):
    clients.correct(client=festival, details={"name": "Fête"}, by=by, at=at)
    assert list(queries.search(text="fete")) == [festival]
