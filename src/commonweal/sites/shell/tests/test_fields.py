"""Form fields read what people type and show it again as it was."""

from datetime import date, time

import pytest
from django import forms
from django.utils.translation import override

from commonweal.sites.shell.fields import DayField, EuroField, TimeField


class Form(forms.Form):
    price = EuroField(least_cents=5000)
    extra = EuroField(required=False)
    on = DayField()
    begins = TimeField(required=False)


def form(**typed):
    return Form({"price": "100", "on": "2026-05-04", **typed})


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("2300", 230000), ("2.300,50", 230050), ("2 300.5", 230050), ("€ 99,99", 9999)],
)
def test_an_amount_is_read_in_any_writing(typed, cents):
    filled = form(price=typed)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["price"] == cents


@pytest.mark.parametrize("typed", ["abc", "1e3x", "12 euro 50", "--5", "∞"])
def test_it_refuses_what_is_no_amount_and_keeps_it_on_the_page(typed):
    filled = form(price=typed)
    with override("en"):
        assert "for example" in str(filled.errors["price"])
    assert filled["price"].value() == typed


def test_it_says_how_much_is_the_least():
    with override("nl"):
        assert "50,00" in str(form(price="49,99").errors["price"])


@pytest.mark.parametrize("typed", ["100000000000", "-100000000000", "99999999999999999999"])
def test_an_amount_that_no_book_can_hold_is_refused(typed):
    with override("en"):
        assert "less than 10,000,000,000.00" in str(form(extra=typed).errors["extra"])


def test_nothing_typed_is_none_and_cents_are_shown_as_euro():
    filled = form()
    assert filled.is_valid()
    assert filled.cleaned_data["extra"] is None
    with override("nl"):
        assert 'value="1.250,00"' in str(Form(initial={"price": 125000})["price"])


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01"])
def test_a_day_on_which_nobody_lives_is_refused(typed):
    with override("en"):
        assert form(on=typed).errors["on"] == ["Choose a day in the years 1900 to 2199."]


def test_days_and_times_come_from_the_browser_in_one_form():
    filled = form(begins="09:30")
    assert filled.is_valid()
    assert filled.cleaned_data["on"] == date(2026, 5, 4)
    assert filled.cleaned_data["begins"] == time(9, 30)
    with override("nl"):
        assert 'value="2026-05-04"' in str(Form(initial={"on": date(2026, 5, 4)})["on"])
