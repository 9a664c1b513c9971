"""What staff write about a declaration or a contract."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.sites.shell.fields import DayField


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


class _ActForm(forms.Form):
    """An act on a contract says why: who manages the job reads it on the timeline."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The member whose job it is reads it, with your name. Leave out health."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(_ActForm):
    """The last day that was really worked."""

    last_day = DayField(label=_("Last day really worked"))
    field_order = ("last_day", "reason")


class CancelForm(_ActForm):
    """Why nobody works under this contract."""
