"""Forms of a bankruptcy."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.clients.queries import Client
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.kernel import money
from commonweal.sites.shell.fields import DayField, EuroField


class JudgmentForm(forms.Form):
    """What the judgment says."""

    on = DayField(label=_("Day of the judgment"))
    trustee_name = forms.CharField(label=_("Trustee"), max_length=120)
    trustee_address = forms.CharField(
        label=_("Address of the trustee"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    trustee_email = forms.CharField(
        label=_("E-mail of the trustee"), max_length=254, required=False
    )
    language = forms.ChoiceField(label=_("Write to the trustee in"), choices=settings.LANGUAGES)
    court = forms.CharField(label=_("Court"), max_length=120, required=False)
    file_number = forms.CharField(label=_("Number of the file"), max_length=60, required=False)

    def failure(self, client: Client) -> NewBankruptcy:
        """Return what was filled in, about this client."""
        return NewBankruptcy(client=client, **self.cleaned_data)


class DividendForm(forms.Form):
    """Which payment at the bank is a dividend, and how much of it."""

    move = forms.ChoiceField(label=_("Payment that waits at the bank"))
    cents = EuroField(label=_("Amount"), required=False, help_text=_("Empty is all of it."))

    def __init__(self, data: Any = None, *, offered: dict[str, str]) -> None:
        super().__init__(data)
        field: Any = self.fields["move"]
        # Nothing is chosen for anybody: what waits longest is seldom the dividend.
        field.choices = [("", "–"), *offered.items()]


class CloseForm(forms.Form):
    """When the court closed it."""

    closed_on = DayField(label=_("Closed by the court on"))


def amount(cents: int) -> str:
    """Return cents as a choice says them."""
    return f"€ {money.show(cents)}"
