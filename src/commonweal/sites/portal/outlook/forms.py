"""The question of the forecast page, and what a member expects."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from commonweal.activities.actions import ExpectationSaysNothing, ForecastLine, NewForecastLine
from commonweal.sites.shell.fields import DayField, EuroField

MOST_DAYS = 31


class QuestionForm(forms.Form):
    """
    On which day do I want to be paid? Sent by GET: the address can be kept, and the answer
    follows what is typed.
    """

    day = DayField(label=_("On which day?"))
    days = forms.IntegerField(
        label=_("For how many days of work?"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Of eight hours. Low pay for many hours has a larger work bonus."),
    )

    def __init__(self, data: dict[str, str], *, first: date, last: date) -> None:
        super().__init__(data)
        self.fields["day"].validators += [
            MinValueValidator(first, _("Choose today or a later day.")),
            MaxValueValidator(last, _("Choose a day within two years.")),
        ]


class LineForm(forms.Form):
    """Something a member expects that nothing in the house knows of yet."""

    kind = forms.ChoiceField(
        label=_("What do you expect?"),
        choices=[
            (ForecastLine.Kind.INCOME, _("Money that comes in")),
            (ForecastLine.Kind.PAY, _("Pay")),
            (ForecastLine.Kind.EXPENSE, _("An expense")),
        ],
    )
    text = forms.CharField(
        label=_("In a few words"),
        max_length=200,
        error_messages={"required": ExpectationSaysNothing.message},
    )
    on = DayField(label=_("Day"))
    amount = EuroField(
        label=_("Amount"),
        help_text=_("What the budget will have of it, or what it will cost the budget."),
    )

    def new(self, unit: int) -> NewForecastLine:
        """Return what was typed; the form must be valid."""
        facts = self.cleaned_data
        return NewForecastLine(unit, facts["on"], facts["kind"], facts["text"], facts["amount"])
