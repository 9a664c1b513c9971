"""What is asked before a year is carried over, a run is undone, or a unit is opened again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.activities.actions import ReopeningReasonMissing, UndoReasonMissing


class ConfirmForm(forms.Form):
    """The year, typed: every budget of the house is written about."""

    confirmed = forms.CharField(label=gettext_lazy("Type the year to confirm"), max_length=20)

    def __init__(self, *arguments: Any, year: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.year = year
        field = self.fields["confirmed"]
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        field.error_messages["required"] = self._meant()

    def clean_confirmed(self) -> str:
        """
        Return what was typed.

        :raises ValidationError: if it is another year
        """
        typed: str = self.cleaned_data["confirmed"].strip()
        if typed != f"{self.year}":
            raise forms.ValidationError(self._meant())
        return typed

    def _meant(self) -> str:
        words = _("Type %(year)s here: then it is certain that you mean this year.")
        return words % {"year": self.year}


class UndoForm(ConfirmForm):
    """Why a run is undone."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it undone?"),
        help_text=gettext_lazy("The reason stands in the books beside each reversal."),
        error_messages={"required": UndoReasonMissing.message},
        max_length=200,
    )
    field_order = ("reason", "confirmed")


class ReopenForm(forms.Form):
    """Who asked for a closed unit, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Who asked for it, and why?"),
        help_text=gettext_lazy("It stands in the books beside the money that comes back."),
        error_messages={"required": ReopeningReasonMissing.message},
        max_length=200,
    )
