"""
From a refusal of the house to the page: beside what a person typed, or on top of the next page.

A deed of a page is one block that ends at the first refusal; what stands after it is for both:

    with refusals_beside(form):
        banking.stop_account(...)
        messages.success(request, _("Stopped."))
        return redirect(...)
    return _page(request, form)
"""

from collections.abc import Callable
from types import TracebackType

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from commonweal.kernel.refusals import Refusal, each_of


class Block:
    """
    A block that ends at a refusal, which is told. A class and no generator, because its exit says
    by its type that what stands behind the block is reached, and is checked.
    """

    def __init__(self, tell: Callable[[Refusal], None]) -> None:
        self._tell = tell

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _at: TracebackType | None,
    ) -> bool:
        """Tell a refusal and go on; let everything else through."""
        if not isinstance(error, Refusal):
            return False
        self._tell(error)
        return True


def refusals_beside(form: forms.BaseForm) -> Block:
    """End the block at a refusal, and put it beside the fields of the form (`show_refusals`)."""
    return Block(lambda refusal: show_refusals(form, refusal))


def refusals_on_top(request: HttpRequest) -> Block:
    """End the block at a refusal, and tell it on top of the next page."""
    return Block(lambda refusal: tell_refusals(request, refusal))


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
