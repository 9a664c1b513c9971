"""Forms of a bankruptcy."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.clients.queries import Client
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.sites.shell.fields import DayField, EuroField
from commonweal.sites.shell.templatetags.house import euro


class JudgmentForm(forms.Form):
    """What the judgment says."""

    on = DayField(label=_("Day of the judgment"))
    trustee_name = forms.CharField(label=_("Trustee"), max_length=120)
    trustee_address = forms.CharField(
        label=_("Address of the trustee"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    trustee_email = forms.CharField(
        label=_("E-mail of the trustee"), max_length=254, required=False
    )
    language = forms.ChoiceField(label=_("Write to the trustee in"), choices=settings.LANGUAGES)
    court = forms.CharField(label=_("Court"), max_length=120, required=False)
    file_number = forms.CharField(label=_("Number of the file"), max_length=60, required=False)

    def failure(self, client: Client) -> NewBankruptcy:
        """Return what was filled in, about this client."""
        return NewBankruptcy(client=client, **self.cleaned_data)


class DividendForm(forms.Form):
    """Which payment at the bank came of the loss, how much of it, and what for."""

    move = forms.ChoiceField(label=_("Payment that waits at the bank"))
    of = forms.ChoiceField(
        label=_("What for"),
        required=False,
        help_text=_("A dividend is for all. Somebody else may pay one invoice."),
    )
    cents = EuroField(
        label=_("Amount"), required=False, help_text=_("Empty is all of it, up to what is lost.")
    )

    def __init__(
        self, data: Any = None, *, offered: dict[str, str], parts: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        move, of = cast(Any, self.fields["move"]), cast(Any, self.fields["of"])
        # Nothing is chosen for anybody: what waits longest is seldom the dividend.
        move.choices = [("", "–"), *offered.items()]
        of.choices = [("", _("A dividend on all that was lost")), *parts]


class TakeBackForm(forms.Form):
    """Which dividend did not count, why, and the debit by which the bank took it back."""

    recovery = forms.ChoiceField(label=_("Which"))
    move = forms.ChoiceField(
        label=_("Taken back by the bank"),
        required=False,
        help_text=_("Empty: it was something else, and waits again."),
    )
    because = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Say in a few words why it is taken back.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        recoveries: Sequence[tuple[str, str]],
        debits: Sequence[tuple[str, str]],
        prefix: str = "",
    ) -> None:
        super().__init__(data, prefix=prefix)
        recovery, move = cast(Any, self.fields["recovery"]), cast(Any, self.fields["move"])
        recovery.choices = [("", "–"), *recoveries]
        move.choices = [("", "–"), *debits]


class CloseForm(forms.Form):
    """When the court closed it."""

    closed_on = DayField(label=_("Closed by the court on"))


class MistakeForm(forms.Form):
    """Why it was no bankruptcy."""

    because = forms.CharField(
        label=_("Why it was a mistake"),
        max_length=200,
        error_messages={"required": _("Say in a few words why it was a mistake.")},
    )


def amount(cents: int) -> str:
    """Return cents as a choice says them."""
    return euro(cents)
