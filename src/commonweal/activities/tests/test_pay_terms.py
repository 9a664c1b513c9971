"""On which terms wages are due: those of the legal entity of their unit."""

import pytest
from tests.cast import AMINA, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.kernel.actions import found_sister, set_pay_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(entity):
    return found_sister(
        name="School cv", enterprise_number="0403170701", series="SC", street="Kaai 1",
        postcode="9000", city="Gent", email="hello@school.example", iban=AMINA["iban"],
        bic="GKCCBEBB", pay_terms="day_of_next_month",
    )  # fmt: skip


def test_a_unit_is_paid_on_the_terms_of_its_entity(amina, amina_unit, school, by, at):
    of_school = make_unit(amina)
    activities.move_to_entity(unit=of_school, entity=school, by=by, at=at)
    assert queries.pay_terms(units=[amina_unit.pk, of_school.pk, None]) == {
        amina_unit.pk: "days_after", of_school.pk: "day_of_next_month", None: "days_after",
    }  # fmt: skip


def test_no_unit_is_paid_on_the_terms_of_the_house(entity):
    set_pay_terms(entity=entity, terms="day_of_next_month")
    assert queries.pay_terms(units=[None]) == {None: "day_of_next_month"}


def test_it_is_one_statement_however_many(amina_unit, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.pay_terms(units=[amina_unit.pk, None, *range(500, 900)])
