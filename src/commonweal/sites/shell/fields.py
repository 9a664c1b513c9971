"""Form fields of the house: they show again exactly what was typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from commonweal.kernel import money

MOST_CENTS = 10_000_000_000_00  # a form of many amounts still sums to what the books can hold


class EuroField(forms.CharField):
    """An amount typed in euro (2300 · 2.300,50 · 2 300.50), read as whole cents."""

    default_error_messages = {
        "amount": _("Write the amount in euro, with at most two decimals, for example 1250,00."),
        "least": _("The amount must be at least %(least)s euro."),
        "most": _("Write an amount of less than %(most)s euro."),
    }

    def __init__(self, *, least_cents: int | None = None, **options: Any) -> None:
        self.least_cents = least_cents
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        """Return cents, or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            cents = money.cents(text)
        except ValueError:
            raise ValidationError(self.error_messages["amount"], code="amount") from None
        if abs(cents) >= MOST_CENTS:
            most = money.show(MOST_CENTS)
            raise ValidationError(self.error_messages["most"], code="most", params={"most": most})
        return cents

    def validate(self, value: Any) -> None:
        """
        Check that something was typed, and enough.

        :raises ValidationError: otherwise
        """
        super().validate(value)
        if value is not None and self.least_cents is not None and value < self.least_cents:
            least = money.show(self.least_cents)
            raise ValidationError(
                self.error_messages["least"], code="least", params={"least": least}
            )

    def prepare_value(self, value: Any) -> Any:
        """Write cents as euro; leave what a person typed as it is."""
        return money.show(value) if isinstance(value, int) else value


class RateField(forms.CharField):
    """A percentage between 0 and 100 (25 · 27,5), read as basis points: 2750."""

    default_error_messages = {
        "rate": _("Write a percentage between 0 and 100, for example 27,5."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        """Return basis points, or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            rate = money.cents(text.rstrip("% "))
        except ValueError:
            rate = -1
        if not 0 <= rate <= 100_00:
            raise ValidationError(self.error_messages["rate"], code="rate")
        return rate

    def prepare_value(self, value: Any) -> Any:
        """Write basis points as a percentage; leave what a person typed as it is."""
        return money.show(value) if isinstance(value, int) else value


FIRST_YEAR, LAST_YEAR = 1900, 2199


class DayField(forms.DateField):
    """A day, picked from the calendar of the browser: one on which somebody lives."""

    default_error_messages = {"far": _("Choose a day in the years %(first)s to %(last)s.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"], **options)

    def to_python(self, value: Any) -> Any:
        """Return the day: whoever counts days from it stays within the calendar."""
        day = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = {"first": f"{FIRST_YEAR}", "last": f"{LAST_YEAR}"}
            raise ValidationError(self.error_messages["far"], code="far", params=years)
        return day


class TimeField(forms.TimeField):
    """A time of day, in hours and minutes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**options)


class HouseRenderer(TemplatesSetting):
    """Forms drawn whole (`{{ form }}`) look like forms drawn field by field."""

    form_template_name = "shell/form.html"
