"""Forms about money that goes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import WhyGivenBack, WhyRefundUndone
from commonweal.sites.shell.fields import EuroField


class RefundForm(forms.Form):
    """Why it goes back, how much of it, and where when not to where it came from."""

    because = forms.CharField(
        label=_("Why does it go back?"),
        error_messages={"required": WhyGivenBack.message},
        help_text=_("For example: paid twice, asked for by phone."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    cents = EuroField(label=_("Amount in euro"))
    iban = forms.CharField(
        label=_("Another account number"),
        required=False,
        help_text=_("Only if it cannot go back to where it came from. It is checked first."),
    )
    name = forms.CharField(label=_("Name of the account"), required=False)

    def __init__(self, *args: Any, knows_number: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not knows_number:
            self.fields["iban"].required = self.fields["name"].required = True
            self.fields["iban"].label = _("Account number")
            self.fields["iban"].help_text = _("The bank did not say from which one it came.")


class UndoForm(forms.Form):
    """Why it does not go back."""

    because = forms.CharField(label=_("Why?"), error_messages={"required": WhyRefundUndone.message})
