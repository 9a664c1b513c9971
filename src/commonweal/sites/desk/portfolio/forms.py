"""Which units a portfolio shows, and who stands by those that are ticked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.access.queries import User
from commonweal.activities.queries import NOBODY, UnitKind
from commonweal.flows.portfolio.queries import Kind

MINE, ALL = "mine", "all"
ANY_SIGNAL = "any"


class SieveForm(forms.Form):
    """The filter of a portfolio; it stands in the address, so that it can be kept and shared."""

    adviser = forms.ChoiceField(label=_("Adviser"))
    kind = forms.ChoiceField(
        label=_("Kind of budget"), choices=[(ALL, _("All")), *UnitKind.choices]
    )
    signal = forms.ChoiceField(
        label=_("Signal"),
        choices=[(ALL, _("With or without")), (ANY_SIGNAL, _("Any signal")), *Kind.choices],
    )
    q = forms.CharField(
        label=_("Name"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any, advisers: Sequence[User], *, is_adviser: bool) -> None:
        typed = data.copy()
        for name, usual in (
            ("adviser", MINE if is_adviser else ALL),
            ("kind", ALL),
            ("signal", ALL),
        ):
            typed.setdefault(name, usual)
        super().__init__(typed)
        mine = [(MINE, _("My own units"))] if is_adviser else []
        named = [(f"{each.pk}", each.name) for each in advisers]
        choices = [*mine, (ALL, _("All advisers")), (NOBODY, _("Without an adviser")), *named]
        self.fields["adviser"].choices = choices  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        """Return what narrows the list by a name, nothing if it does not."""
        value: str = self.cleaned_data.get(name, "")
        return "" if value == ALL else value

    def adviser_of(self, me: int) -> int | str | None:
        """Return whose units are meant, as the room of activities asks for them."""
        chosen = self.cleaned_data.get("adviser") or ALL
        if chosen == MINE:
            return me
        return {ALL: None, NOBODY: NOBODY}.get(chosen, chosen)


class AdviserForm(forms.Form):
    """The ticked units, and who stands by them from now on."""

    adviser = forms.ChoiceField(label=_("Adviser"))

    def __init__(self, data: Any, advisers: Sequence[User]) -> None:
        super().__init__(data, prefix="new", auto_id="new_%s")
        named = [(f"{each.pk}", each.name) for each in advisers]
        choices = [*named, (NOBODY, _("Nobody"))]
        self.fields["adviser"].choices = choices  # type: ignore[attr-defined]
