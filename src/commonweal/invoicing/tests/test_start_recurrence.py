from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.clients.queries import MissingAddress
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions._recurring import after
from commonweal.invoicing.tests.recurring import hosting


def start(new, by, at):
    return invoicing.start_recurrence(recurrence=new, by=by, at=at)


def test_it_keeps_what_comes_back(amina_unit, festival, by, at):
    made = start(hosting(amina_unit, festival, note="Thanks"), by, at)
    made.refresh_from_db()
    assert (made.next_on, made.day_of_month, made.every_months) == (date(2026, 5, 31), 31, 1)
    assert invoicing.lines_of(made) == list(hosting(amina_unit, festival).lines)
    assert made.ref == f"recurrence:{made.pk}"


def test_the_same_form_starts_one(amina_unit, festival, by, at):
    first = start(hosting(amina_unit, festival, key="a"), by, at)
    assert start(hosting(amina_unit, festival, key="a"), by, at) == first


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"every_months": 0}, invoicing.WrongRhythm),
        ({"every_months": 13}, invoicing.WrongRhythm),
        ({"next_on": date(2026, 5, 3)}, invoicing.FirstDayPassed),
        ({"until": date(2026, 5, 30)}, invoicing.EndsBeforeItStarts),
        ({"lines": []}, invoicing.MissingLines),
    ],
)
def test_it_refuses_what_cannot_come_back(amina_unit, festival, by, at, details, refusal):
    with pytest.raises(refusal):
        start(hosting(amina_unit, festival, **details), by, at)


def test_it_refuses_what_an_invoice_would_lack(amina_unit, festival, by, at):
    festival.street = ""
    with pytest.raises(MissingAddress):
        start(hosting(amina_unit, festival), by, at)


@given(st.dates(date(2024, 1, 1), date(2035, 1, 1)), st.integers(1, 12), st.integers(1, 24))
def test_a_day_of_the_month_comes_back_or_the_last_one(day, months, times):
    found = day
    for _ in range(times):
        found = after(found, months, day.day)
    passed = (found.year - day.year) * 12 + found.month - day.month
    assert passed == months * times
    assert found.day == day.day or (found.day < day.day and after(found, 0, 31) == found)
