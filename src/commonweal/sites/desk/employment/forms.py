"""What staff write about a declaration."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LateForm(forms.Form):
    """Why work is declared after it began."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the declaration, for the inspection."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NumberForm(forms.Form):
    """Under which number social security knows a lost declaration."""

    number = forms.CharField(
        label=_("Number at social security"),
        help_text=_("As it stands on the portal of social security, digits only."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
