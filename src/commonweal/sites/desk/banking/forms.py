"""Forms of the bank."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import BankFile, NewMapping
from commonweal.banking.queries import Account, CsvGuess, CsvLayout
from commonweal.sites.shell.uploads import FilesField

LIMIT_MB = 64
DAYS = (
    ("%d/%m/%Y", "31/12/2026"),
    ("%Y-%m-%d", "2026-12-31"),
    ("%d-%m-%Y", "31-12-2026"),
    ("%d.%m.%Y", "31.12.2026"),
    ("%Y%m%d", "20261231"),
    ("%d/%m/%y", "31/12/26"),
    ("%d.%m.%y", "31.12.26"),
    ("%d-%m-%y", "31-12-26"),
    ("%Y/%m/%d", "2026/12/31"),
    ("%m/%d/%Y", "12/31/2026"),
)
MARKS = ((",", "1.234,56"), (".", "1,234.56"))
COLUMNS = {
    "booked_on": _("Day of booking"),
    "amount": _("Amount, below zero when it went out"),
    "side": _("Side, when the amount has no sign"),
    "debit": _("Or: what went out"),
    "credit": _("And: what came in"),
    "balance": _("Balance after it"),
    "counterparty": _("Name of the other side"),
    "iban": _("Account of the other side"),
    "communication": _("Communication"),
    "reference": _("Structured reference"),
    "value_on": _("Value date"),
    "sequence": _("Number of the statement"),
    "account": _("Our account"),
    "currency": _("Currency"),
}


class ImportForm(forms.Form):
    """Files of the bank to take in."""

    statements = FilesField(
        label=_("Files of the bank"),
        help_text=_("CODA, camt.053, camt.054 or CSV; several at once."),
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


class MappingForm(forms.Form):
    """Which column of a CSV is which."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Such as the bank the file comes from."),
        error_messages={"required": _("Give the mapping a name, such as that of the bank.")},
    )
    account = forms.ChoiceField(label=_("Account"), required=False)
    date_format = forms.ChoiceField(label=_("A day is written as"), choices=DAYS)
    decimal_mark = forms.ChoiceField(label=_("An amount is written as"), choices=MARKS)

    def __init__(
        self, *args: Any, guess: CsvGuess, accounts: "Iterable[Account]", name: str
    ) -> None:
        """Offer the columns of this file for every field, and what was guessed to begin with."""
        self.accounts = {str(account.pk): account for account in accounts}
        initial = {
            "name": PurePath(name).stem,
            "date_format": guess.date_format,
            "decimal_mark": guess.decimal_mark,
            "account": self._only_account() if "account" not in guess.columns else "",
        }
        super().__init__(*args)
        self.initial = initial | {_column(field): name for field, name in guess.columns.items()}
        ours = [(pk, account.iban) for pk, account in self.accounts.items()]
        self._choices("account", [("", _("A column tells it")), *ours])
        names = [("", "–"), *((name, name) for name in guess.names)]
        for field, label in COLUMNS.items():
            # The account of the file has the name of a field already.
            self.fields[_column(field)] = forms.ChoiceField(
                label=label,
                required=field == "booked_on",
                choices=names,
                error_messages={"required": _("Say which column is the day of booking.")},
            )

    def _only_account(self) -> str:
        """Of several accounts nobody but a person knows whose file it is."""
        return next(iter(self.accounts)) if len(self.accounts) == 1 else ""

    def _choices(self, name: str, choices: "list[tuple[str, Any]]") -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def columns(self) -> "list[forms.BoundField]":
        """The fields that name a column."""
        return [self[_column(field)] for field in COLUMNS]

    def _told(self, name: str) -> str:
        source = self.cleaned_data if self.is_bound else self.initial
        return str(source.get(name) or "")

    def _map(self) -> dict[str, str]:
        return {field: told for field in COLUMNS if (told := self._told(_column(field)))}

    def layout(self, guess: CsvGuess) -> CsvLayout | None:
        """Return how the file would be read; nothing as long as day and amount are not known."""
        if self.is_bound and not self.is_valid() and "name" not in self.errors:
            return None
        columns = self._map()
        has_amount = "amount" in columns or {"debit", "credit"} <= columns.keys()
        if "booked_on" not in columns or not has_amount:
            return None
        account = self.accounts.get(self._told("account"))
        return CsvLayout(
            name=self._told("name"),
            header=guess.header,
            delimiter=guess.delimiter,
            columns=columns,
            encoding=guess.encoding,
            decimal_mark=self._told("decimal_mark"),
            date_format=self._told("date_format"),
            account=account.iban if account else "",
        )

    def mapping(self, guess: CsvGuess) -> NewMapping:
        """Return what is to be kept."""
        return NewMapping(
            name=self._told("name"),
            header=guess.header,
            delimiter=guess.delimiter,
            columns=self._map(),
            encoding=guess.encoding,
            decimal_mark=self._told("decimal_mark"),
            date_format=self._told("date_format"),
            account=self.accounts.get(self._told("account")),
        )


def _column(field: str) -> str:
    return f"column_{field}"


class CancelForm(forms.Form):
    """Why a batch does not leave."""

    because = forms.CharField(
        label=_("Why?"),
        help_text=_("Who built the batch reads this."),
        error_messages={"required": _("Say in a few words why the batch is cancelled.")},
    )
