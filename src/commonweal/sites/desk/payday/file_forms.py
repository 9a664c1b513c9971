"""Forms about files that left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import BankFile
from commonweal.sites.shell.uploads import FilesField

LIMIT_MB = 64


class StatusForm(forms.Form):
    """Reports of the bank to take in."""

    reports = FilesField(
        label=_("Status reports of the bank"),
        help_text=_("pain.002, any version; several at once."),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one report of the bank.")},
    )

    def clean_reports(self) -> list[BankFile]:
        """Read the files, when they are together not too large to read."""
        files = self.cleaned_data["reports"]
        if sum(file.size or 0 for file in files) > LIMIT_MB * 2**20:
            raise forms.ValidationError(
                _("Take the files in a few at a time: together they are above %(limit)s MB."),
                params={"limit": LIMIT_MB},
            )
        return [BankFile(file.name or "", file.read()) for file in files]


class DecideForm(forms.Form):
    """How a person knows what became of a file."""

    answer = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Whom you asked, or what the bank's own page says."),
        error_messages={"required": _("Say in a few words how you know: the next will ask.")},
    )
