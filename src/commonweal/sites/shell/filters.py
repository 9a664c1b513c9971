"""
A list that is narrowed by its address: a form of filters, chips that take one off again, and ways
of looking that a person keeps by name.

A page makes a `FilterForm`, reads what was `chosen`, and draws a `Bar` with `shell/filters.html`.
The form itself is drawn only when somebody opens it: a list stays as quick as its rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.access import actions as access_actions
from commonweal.access import queries as access
from commonweal.kernel import money
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.kit import Tab, Text
from commonweal.sites.shell.refusals import refusals_on_top
from commonweal.sites.shell.templatetags.house import day

NOT_KEPT = ("after", "filters", "sums")  # where one stands in a list, not how one looks at it


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the list without it."""

    label: Text
    value: Text
    url: str


class FilterForm(forms.Form):
    """The filters of a list, read from its address; a value that cannot be read narrows nothing."""

    use_required_attribute = False

    def __init__(self, query: QueryDict) -> None:
        """Make the fields that the address names; all, when they are to be drawn."""
        every = self.base_fields
        if "filters" not in query:
            self.base_fields = {  # type: ignore[misc]  # Django reads it from the instance
                name: every[name] for name in every if name in query
            }
        self._read(query)
        if self.errors:
            self.base_fields = every  # type: ignore[misc]
            self._read(query)

    def _read(self, query: QueryDict) -> None:
        super().__init__(query)
        for field in self.fields.values():
            field.required = False
        self.is_valid()

    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list, by the name of its field."""
        found = self.cleaned_data.items()
        return {name: value for name, value in found if value not in (None, "", False)}

    def shown(self, name: str, value: Any) -> Text:
        """Return how a chip says a value; a list says otherwise what it knows better."""
        field = self.fields[name]
        if isinstance(field, EuroField):
            return money.show(value)
        if isinstance(field, forms.ChoiceField):
            label: Text = dict(field.choices).get(value, value)  # type: ignore[arg-type]
            return label
        if isinstance(value, date):
            return day(value)
        return "" if value is True else f"{value}"


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above a filtered list."""

    form: FilterForm
    chips: list[Chip]
    tabs: list[Tab]
    kept: access.SavedFilter | None
    query: str
    is_open: bool


def bar(request: Visit, form: FilterForm, *, page: str, tabs: Mapping[Text, str]) -> Bar:
    """Return the bar of a list: its own tabs (label and query), then what this person keeps."""
    query = _kept(request.GET)
    saved = access.saved_filters(user=request.user.pk or 0, page=page)
    lines = [*tabs.items(), *((each.name, each.query) for each in saved)]
    here = max((place for place, (_, wanted) in enumerate(lines) if wanted == query), default=-1)
    return Bar(
        form,
        list(_chips(form, request.GET)),
        [Tab(label, f"?{wanted}", n == here) for n, (label, wanted) in enumerate(lines)],
        next((each for each in saved if each.query == query), None),
        query,
        "filters" in request.GET or bool(form.errors),
    )


def keep(request: Visit, *, page: str) -> HttpResponse:
    """Keep, or forget, the way of looking that was posted, and go back to the list."""
    name, query = request.POST.get("name", ""), _kept(QueryDict(request.POST.get("query", "")))
    user = access.get_user(id=request.user.pk or 0)
    with refusals_on_top(request):
        if "forget" in request.POST:
            access_actions.forget_filter(
                user=user, page=page, name=name, by=request.actor, at=request.at
            )
            messages.success(request, _("The filter is forgotten."))
        else:
            access_actions.save_filter(
                user=user, page=page, name=name, query=query, by=request.actor, at=request.at
            )
            messages.success(request, _("Saved: you find it among the tabs of this list."))
    return redirect(f"{reverse(page)}?{query}")


def _chips(form: FilterForm, query: QueryDict) -> Iterator[Chip]:
    for name, value in form.chosen().items():
        rest = QueryDict(_kept(query), mutable=True)
        rest.pop(name, None)
        label = form.fields[name].label or name
        yield Chip(label, form.shown(name, value), f"?{rest.urlencode()}")


def _kept(query: QueryDict) -> str:
    """The address without where one stands and without empty fields, always in one order."""
    found = sorted((name, value) for name, value in query.items() if value and name not in NOT_KEPT)
    kept = QueryDict(mutable=True)
    for name, value in found:
        kept[name] = str(value)
    return kept.urlencode()


def asked_alone(request: HttpRequest, part: str) -> bool:
    """Whether only this part of the page is wanted: the rest is on the screen already."""
    return bool(getattr(request, "htmx", False)) and part in request.GET
