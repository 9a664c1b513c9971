from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from tests.cast import NOW, TODAY, actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import DESIGN, PRINT, draft, new
from commonweal.kernel import queries as kernel


def test_it_takes_the_next_number_of_the_year_and_keeps_the_lines(amina, amina_unit, festival):
    first, second = (draft(amina_unit, festival, amina) for _turn in range(2))
    assert (first.number, second.number) == ("Q2026-000001", "Q2026-000002")
    assert (first.state, first.version, first.language) == ("draft", 1, festival.language)
    design, prints = queries.quote_lines(quote=first)
    assert (design.net_cents, design.is_optional, design.is_chosen) == (1000_00, False, True)
    assert (prints.net_cents, prints.is_optional, prints.is_chosen) == (300_00, True, False)
    assert [event.verb for event in kernel.events(of=[first.ref])] == ["invoicing.draft_quote"]


def test_a_year_begins_with_one(amina, amina_unit, festival):
    draft(amina_unit, festival, amina)
    later = NOW + timedelta(days=300)
    made = invoicing.draft_quote(
        quote=new(amina_unit, festival, valid_until=later.date()), by=actor(amina), at=later
    )
    assert made.number == "Q2027-000001"


def test_a_refused_quote_takes_no_number(amina, amina_unit, festival):
    with pytest.raises(invoicing.MissingTitle):
        draft(amina_unit, festival, amina, title=" ")
    assert draft(amina_unit, festival, amina).number == "Q2026-000001"


PART = invoicing.PlannedPart


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"lines": ()}, invoicing.MissingLines),
        (
            {"lines": [invoicing.NewQuoteLine(" ", 1, invoicing.Vat.STANDARD, 2100)]},
            invoicing.MissingDescription,
        ),
        (
            {"lines": [invoicing.NewQuoteLine("A", 1, invoicing.Vat.STANDARD, 2100, 0)]},
            invoicing.WrongQuantity,
        ),
        (
            {"lines": [invoicing.NewQuoteLine("A", 1, invoicing.Vat.STANDARD, 1900)]},
            invoicing.UnknownVatRate,
        ),
        (
            {"lines": [DESIGN, invoicing.NewQuoteLine("A", 1, invoicing.Vat.OUTSIDE_SCOPE, 0)]},
            invoicing.OutsideScopeStandsAlone,
        ),
        ({"starts_on": date(2026, 6, 2), "ends_on": date(2026, 6, 1)}, invoicing.WrongPeriod),
        ({"schedule": [PART("deposit", "A", 5000)]}, invoicing.WrongShares),
        (
            {"schedule": [PART("deposit", "A", 9950), PART("milestone", "B", 50)]},
            invoicing.WrongShares,
        ),
        ({"schedule": [PART("deposit", " ", 10_000)]}, invoicing.PartWithoutWords),
        ({"schedule": [PART("date", "A", 10_000)]}, invoicing.PartWithoutDay),
        ({"schedule": [PART("deposit", "A", 10_000, TODAY)]}, invoicing.PartWithoutDay),
    ],
)
def test_it_refuses_what_no_client_could_read(amina, amina_unit, festival, details, refusal):
    with pytest.raises(refusal):
        draft(amina_unit, festival, amina, **details)


def test_another_unit_sees_nothing_of_it(amina, amina_unit, carla_unit, festival):
    made = draft(amina_unit, festival, amina)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(carla_unit.pk)])
        assert not queries.quotes().filter(pk=made.pk).exists()
        assert not queries.quote_lines(quote=made)
        assert queries.unit_of_quote(id=made.pk) == [amina_unit.pk]


def test_postgresql_keeps_a_fixed_line_in_the_total(amina, amina_unit, festival):
    made = draft(amina_unit, festival, amina, lines=(DESIGN, PRINT))
    line = queries.quote_lines(quote=made)[0]
    line.is_chosen = False
    with pytest.raises(IntegrityError, match="quote_line_chosen"), transaction.atomic():
        line.save()
