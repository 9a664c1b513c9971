"""
From a refusal of the house to the page: beside what a person typed, or on top of the next page.

A deed of a page is one block that ends at the first refusal; what stands after it is for both:

    with refusals_beside(form):
        banking.stop_account(...)
        messages.success(request, _("Stopped."))
        return redirect(...)
    return _page(request, form)
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from commonweal.kernel.refusals import Refusal, each_of


@contextmanager
def refusals_beside(form: forms.BaseForm) -> Iterator[None]:
    """End the block at a refusal, and put it beside the fields of the form (see below)."""
    try:
        yield
    except Refusal as refusal:
        show_refusals(form, refusal)


@contextmanager
def refusals_on_top(request: HttpRequest) -> Iterator[None]:
    """End the block at a refusal, and tell it on top of the next page."""
    try:
        yield
    except Refusal as refusal:
        tell_refusals(request, refusal)


def show_refusals(form: forms.BaseForm, refusal: Refusal) -> None:
    """
    Put a refusal (or several) beside its fields; what has no field goes on top of the form.

    The form must be bound and valid so far; show it again with the same template and status 422.
    """
    for one in each_of(refusal):
        form.add_error(one.field if one.field in form.fields else None, str(one))


def tell_refusals(request: HttpRequest, refusal: Refusal) -> None:
    """Tell a refusal (or several) on top of the next page, where a button has no form."""
    for one in each_of(refusal):
        messages.error(request, str(one))
