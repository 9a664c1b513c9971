"""My details: corrected by their owner, and a refusal loses nothing typed."""

import time

import pytest
from django.urls import reverse

from commonweal.members.models import Member

pytestmark = pytest.mark.django_db
FORM = {
    "language": "fr",
    "phone": "+32 470 00 00 00",
    "street": "Rue Haute 1",
    "postcode": "1000",
    "city": "Bruxelles",
    "family": "single_parent",
    "children": "2",
    "extra_withholding_bp": "27,5",
    "disabled_children": "1",
    "is_disabled": "on",
    "dependent_retirees": "0",
    "other_dependants": "2",
    "extra_withholding_cents": "12,50",
}


@pytest.fixture
def amina_client(client, amina):
    client.force_login(amina.user)
    return client


def test_it_keeps_what_was_filled_in(amina_client, amina):
    answer = amina_client.post(reverse("portal:details"), FORM)
    assert answer.status_code == 302
    assert answer.cookies["language"].value == "fr"
    amina.refresh_from_db()
    assert (amina.city, amina.children, amina.extra_withholding_bp) == ("Bruxelles", 2, 2750)
    assert amina.iban == "BE48001123456727"


def test_it_keeps_the_rarer_facts_of_a_family(amina_client, amina):
    amina_client.post(reverse("portal:details"), FORM)
    amina.refresh_from_db()
    assert (amina.disabled_children, amina.other_dependants, amina.dependent_retirees) == (1, 2, 0)
    assert (amina.is_disabled, amina.partner_is_disabled) == (True, False)
    assert amina.extra_withholding_cents == 1250


def test_rarer_facts_are_folded_away_until_they_say_something(amina_client, amina):
    page = amina_client.get(reverse("portal:details")).text
    assert '<details class="more">' in page
    Member.objects.filter(pk=amina.pk).update(is_disabled=True)
    page = amina_client.get(reverse("portal:details")).text
    assert '<details class="more" open>' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"disabled_children": "3"},
        {"partner_is_disabled": "on"},
        {"extra_withholding_cents": "-1"},
    ],
)
def test_a_family_that_cannot_be_is_refused_beside_its_field(amina_client, amina, wrong):
    page = amina_client.post(reverse("portal:details"), {**FORM, **wrong})
    assert page.status_code == 422
    (field,) = wrong
    assert f'id="id_{field}_error"' in page.text
    assert '<details class="more" open>' in page.text
    amina.refresh_from_db()
    assert amina.city == "Brussel"


@pytest.mark.parametrize("rate", ["101", "-1", "much", "1,234"])
def test_a_wrong_rate_is_refused_and_nothing_typed_is_lost(amina_client, amina, rate):
    page = amina_client.post(reverse("portal:details"), {**FORM, "extra_withholding_bp": rate})
    assert page.status_code == 422
    assert f'value="{rate}"' in page.text and 'value="Rue Haute 1"' in page.text
    amina.refresh_from_db()
    assert amina.city == "Brussel"


def test_the_account_number_asks_to_sign_in_afresh(client, amina):
    amina.user.set_password("korenbloem-aan-zee")
    amina.user.save()
    client.force_login(amina.user)
    answer = client.get(reverse("portal:bank_account"))
    assert answer.status_code == 302 and "reauthenticate" in answer.url


@pytest.fixture
def fresh(amina_client):
    """Amina, who gave her password a moment ago."""
    session = amina_client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return amina_client


def test_a_new_account_is_kept(fresh, amina):
    answer = fresh.post(reverse("portal:bank_account"), {"iban": "BE68 5390 0754 7034"})
    assert answer.status_code == 302
    assert Member.objects.get(pk=amina.pk).iban == "BE68539007547034"


def test_a_wrong_account_is_shown_again_as_typed(fresh, amina):
    page = fresh.post(reverse("portal:bank_account"), {"iban": "BE68 5390 0754 7035"})
    assert page.status_code == 422
    assert "BE68 5390 0754 7035" in page.text
    assert Member.objects.get(pk=amina.pk).iban == "BE48001123456727"
