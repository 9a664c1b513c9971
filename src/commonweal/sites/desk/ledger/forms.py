"""What the address of a page of the books may say. What it may not is refused with the remedy."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.kernel import queries as kernel

FIRST, LAST = date(1990, 1, 1), date(2990, 1, 1)
BIGGEST = 2**63 - 1
FEW = 3  # one entity, and all together, are the same


class MonthField(forms.DateField):
    """A month (2026-05), read as its first day."""

    default_error_messages = {"invalid": _("Write the month as year and number, such as 2026-05.")}
    default_validators = [
        MinValueValidator(FIRST, default_error_messages["invalid"]),
        MaxValueValidator(LAST, default_error_messages["invalid"]),
    ]

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
        options = {"label": _("Month"), "required": False, "widget": widget, **options}
        super().__init__(input_formats=["%Y-%m"], **options)


class MonthForm(forms.Form):
    """Which month is shown."""

    month = MonthField()


class EntityField(forms.TypedChoiceField):
    """Whose books are shown: of one legal entity, or of all together."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Legal entity"), required=False, coerce=int, empty_value=None, choices=_entities
        )


def _entities() -> list[tuple[str, Any]]:
    known = [(f"{each.pk}", each.name) for each in kernel.entities()]
    return [("", _("All of them together")), *known]


class BooksForm(forms.Form):
    """Which month is shown and, in a house of several legal entities, whose books."""

    month = MonthField()
    entity = EntityField()

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if len(list(self.fields["entity"].choices)) < FEW:  # type: ignore[attr-defined]
            del self.fields["entity"]


class CardForm(BooksForm):
    """Which lines of an account are shown."""

    unit = forms.IntegerField(
        label=_("Number of the unit"), required=False, min_value=1, max_value=BIGGEST
    )
    item = forms.CharField(label=_("Open item"), required=False, max_length=200)


def chosen(form_class: type[forms.Form], query: QueryDict, *, month: date) -> forms.Form:
    """Return the form as the address fills it; an address that chooses nothing means `month`."""
    says = {name: query[name] for name in form_class.base_fields if query.get(name)}
    return form_class(says or {"month": f"{month:%Y-%m}"})
