"""members.register: a person joins, or hears what to correct."""

import pytest
from tests.cast import AMINA, BRAM

from commonweal.kernel import identifiers
from commonweal.kernel.models import Event
from commonweal.kernel.refusals import Refusals
from commonweal.members import actions as members
from commonweal.members.models import Member


def register(by, at, **details):
    new = members.NewMember(**{**AMINA, **details})
    return members.register(members=[new], by=by, at=at)[0]


def test_it_keeps_numbers_in_one_form(db, by, at):
    member = register(by, at, iban="be48 0011 2345 6727", national_number="85.03.15-124.68")
    assert (member.iban, member.national_number) == ("BE48001123456727", "85031512468")
    assert member.services_used == 0 and member.share_paid_on is None


def test_a_batch_leaves_one_event(db, by, at, django_assert_max_num_queries):
    pair = [members.NewMember(**AMINA), members.NewMember(**BRAM)]
    with django_assert_max_num_queries(5):
        registered = members.register(members=pair, by=by, at=at)
    event = Event.objects.get(verb="members.register")
    assert event.subjects == [member.ref for member in registered]


def test_it_refuses_an_account_number_with_a_wrong_check_digit(db, by, at):
    with pytest.raises(identifiers.WrongIban, match="Compare the account number") as refusal:
        register(by, at, iban="BE48 0011 2345 6728")
    assert refusal.value.field == "iban"


def test_it_refuses_a_national_number_with_a_wrong_check_digit(db, by, at):
    with pytest.raises(identifiers.WrongNationalNumber, match="back of the identity card"):
        register(by, at, national_number="85031512469")


def test_it_refuses_a_national_number_that_is_already_registered(amina, by, at):
    with pytest.raises(members.NationalNumberTaken):
        register(by, at, email="other@example.org")


def test_it_refuses_the_same_national_number_twice_in_a_batch(db, by, at):
    with pytest.raises(members.NationalNumberTaken):
        members.register(members=[members.NewMember(**AMINA)] * 2, by=by, at=at)


def test_it_says_everything_that_is_wrong_at_once(db, by, at):
    with pytest.raises(Refusals) as refusals:
        register(by, at, last_name=" ", email="amina@", extra_withholding_bp=10_001)
    assert {refusal.code for refusal in refusals.value.refusals} == {
        "missing_name",
        "unusable_email",
        "rate_out_of_range",
    }
    assert not Member.objects.exists()


@pytest.mark.parametrize("iban", ["NL91ABNA0417164300", "FR1420041010050500013M02606"])
def test_it_takes_account_numbers_of_other_countries(db, by, at, iban):
    assert register(by, at, iban=iban).iban == iban
