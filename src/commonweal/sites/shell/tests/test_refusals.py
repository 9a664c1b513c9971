"""A refusal of the house finds its place on the form."""

from django import forms
from django.template.loader import render_to_string

from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.sites.shell.refusals import show_refusals


class Form(forms.Form):
    price = forms.CharField()


class TooLow(Refusal):
    message = "Raise the price to %(least)s."
    field = "price"


class Closed(Refusal):
    message = "Choose another day: the period is closed."
    field = "period"


def filled():
    form = Form({"price": "12"})
    assert form.is_valid()
    return form


def test_it_stands_beside_its_field_and_what_was_typed_stays():
    form = filled()
    show_refusals(form, TooLow(least="50"))
    assert form.errors == {"price": ["Raise the price to 50."]}
    assert form["price"].value() == "12"


def test_several_are_shown_at_once_and_what_has_no_field_goes_on_top():
    form = filled()
    show_refusals(form, Refusals([TooLow(least="50"), Closed()]))
    assert form.errors["price"] == ["Raise the price to 50."]
    assert form.non_field_errors() == ["Choose another day: the period is closed."]


def test_the_page_ties_label_help_and_error_to_the_field():
    form = filled()
    show_refusals(form, TooLow(least="50"))
    html = render_to_string("shell/form.html", {"form": form})
    assert 'for="id_price"' in html
    assert 'aria-describedby="id_price_error"' in html
    assert 'id="id_price_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'role="alert"' in html
