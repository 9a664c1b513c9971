"""Forms about the account numbers of payees."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import ReasonForAccount, WhyStopped


class ConfirmForm(forms.Form):
    """How a colleague knows that a number is right."""

    because = forms.CharField(
        label=_("How do you know it?"),
        error_messages={"required": ReasonForAccount.message},
        help_text=_(
            "Whom you asked, and where you found them: not on the invoice or in the mail that "
            "brought the number."
        ),
    )


class StopForm(forms.Form):
    """Why a number is stopped."""

    because = forms.CharField(
        label=_("Why is it stopped?"), error_messages={"required": WhyStopped.message}
    )
