"""Finding members, and showing their numbers without giving them away."""

import pytest

from commonweal.members import queries


@pytest.mark.parametrize("text", ["lefe", "LEFÈVRE", "carla", "lef car", "Carla Lefèvre"])
def test_a_person_is_found_by_the_beginning_of_names(amina, carla, text):
    assert list(queries.search(text=text)) == [carla]


def test_people_come_in_order_of_last_name(amina, bram, carla):
    assert list(queries.search()) == [amina, bram, carla]
    assert not queries.search(text="%").filter(pk=-1).exists()


def test_digits_find_the_number_of_a_member(amina, carla):
    assert list(queries.search(text=str(carla.pk))) == [carla]


def test_an_account_leads_to_its_member(amina, carla):
    assert queries.find_for_user(user_id=amina.user_id) == amina
    assert queries.find_for_user(user_id=0) is None


def test_masks_show_only_the_end():
    assert queries.masked_iban("BE68539007547034") == "BE•• •••• 7034"
    assert queries.masked_national_number("85031512468") == "•••••• ••• 68"
    assert queries.masked_iban("") == queries.masked_national_number("") == ""
