"""From a refusal of the house to the form a person typed in."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from commonweal.kernel.refusals import Refusal, each_of


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
