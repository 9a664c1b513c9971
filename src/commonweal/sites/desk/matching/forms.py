"""Forms of the matching desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions import Part
from commonweal.kernel import money
from commonweal.sites.shell.fields import DayField

MARK = "|"
NOBODY = ("", _("Nobody"))


class OwnerForm(forms.Form):
    """Who looks after a movement, and what is known of it."""

    owner = forms.ChoiceField(label=_("Who looks after it"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        help_text=_("What was asked, and whom."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    remind_on = DayField(label=_("Look again on"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [NOBODY, *people]


class BecauseForm(forms.Form):
    """Why something is undone or ends."""

    because = forms.CharField(
        label=_("Why?"),
        error_messages={"required": _("Say in a few words why.")},
    )


class PlaceRow:
    """A place a movement may go to: ticked or not, with the amount as it was typed."""

    def __init__(self, key: str, label: str, note: str, open_cents: int | None = None) -> None:
        self.key, self.label, self.note, self.open_cents = key, label, note, open_cents
        self.is_ticked, self.typed, self.error = False, "", ""

    def fill(self, data: Mapping[str, str], ticked: Sequence[str]) -> None:
        """Take what was typed; nothing typed beside a tick is as much as fits."""
        self.is_ticked = self.key in ticked
        self.typed = data.get(f"cents{MARK}{self.key}", "")

    def part(self, rest_cents: int) -> Part | None:
        """
        Return what goes there, with the sign of the rest; None if it is not ticked. What we owe a
        client on an invoice is taken off instead.

        An amount that cannot be read is said beside it, and gives None.
        """
        if not self.is_ticked:
            return None
        account, item = self.key.split(MARK, 1)
        is_taken_off = self.is_credit and rest_cents >= 0
        sign = -1 if is_taken_off or rest_cents < 0 else 1
        try:
            cents = money.cents(self.typed) if self.typed.strip() else self._most(rest_cents)
        except ValueError:
            self.error = str(_("Write the amount in euro, for example 1250,00."))
            return None
        return Part(account, item, None, sign * abs(cents))

    def _most(self, rest_cents: int) -> int:
        rest = abs(rest_cents)
        if self.open_cents is None:
            return rest
        most = abs(self.open_cents)
        return most if self.is_credit and rest_cents >= 0 else min(rest, most)

    @property
    def is_credit(self) -> bool:
        """Whether we owe this: the invoice was credited after it was paid."""
        return (self.open_cents or 0) < 0
