from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY, actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import NewQuoteLine, PlannedPart, Vat
from commonweal.invoicing.tests.offers import CLIENT, DESIGN, PRINT, draft, now, sent


def test_it_waits_for_the_client(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    assert (offered.state, offered.sent_at) == ("sent", at)


def test_with_an_adviser_to_ask_first_the_client_has_not_got_it(amina, amina_unit, festival, at):
    drafted = draft(amina_unit, festival, amina)
    held = invoicing.send_quote(quote=drafted, checking=True, by=actor(amina), at=at)
    assert (held.state, held.sent_at) == ("checking", None)
    with pytest.raises(invoicing.NotWithTheClient):
        invoicing.accept_quote(quote=held, chosen=(), by=CLIENT, at=at)


def test_the_version_before_is_superseded(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    assert now(first).state == "sent"
    invoicing.send_quote(quote=second, by=actor(amina), at=at)
    assert (now(first).state, now(second).state) == ("superseded", "sent")


def test_a_new_version_is_not_sent_once_the_client_accepted_the_old(
    amina, amina_unit, festival, at
):
    first = sent(amina_unit, festival, amina)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    invoicing.accept_quote(quote=first, chosen=(), by=CLIENT, at=at)
    with pytest.raises(invoicing.AlreadyAccepted, match="Ines Martin accepted version 1"):
        invoicing.send_quote(quote=second, by=actor(amina), at=at)


OFF = NewQuoteLine("Discount", 1200_00, Vat.STANDARD, 2100, -1000)
CHEAP = NewQuoteLine("Sticker", 50, Vat.STANDARD, 2100)


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"valid_until": TODAY - timedelta(days=1)}, invoicing.ValidityOver),
        ({"lines": (DESIGN, OFF)}, invoicing.NothingOffered),
        ({"lines": (DESIGN, OFF, PRINT)}, invoicing.NothingOffered),
        (
            {"lines": (CHEAP,), "schedule": [PlannedPart("deposit", "All", 10_000)]},
            invoicing.TooSmallForParts,
        ),
        (
            {"schedule": [PlannedPart("date", "All", 10_000, TODAY - timedelta(days=1))]},
            invoicing.PartWithoutDay,
        ),
    ],
)
def test_it_refuses_what_no_client_could_accept(amina, amina_unit, festival, details, refusal):
    with pytest.raises(refusal):
        sent(amina_unit, festival, amina, **details)


def test_it_is_sent_once(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina)
    with pytest.raises(invoicing.NoDraft):
        invoicing.send_quote(quote=offered, by=actor(amina), at=NOW)
