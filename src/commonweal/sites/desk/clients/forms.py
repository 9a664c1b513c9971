"""Forms about clients; that of a client itself is in the shell: members enter clients too."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BlockForm(forms.Form):
    """Why no new work is taken for a client."""

    reason = forms.CharField(label=_("Why?"))


class MergeForm(forms.Form):
    """Why two entries are one client."""

    reason = forms.CharField(
        label=_("Why are they one client?"),
        max_length=200,
        help_text=_("For example: same address, the mail of the other came back."),
    )
