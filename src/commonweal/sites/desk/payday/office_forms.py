"""Forms about where the state is paid."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import NoNameOfAuthority


class OfficeForm(forms.Form):
    """The office as its own letters name it, its account number, and our reference there."""

    name = forms.CharField(
        label=_("Name of the office"), error_messages={"required": NoNameOfAuthority.message}
    )
    iban = forms.CharField(
        label=_("Account number"),
        help_text=_("From a letter or the site of the office itself, not from a mail."),
    )
    reference = forms.CharField(
        label=_("Our reference"),
        required=False,
        help_text=_("Structured or in words. Without one, the period is told."),
    )
