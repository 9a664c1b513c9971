"""Purchases of an activity: the reference, “good to pay”, handing in and back; and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import NOW, TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.purchases import actions
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import (
    at_unit,
    broken,
    credit_note,
    document,
    filled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(client, amina, amina_unit):
    client.cookies["language"] = "en"
    client.force_login(amina.user)
    return client


def url(name, unit, *more):
    return reverse(f"portal:{name}", args=[unit.pk, *more])


def page(portal, purchase):
    return portal.get(url("activity_purchase", purchase.unit, purchase.pk))


def test_it_gives_the_reference_for_suppliers(portal, amina_unit):
    text = portal.get(url("activity_purchases", amina_unit)).text
    assert f"U-{amina_unit.pk}" in text and "BE0896755397" in text
    assert "No purchase yet" in text


def test_what_waits_stands_first(portal, amina_unit, by):
    at_unit(amina_unit, document(), by)
    answer = portal.get(url("activity_purchases", amina_unit))
    (task,) = answer.context["tasks"]
    assert task.text == "Is €121.00 of Drukkerij De Pers good to pay?"


def test_what_waits_stands_on_the_home_of_who_may_spend(portal, amina_unit, by):
    at_unit(amina_unit, document(), by)
    assert "Is €121.00 of Drukkerij De Pers good to pay?" in portal.get(reverse("portal:home")).text


def test_a_purchase_shows_what_it_does_to_the_budget(portal, amina_unit, by):
    filled(amina_unit, 500_00, by)
    answer = page(portal, at_unit(amina_unit, document(), by))
    assert (answer.context["now"], answer.context["after"]) == (500_00, 400_00)
    assert "Good to pay?" in answer.text and "€400.00" in answer.text


def test_good_to_pay_keeps_the_cost_aside(portal, amina_unit, by):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    to = url("activity_purchase_consent", amina_unit, purchase.pk)
    assert portal.post(to, {"account": ""}).status_code == 422
    assert portal.post(to, {"account": "614"}).status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, purchase.approved_by_name) == ("approved", "Amina Benali")
    assert units.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 400_00}
    text = page(portal, purchase).text
    assert 'name="account"' not in text and "Hand it back" in text


def test_a_budget_that_is_too_small_is_told_and_nothing_is_lost(portal, amina_unit, by):
    purchase = at_unit(amina_unit, document(), by)
    to = url("activity_purchase_consent", amina_unit, purchase.pk)
    answer = portal.post(to, {"account": "614"})
    assert answer.status_code == 422
    assert "100.00 euro is asked and “3in1 Amina Benali” has 0.00 euro left" in answer.text
    assert '<option value="614" selected>' in answer.text


def test_it_is_handed_back_with_the_reason(portal, amina_unit, by):
    purchase = at_unit(amina_unit, document(), by)
    to = url("activity_purchase_return", amina_unit, purchase.pk)
    assert portal.post(to, {"reason": " "}).status_code == 422
    answer = portal.post(to, {"reason": "Never ordered"}, follow=True)
    assert "Handed back: the desk reads why." in answer.text
    purchase.refresh_from_db()
    assert (purchase.state, purchase.reason) == ("inbox", "Never ordered")
    assert page(portal, at_unit(amina_unit, document(number="P9"), by)).status_code == 200


def test_a_file_that_is_handed_in_waits_for_good_to_pay(portal, amina_unit):
    files = [
        SimpleUploadedFile("good.xml", document()),
        SimpleUploadedFile("bad.xml", broken(document(number="P2"))),
        SimpleUploadedFile("again.xml", document()),
    ]
    answer = portal.post(url("activity_purchases_import", amina_unit), {"papers": files})
    assert [one.tone for one in answer.context["verdicts"]] == ["good", "bad", "info"]
    assert answer.text.count("Open it") == 2
    good, bad = Purchase.objects.order_by("id")
    assert (good.unit, good.state) == (amina_unit, "draft")
    assert (bad.unit, bad.state) == (None, "inbox")


def test_a_credit_note_needs_no_answer(portal, amina_unit, by):
    purchase = at_unit(amina_unit, credit_note(), by)
    text = page(portal, purchase).text
    assert "The desk books it: you need not do anything." in text
    assert 'name="account"' not in text


def test_what_cannot_be_paid_says_why(portal, amina_unit, by):
    purchase = at_unit(amina_unit, document().replace(b"EUR", b"GBP"), by)
    text = page(portal, purchase).text
    assert "It cannot be paid as it is" in text and "121.00 GBP" in text
    assert 'name="account"' not in text


def test_the_file_comes_back_as_it_came(portal, amina_unit, by):
    purchase = at_unit(amina_unit, document(), by)
    answer = portal.get(url("activity_purchase_file", amina_unit, purchase.pk))
    assert answer.content == document()


def test_what_is_booked_opens_from_the_budget_and_back(portal, amina_unit, by):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    actions.approve(purchases=[purchase], account="614", by=by, at=NOW)
    assert "Purchase " in portal.get(url("budget", amina_unit)).text
    (booked,) = actions.book(purchases=[purchase], by=by, at=NOW)
    entry = url("budget_entry", amina_unit, booked.entry_id)
    assert entry in page(portal, booked).text
    shown = portal.get(entry).text
    assert url("activity_purchase", amina_unit, booked.pk) in shown and "Purchases 1" in shown
    assert "Purchases" in portal.get(url("budget", amina_unit)).text


def test_a_reader_looks_and_changes_nothing(client, amina_unit, bram, by):
    activities.invite(
        invitations=[activities.NewInvitation(amina_unit, bram.email, "reader")], by=by, at=NOW
    )
    (invitation,) = units.invitations(unit=amina_unit.pk)
    activities.accept_invitation(invitation=invitation, member=bram, by=by, at=NOW)
    purchase = at_unit(amina_unit, document(), by)
    client.force_login(bram.user)
    text = page(client, purchase).text
    assert 'name="account"' not in text and 'name="reason"' not in text
    for name in ("activity_purchase_consent", "activity_purchase_return"):
        assert client.post(url(name, amina_unit, purchase.pk)).status_code == 403
    assert client.post(url("activity_purchases_import", amina_unit)).status_code == 403


def test_a_stranger_finds_nothing(client, carla, carla_unit, amina_unit, by):
    purchase = at_unit(amina_unit, document(), by)
    client.force_login(carla.user)
    assert page(client, purchase).status_code == 404
    own = url("activity_purchase", carla_unit, purchase.pk)
    assert client.get(own).status_code == 404
    assert client.get(url("activity_purchase_file", carla_unit, purchase.pk)).status_code == 404
    assert client.get(url("activity_purchases", amina_unit)).status_code == 404
