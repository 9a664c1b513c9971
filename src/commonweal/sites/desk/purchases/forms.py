"""Forms about purchases."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.activities import queries as activities
from commonweal.purchases import queries
from commonweal.purchases.queries import Purchase, Treatment
from commonweal.rules.parameters import figure
from commonweal.sites.shell.purchases import accounts

SELF_ASSESSED = (
    Treatment.REVERSE_CHARGE, Treatment.EU_SERVICES, Treatment.EU_GOODS, Treatment.OUTSIDE_EU,
)  # fmt: skip
BASIS_POINTS = 10_000
DEDUCTED: Sequence[tuple[int, Any]] = (
    (10_000, gettext_lazy("All of it")),
    (5_000, gettext_lazy("Half: cars")),
    (0, gettext_lazy("Nothing: meals, receptions, exempt work")),
)


class AssignForm(forms.Form):
    """Which activity a purchase is for."""

    unit = forms.CharField(
        label=gettext_lazy("For which activity?"),
        help_text=gettext_lazy("Its number (12 or U-12), or the e-mail address of its member."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Give the number or the address.")},
    )
    choice = forms.TypedChoiceField(
        label=gettext_lazy("Which of them?"), coerce=int, required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: Any, *, on: date) -> None:
        super().__init__(data)
        text = (data or {}).get("unit", "").strip()
        self.found = activities.receivers(text=re.sub(r"(?i)^u\s*-\s*", "", text), on=on)
        if len(self.found) > 1:
            choices: Any = self.fields["choice"]
            choices.choices = [(id, f"{name} ({id})") for id, name in self.found.items()]
        else:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        """Find the one activity that is meant."""
        if self.cleaned_data.get("unit") and not self.found:
            self.add_error("unit", _("Check it: no open activity has this number or address."))
        elif len(self.found) > 1 and not self.cleaned_data.get("choice"):
            self.add_error("choice", _("Choose the one that is meant."))
        return self.cleaned_data

    @property
    def chosen(self) -> activities.Unit:
        """The unit that was found."""
        return activities.get(id=self.cleaned_data.get("choice") or next(iter(self.found)))


class BookForm(forms.Form):
    """What was bought, and what of the VAT is deducted."""

    account = forms.ChoiceField(
        label=gettext_lazy("What was bought?"),
        error_messages={"required": gettext_lazy("Choose the account of the cost.")},
    )
    deducted = forms.TypedChoiceField(
        label=gettext_lazy("VAT we deduct"), coerce=int, choices=DEDUCTED, initial=BASIS_POINTS
    )
    due = forms.TypedChoiceField(
        label=gettext_lazy("Rate of the VAT we owe"),
        help_text=gettext_lazy("The supplier charged none: we owe it, at the Belgian rate."),
        coerce=int,
    )

    def __init__(self, data: Any, *, purchase: Purchase, on: date) -> None:
        first = {"account": purchase.account, "deducted": purchase.deducted_bp}
        super().__init__(data, initial=first)
        house = () if purchase.unit_id else queries.INVESTMENTS
        account: Any = self.fields["account"]
        account.choices = accounts(codes=[*queries.COSTS, *house], coded=True)
        treatments = {row.treatment for row in queries.vat_rows(purchase=purchase)}
        if not treatments & set(SELF_ASSESSED):
            del self.fields["due"]
        else:
            due: Any = self.fields["due"]
            due.choices = _rates(on)
        if not treatments & {*SELF_ASSESSED, Treatment.DEDUCTIBLE}:
            del self.fields["deducted"]


class RefuseForm(forms.Form):
    """Why a purchase is not paid."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        help_text=gettext_lazy("Tell the supplier too: this stays in the house."),
        error_messages={"required": gettext_lazy("Say why in a few words.")},
    )


def _rates(on: date) -> list[tuple[int, str]]:
    """The Belgian rates of a day, the usual one first."""
    rates = (int(rate * BASIS_POINTS) for rate in figure("vat.rates", on).value.values())
    return [(rate, f"{rate / 100:g} %") for rate in sorted(rates, reverse=True)]
