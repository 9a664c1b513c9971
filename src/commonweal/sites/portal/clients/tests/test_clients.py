"""The clients of a budget: whom it worked for or knows, and nobody else's contacts."""

import pytest
from django.urls import reverse
from tests.cast import make_client

from commonweal.activities.actions import ContactFacts
from commonweal.activities.models import Contact
from commonweal.activities.tests.test_add_contact import add
from commonweal.clients import actions as clients
from commonweal.clients.models import Client
from commonweal.invoicing.tests.work import issue
from commonweal.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
FORM = {"name": "Théâtre du Parc", "kind": "company", "country": "BE", "language": "fr"}


@pytest.fixture
def visit(client, amina, amina_unit):
    client.force_login(amina.user)

    def visit(name, *args, unit=amina_unit, **options):
        data = options.pop("data", None)
        address = reverse(f"portal:{name}", args=[unit.pk, *args])
        if data is not None:
            return client.post(address, data, headers=ENGLISH)
        return client.get(address, options, headers=ENGLISH)

    return visit


def test_the_list_holds_whom_it_worked_for_and_whom_it_knows(visit, amina_unit, festival, by, at):
    theatre = make_client(name="Ateliers du Parc", enterprise_number=None, email="")
    make_client(name="Of somebody else", enterprise_number=None)
    add(amina_unit, theatre, by, at)
    issue(amina_unit, festival, by=SYSTEM, at=at)
    page = visit("activity_clients")
    assert [row.client for row in page.context["rows"]] == [theatre, festival]
    assert "Léa Dupont" in page.text and "incomplete" in page.text


def test_entries_that_were_merged_are_one_line(visit, amina_unit, festival, by, at):
    other = make_client(name="Festival", enterprise_number=None, vat_number="")
    for each in (festival, other):
        add(amina_unit, each, by, at)
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    (row,) = visit("activity_clients").context["rows"]
    assert row.client == festival and len(row.contacts) == 2
    answer = visit("activity_client", other.pk)
    assert answer.url == reverse("portal:activity_client", args=[amina_unit.pk, festival.pk])
    assert len(visit("activity_client", festival.pk).context["contacts"]) == 2


def test_an_empty_list_says_what_to_do(visit):
    assert "No clients yet" in visit("activity_clients").text


def test_a_client_of_the_house_is_found_and_shows_little_until_it_is_known(
    visit, amina_unit, festival
):
    page = visit("activity_clients", q="senne")
    assert reverse("portal:activity_client", args=[amina_unit.pk, festival.pk]) in page.text
    page = visit("activity_client", festival.pk)
    assert "Other members know this client" in page.text
    assert "production@festival.example" not in page.text and festival.street not in page.text
    visit("contact_add", festival.pk, data={"name": "Léa", "email": "lea@festival.example"})
    page = visit("activity_client", festival.pk)
    assert "production@festival.example" in page.text and "lea@festival.example" in page.text


def test_a_new_client_comes_with_whom_one_knows_there(visit, amina_unit):
    answer = visit("activity_client_new", data={**FORM, "contact": "Jo Peeters"})
    made = Client.objects.get()
    assert answer.url == reverse("portal:activity_client", args=[amina_unit.pk, made.pk])
    assert Contact.objects.get().name == "Jo Peeters"
    (row,) = visit("activity_clients").context["rows"]
    assert row.client == made


def test_a_double_is_offered_instead(visit, amina_unit, festival):
    data = {**FORM, "name": "Festival de la Sene", "contact": "Jo"}
    page = visit("activity_client_new", data=data)
    assert page.status_code == 422
    assert reverse("portal:activity_client", args=[amina_unit.pk, festival.pk]) in page.text
    assert 'value="Jo"' in page.text and Client.objects.count() == 1
    assert visit("activity_client_new", data={**data, "anyway": "1"}).status_code == 302


def test_a_mistyped_address_is_offered_repaired(visit):
    page = visit("activity_client_new", data={**FORM, "email": "jo@gmial.com"})
    assert page.status_code == 422 and 'value="email=jo@gmail.com"' in page.text
    data = {**FORM, "email": "jo@gmial.com", "repair": "email=jo@gmail.com"}
    assert visit("activity_client_new", data=data).status_code == 302
    assert Client.objects.get().email == "jo@gmail.com"


def test_mail_that_came_back_is_shown_and_mended_here(visit, amina_unit, festival, by, at):
    add(amina_unit, festival, by, at)
    bounces = [clients.Bounce(festival.email, "550 user unknown")]
    clients.note_bounce(bounces=bounces, by=by, at=at)
    page = visit("activity_client", festival.pk)
    assert "550 user unknown" in page.text
    assert list(page.context["mend"].fields) == ["email", "invoice_email"]
    wrong = visit("activity_client", festival.pk, data={"mend-email": "new@gmial.com"})
    assert wrong.status_code == 422 and "new@gmail.com" in wrong.text
    repair = {"mend-email": "new@gmial.com", "repair": "email=new@gmail.com"}
    visit("activity_client", festival.pk, data=repair)
    festival.refresh_from_db()
    assert (festival.email, festival.bounced_at) == ("new@gmail.com", None)


def test_what_stands_is_not_changed_by_a_member(visit, amina_unit, festival, by, at):
    add(amina_unit, festival, by, at)
    data = {"mend-street": "Elsewhere 1", "mend-name": "Mine", "mend-email": "x@y.example"}
    visit("activity_client", festival.pk, data=data)
    festival.refresh_from_db()
    assert festival.street == "Quai des Charbonnages 30"
    assert (festival.name, festival.email) == (
        "Festival de la Senne", "production@festival.example",
    )  # fmt: skip


def test_a_client_one_does_not_know_cannot_be_mended(visit, festival):
    assert visit("activity_client", festival.pk, data={"mend-iban": "x"}).status_code == 404


def test_a_contact_is_changed_and_forgotten(visit, amina_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    wrong = visit("contact", festival.pk, contact.pk, data={"name": "Léa", "phone": "ask"})
    assert wrong.status_code == 422 and 'value="ask"' in wrong.text
    visit("contact", festival.pk, contact.pk, data={"name": "Lea D.", "phone": "02 123 45 67"})
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("Lea D.", "02 123 45 67")
    visit("contact_removal", festival.pk, contact.pk, data={})
    assert not Contact.objects.exists()


def test_a_contact_that_is_refused_keeps_what_was_typed(visit, festival):
    page = visit("contact_add", festival.pk, data={"name": "Léa", "email": "lea@gmial.com"})
    assert page.status_code == 422 and 'value="lea@gmial.com"' in page.text


def test_the_contacts_of_a_stranger_do_not_exist(visit, amina_unit, carla_unit, festival, by, at):
    hidden = add(carla_unit, festival, by, at, ContactFacts("Secret Person"))
    add(amina_unit, festival, by, at)
    assert "Secret Person" not in visit("activity_client", festival.pk).text
    assert visit("activity_clients", unit=carla_unit).status_code == 404
    assert visit("contact", festival.pk, hidden.pk).status_code == 404
    answer = visit("contact_removal", festival.pk, hidden.pk, data={})
    assert answer.status_code == 404 and Contact.objects.filter(pk=hidden.pk).exists()


def test_an_unknown_client_is_a_clear_answer(visit):
    assert visit("activity_client", 0).status_code == 404
