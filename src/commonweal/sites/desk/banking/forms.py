"""Forms of the bank."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import BankFile
from commonweal.sites.shell.uploads import FilesField

LIMIT_MB = 64


class ImportForm(forms.Form):
    """Files of the bank to take in."""

    statements = FilesField(
        label=_("Files of the bank"),
        help_text=_("CODA, camt.053 or camt.054; several at once."),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one file of the bank.")},
    )

    def clean_statements(self) -> list[BankFile]:
        """Read the files, when they are together not too large to read."""
        files: Sequence[UploadedFile[Any]] = self.cleaned_data["statements"]
        if sum(file.size or 0 for file in files) > LIMIT_MB * 2**20:
            raise forms.ValidationError(
                _("Take the files in a few at a time: together they are above %(limit)s MB."),
                params={"limit": LIMIT_MB},
            )
        return [BankFile(file.name or "", file.read()) for file in files]


class PlaceForm(forms.Form):
    """Which invoice a payment is for."""

    reference = forms.CharField(
        label=_("Structured reference of the invoice"),
        help_text=_("As on the invoice: +++090/9337/55493+++."),
        error_messages={"required": _("Give the structured reference of the invoice it pays.")},
    )


class CancelForm(forms.Form):
    """Why a batch does not leave."""

    because = forms.CharField(
        label=_("Why?"),
        help_text=_("Who built the batch reads this."),
        error_messages={"required": _("Say in a few words why the batch is cancelled.")},
    )
