"""The network's answers are followed: a stranger gets mail, a refusal waits for the desk."""

from commonweal.flows.dispatch import queries
from commonweal.flows.dispatch.tests.house import FESTIVAL


def test_a_refusal_waits_at_the_desk_and_nothing_is_mailed(house):
    house.network.register(FESTIVAL, "reject")
    invoice = house.invoice()
    house.carry()
    assert list(queries.refused_by_peppol()) == [invoice]
    assert house.mails() == house.mails("invoice_over_peppol") == []
    (only,) = queries.history(invoice=invoice)
    assert (only.stage, only.to) == ("refused", FESTIVAL)
    assert "BR-NL-31" in only.reason


def test_a_receiver_that_left_gets_mail_and_the_story_says_why(house):
    house.network.register(FESTIVAL, "leaving")
    invoice = house.invoice()
    house.carry()
    assert len(house.mails()) == 1
    first, second = queries.history(invoice=invoice)
    assert (first.stranger, second.channel) == (True, "mail")
    assert not queries.refused_by_peppol().exists()


def test_a_stranger_without_an_address_goes_by_post(house):
    festival = house.festival()
    type(festival).objects.filter(pk=festival.pk).update(email="")
    invoice = house.invoice(festival)
    house.carry()
    assert list(queries.paper()) == [invoice]


def test_a_buyer_that_refuses_after_all_comes_to_the_desk(house):
    house.network.register(FESTIVAL, "object")
    invoice = house.invoice()
    house.carry(turns=3)
    assert list(queries.refused_by_peppol()) == [invoice]


def test_an_access_point_that_will_not_send_it_comes_to_the_desk(house):
    house.network.register(FESTIVAL, "wrong")
    invoice = house.invoice()
    house.carry()
    assert list(queries.refused_by_peppol()) == [invoice]
    assert "not registered" in queries.history(invoice=invoice)[0].reason


def test_who_has_no_mail_is_not_told_and_that_is_all(house):
    house.network.register(FESTIVAL)
    festival = house.festival()
    type(festival).objects.filter(pk=festival.pk).update(email="")
    invoice = house.invoice(festival)
    house.carry()
    assert queries.history(invoice=invoice)[0].stage == "arrived"
    assert not queries.paper().exists()
