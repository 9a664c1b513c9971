"""The page of people: everybody of a unit looks, a manager decides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, TODAY, actor, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Mandate
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.mandates import invite, join, letter_to, studio, weigh
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.members import actions as members
from commonweal.members.models import Member

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
WISH = {"email": "noor@example.org", "role": "reader", "weight": "0"}


@pytest.fixture
def unit(amina, amina_unit):
    return studio(amina)


def call(member, name, *args, form=None, **query):
    """One request of a member: with a form it is sent."""
    client = Client()
    client.force_login(member.user)
    address = reverse(f"portal:{name}", args=args)
    if form is not None:
        return client.post(address, form, headers=ENGLISH)
    return client.get(address, query, headers=ENGLISH)


def test_everybody_of_the_unit_sees_who_acts_and_what_roles_mean(unit, amina, bram):
    join(unit, amina, bram, "reader")
    for member in (amina, bram):
        page = call(member, "people", unit.pk)
        assert page.status_code == 200
        for words in ("Amina Benali", "Bram De Smet", "Sees the budget. Changes nothing."):
            assert words in page.text


def test_the_page_asks_the_same_however_many_people_there_are(unit, amina, bram, carla):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert call(amina, "people", unit.pk).status_code == 200
        return len(asked)

    invite(unit, amina, "noor@example.org")
    join(unit, amina, bram)
    count()  # the first page of all asks what is kept afterwards
    few = count()
    for number in range(5):
        invite(unit, amina, f"noor{number}@example.org")
    activities.end_mandate(mandate=join(unit, amina, carla), by=actor(amina), at=NOW)
    join(unit, amina, carla)
    assert count() == few


def test_a_stranger_finds_no_such_unit(unit, carla):
    for name in ("people", "split"):
        assert call(carla, name, unit.pk).status_code == 404
    assert call(carla, "people", unit.pk, form=WISH).status_code == 404


def test_a_manager_invites(unit, amina):
    answer = call(amina, "people", unit.pk, form=WISH)
    assert answer.status_code == 302
    assert letter_to("noor@example.org").context["inviter"] == "Amina Benali"
    assert "noor@example.org" in call(amina, "people", unit.pk).text


def test_a_refusal_stands_beside_the_address_and_nothing_typed_is_lost(unit, amina):
    invite(unit, amina, "noor@example.org")
    page = call(amina, "people", unit.pk, form=WISH | {"weight": "7"})
    assert page.status_code == 422
    assert "Send the open invitation again" in page.context["form"].errors["email"][0]
    assert page.context["form"]["weight"].value() == "7"


@pytest.mark.parametrize("role", ["co_manager", "contributor", "reader"])
def test_only_a_manager_decides(unit, amina, bram, role):
    mandate = join(unit, amina, bram, role)
    invitation = invite(unit, amina, "noor@example.org")
    own = queries.mandates(unit=unit.pk).get(member=amina)
    sent = [
        ("people", (unit.pk,), WISH),
        ("invitation_again", (unit.pk, invitation.pk), {}),
        ("invitation_withdrawal", (unit.pk, invitation.pk), {}),
        ("mandate", (unit.pk, mandate.pk), {"role": "manager", "weight": "9"}),
        ("mandate_end", (unit.pk, own.pk), {}),
        ("split", (unit.pk,), {"amount": "1"}),
    ]
    for name, args, form in sent:
        assert call(bram, name, *args, form=form).status_code == 403, name
    page = call(bram, "people", unit.pk).text
    assert "Invite somebody" not in page
    assert "noor@example.org" not in page
    assert "n•••@example.org" in page


def test_an_invitation_is_sent_again_and_withdrawn(unit, amina):
    invitation = invite(unit, amina, "noor@example.org")
    assert call(amina, "invitation_again", unit.pk, invitation.pk, form={}).status_code == 302
    call(amina, "invitation_withdrawal", unit.pk, invitation.pk, form={})
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    page = call(amina, "people", unit.pk)
    assert (page.context["open"], len(page.context["answered"])) == ([], 1)


def test_an_invitation_of_another_unit_is_not_found_here(unit, amina, carla):
    invitation = invite(studio(carla), carla, "noor@example.org")
    for name in ("invitation_again", "invitation_withdrawal"):
        assert call(amina, name, unit.pk, invitation.pk, form={}).status_code == 404


def test_a_manager_changes_role_and_part(unit, amina, bram):
    mandate = join(unit, amina, bram)
    answer = call(
        amina, "mandate", unit.pk, mandate.pk, form={"role": "contributor", "weight": "3"}
    )
    assert answer.url == reverse("portal:people", args=[unit.pk])
    mandate.refresh_from_db()
    assert (mandate.role, mandate.weight) == ("contributor", 3)


def test_the_last_manager_reads_what_to_do_first(unit, amina):
    own = queries.mandates(unit=unit.pk).get()
    page = call(amina, "mandate", unit.pk, own.pk, form={"role": "reader", "weight": "0"})
    assert page.status_code == 422
    assert "Make somebody else manager first" in page.context["form"].errors["role"][0]
    left = call(amina, "mandate_end", unit.pk, own.pk, form={})
    assert left.url == reverse("portal:people", args=[unit.pk])
    assert Mandate.objects.get(pk=own.pk).ended_on is None


def test_everybody_may_leave_and_sees_nothing_more(unit, amina, bram):
    mandate = join(unit, amina, bram, "reader")
    answer = call(bram, "mandate_end", unit.pk, mandate.pk, form={})
    assert answer.url == reverse("portal:budgets")
    assert Mandate.objects.get(pk=mandate.pk).ended_on == TODAY
    for name in ("people", "budget"):
        assert call(bram, name, unit.pk).status_code == 404
    assert "Bram De Smet" in call(amina, "people", unit.pk).text


def test_on_the_account_of_one_person_nobody_else_can_be_made_manager(amina, amina_unit):
    page = call(amina, "people", amina_unit.pk)
    roles = [value for value, _label in page.context["form"].fields["role"].choices]
    assert roles == ["co_manager", "contributor", "reader"]
    assert "Divide the budget" not in page.text
    form = {"email": "noor@example.org", "role": "reader"}
    assert call(amina, "people", amina_unit.pk, form=form).status_code == 302
    own = queries.mandates(unit=amina_unit.pk).get()
    assert call(amina, "mandate", amina_unit.pk, own.pk).status_code == 200


@pytest.fixture
def shared(unit, amina, bram):
    """Two to one, 935.00 to spend."""
    make_unit(bram)
    join(unit, amina, bram, weight=1)
    weigh(unit, amina, 2)
    earn(unit)
    members.mark_share_paid(members=[amina, bram], on=TODAY, by=SYSTEM, at=NOW)
    return unit


def test_nobody_without_a_share_gets_a_part(shared, amina, bram):
    Member.objects.filter(pk=bram.pk).update(share_paid_on=None)
    page = call(amina, "split", shared.pk, form={"amount": "100", "key": "k"})
    assert page.status_code == 422
    assert "Let Bram De Smet pay a share first" in page.text
    assert ledger.budget(unit=shared.pk) == 935_00


def test_before_a_split_one_sees_who_gets_what(shared, amina):
    page = call(amina, "split", shared.pk, amount="100")
    assert [portion.cents for portion in page.context["portions"]] == [66_67, 33_33]
    assert page.context["fits"]
    assert ledger.budget(unit=shared.pk) == 935_00


def test_what_cannot_be_spent_is_said_before_anybody_confirms(shared, amina):
    page = call(amina, "split", shared.pk, amount="935,01")
    assert page.status_code == 422
    assert "935.00 can be spent" in page.context["form"].errors["amount"][0]
    assert "Divide €935" not in page.text


def test_a_split_happens_once_however_often_it_is_sent(shared, amina, bram):
    form = {"amount": "100", "key": "k"}
    for _click in range(2):
        answer = call(amina, "split", shared.pk, form=form)
        assert answer.url == reverse("portal:people", args=[shared.pk])
    assert ledger.budget(unit=shared.pk) == 835_00
    theirs = queries.own_accounts(members=[bram.pk])[bram.pk]
    assert ledger.budget(unit=theirs.pk) == 33_33


def test_an_amount_that_is_none_is_refused_beside_its_field(shared, amina):
    for form in ({"amount": "x"}, {"amount": "0"}, {}):
        page = call(amina, "split", shared.pk, form={"key": "k", **form})
        assert page.status_code == 422
        assert page.context["form"].errors["amount"]
    assert call(amina, "split", shared.pk).status_code == 200
