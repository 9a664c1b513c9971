"""The question of the simulator: what is known, when, how long, as what."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from commonweal.members.queries import WorkerStatus
from commonweal.sites.shell.fields import DayField, EuroField

LAST_DAY = date(2100, 1, 1)
MOST_DAYS = 31
MINUTES_IN_A_DAY = 24 * 60
MOST_CENTS = 100_000_000
STATUSES = [choice for choice in WorkerStatus.choices if choice[0] != WorkerStatus.STAFF]


class HoursField(forms.CharField):
    """Hours as people write them (8 · 7,6 · 7:36), read as whole minutes."""

    default_error_messages = {
        "hours": _("Write the hours of a day, 24 at most, for example 8, 7,6 or 7:36."),
    }

    def to_python(self, value: Any) -> Any:
        """Return minutes, or None when nothing was typed."""
        text = (super().to_python(value) or "").replace(",", ".")
        if not text:
            return None
        minutes = _minutes(text)
        if not 0 < minutes <= MINUTES_IN_A_DAY:
            raise ValidationError(self.error_messages["hours"], code="hours")
        return minutes


def _minutes(text: str) -> int:
    """Read 7:36 or 7.6 as minutes; 0 if it is no time."""
    hours, mark, rest = text.partition(":" if ":" in text else ".")
    if not (hours + rest).isdecimal() or len(text) > 8:
        return 0
    part = int(rest or 0) if mark == ":" else round(60 * int(rest or 0) / 10 ** len(rest))
    return int(hours or 0) * 60 + part if mark != ":" or part < 60 else 0


class QuestionForm(forms.Form):
    """
    One of three questions about a work that is not agreed yet.

    It is sent by GET: its address can be kept and shared, and the answer follows what is typed.
    """

    ask = forms.ChoiceField(
        label=_("What do you know?"),
        widget=forms.RadioSelect,
        choices=[
            ("budget", _("My budget: what the work may cost")),
            ("net", _("The net pay I want on my account")),
            ("daily", _("The gross pay I ask for a day")),
        ],
    )
    amount = EuroField(label=_("How much?"), least_cents=1)
    status = forms.ChoiceField(label=_("You work as"), choices=STATUSES)
    on = DayField(
        label=_("First day"),
        validators=[MaxValueValidator(LAST_DAY, _("Choose a day before the year 2100."))],
    )
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_DAYS)
    hours = HoursField(label=_("Hours a day"), widget=forms.TextInput(attrs={"size": 6}))
    contracts = forms.ChoiceField(
        label=_("Contracts"),
        choices=[("one", _("One for all days")), ("daily", _("One for each day"))],
    )

    def clean_amount(self) -> int:
        """Refuse what nobody earns."""
        cents: int = self.cleaned_data["amount"]
        if cents > MOST_CENTS:
            raise ValidationError(_("Ask about a million euro at most."))
        return cents

    def hush(self) -> None:
        """Show what is known without complaining about what is not typed yet."""
        self._errors = forms.utils.ErrorDict()
