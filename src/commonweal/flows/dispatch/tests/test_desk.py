"""What the desk decides after a no: again, by mail, by post, or nothing more."""

import io
from datetime import timedelta

import pikepdf
import pytest
from tests.cast import NOW

from commonweal.flows.dispatch import actions, queries
from commonweal.flows.dispatch.tests.house import FESTIVAL
from commonweal.invoicing.actions import NoPapersYet, NotInThePost
from commonweal.invoicing.models import Rendering
from commonweal.kernel.actor import SYSTEM
from commonweal.peppol.actions import NotRefused
from commonweal.peppol.models import Outgoing


@pytest.fixture
def refused(house):
    """An invoice that the festival refused over Peppol."""
    house.network.register(FESTIVAL, "reject")
    invoice = house.invoice()
    house.carry()
    return invoice


def test_again_goes_under_a_new_id_to_the_number_the_client_has_now(house, refused):
    house.network.register("0088:5412345678908")
    type(refused.client).objects.update(peppol_id="0088:5412345678908")
    actions.send_again(invoices=[refused], by=SYSTEM, at=NOW)
    house.carry()
    first, second = Outgoing.objects.order_by("id")
    assert (first.state, second.state) == ("rejected", "accepted")
    assert second.receiver == "0088:5412345678908"
    assert len(set(house.network.taken())) == 2
    assert not queries.refused_by_peppol().exists()


def test_it_is_sent_again_once(house, refused):
    actions.send_again(invoices=[refused], by=SYSTEM, at=NOW)
    with pytest.raises(NotRefused):
        actions.send_again(invoices=[refused], by=SYSTEM, at=NOW)


def test_who_is_no_business_any_more_cannot_be_sent_to_over_peppol(house, refused):
    type(refused.client).objects.update(kind="person")
    with pytest.raises(actions.NotForPeppol, match="by mail or by post"):
        actions.send_again(invoices=[refused], by=SYSTEM, at=NOW)
    assert list(queries.refused_by_peppol()) == [refused]


def test_mail_instead_settles_it(house, refused):
    actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW)
    (letter,) = house.mails()
    assert letter.about == refused.ref
    assert not queries.refused_by_peppol().exists()


def test_it_is_mailed_once_however_often_the_button_is_pressed(house, refused):
    actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW)
    with pytest.raises(actions.JustMailed, match="until 09:10.*2026-000001 was mailed to"):
        actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW + timedelta(minutes=9))
    assert len(house.mails()) == 1


def test_it_is_mailed_again_later_or_to_another_address(house, refused):
    actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW)
    type(refused.client).objects.update(email="boekhouding@festival.example")
    actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW)
    actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW + timedelta(minutes=10))
    assert len(house.mails()) == 3


def test_mail_needs_an_address_and_says_so(house, refused):
    type(refused.client).objects.update(email="")
    with pytest.raises(actions.NoMailAddress, match="Festival de la Senne"):
        actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW)
    assert list(queries.refused_by_peppol()) == [refused]


def test_post_instead_settles_it_and_waits_to_be_posted(house, refused):
    actions.put_in_post(invoices=[refused], by=SYSTEM, at=NOW)
    assert list(queries.paper()) == [refused]
    assert not queries.refused_by_peppol().exists()
    actions.mark_posted(invoices=[refused], by=SYSTEM, at=NOW)
    assert not queries.paper().exists()
    assert queries.history(invoice=refused)[-1].stage == "sent"
    with pytest.raises(NotInThePost):
        actions.mark_posted(invoices=[refused], by=SYSTEM, at=NOW)


def test_mail_instead_of_post_takes_it_off_that_list(house, refused):
    actions.put_in_post(invoices=[refused], by=SYSTEM, at=NOW)
    actions.send_by_mail(invoices=[refused], by=SYSTEM, at=NOW)
    assert not queries.paper().exists()
    assert [each.channel for each in queries.history(invoice=refused)] == ["peppol", "mail"]


def test_nothing_more_settles_it(house, refused):
    actions.leave(invoices=[refused], by=SYSTEM, at=NOW)
    assert not queries.refused_by_peppol().exists()
    assert house.mails() == []
    with pytest.raises(NotRefused):
        actions.leave(invoices=[refused], by=SYSTEM, at=NOW)


def test_without_papers_nothing_is_sent(house, refused):
    Rendering.objects.filter(invoice=refused).delete()
    for verb in (actions.send_again, actions.send_by_mail, actions.put_in_post):
        with pytest.raises(NoPapersYet):
            verb(invoices=[refused], by=SYSTEM, at=NOW)
    assert list(queries.refused_by_peppol()) == [refused]


def test_what_is_to_be_posted_is_one_pdf_with_a_page_for_each(house):
    person = house.person()
    type(person).objects.filter(pk=person.pk).update(email="")
    several = [house.invoice(person) for _ in range(3)]
    house.carry()
    assert list(queries.paper().order_by("id")) == several
    bundle = queries.print_out(invoices=several)
    with pikepdf.open(io.BytesIO(bundle)) as read:
        assert len(read.pages) == 3
