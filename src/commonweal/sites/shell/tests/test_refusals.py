"""A refusal of the house finds its place on the form."""

import pytest
from django import forms
from django.contrib.messages.storage.base import BaseStorage
from django.template.loader import render_to_string

from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top, show_refusals


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


def test_a_block_ends_at_the_first_refusal_and_goes_on_behind_it():
    form, done = filled(), []
    with refusals_beside(form):
        done.append("before")
        raise TooLow(least="50")
    assert (done, form.errors) == (["before"], {"price": ["Raise the price to 50."]})


def test_a_button_tells_each_refusal_on_top_of_the_next_page(rf):
    request = rf.post("/")
    request._messages = BaseStorage(request)
    with refusals_on_top(request):
        raise Refusals([TooLow(least="50"), Closed()])
    assert [str(each) for each in request._messages._queued_messages] == [
        "Raise the price to 50.",
        "Choose another day: the period is closed.",
    ]


def test_what_is_no_refusal_is_not_kept_quiet(rf):
    with pytest.raises(KeyError), refusals_beside(filled()):
        raise KeyError
    with pytest.raises(KeyError), refusals_on_top(rf.post("/")):
        raise KeyError
