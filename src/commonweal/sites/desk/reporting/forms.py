"""Which entity and which period of VAT a page is about, and the ways between these pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.kernel.models import LegalEntity
from commonweal.kernel.period import month_of
from commonweal.kernel.refusals import Refusal
from commonweal.reporting.queries import VatPeriod, read_period
from commonweal.sites.shell.kit import Tab

READERS = ("finance_maker", "finance_checker", "auditor")
TAKERS = ("finance_maker", "finance_checker")
YEARS = 3
FIRST_YEAR, LAST_YEAR = 2000, 2099
QUARTERS, MONTHS = 4, 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a page asks for; `query` and `year_query` ask for the same again."""

    period: VatPeriod
    year: int
    entity: int

    @property
    def query(self) -> str:
        return f"?{urlencode({'period': self.period.name, 'entity': f'{self.entity}'})}"

    @property
    def year_query(self) -> str:
        return f"?{urlencode({'year': self.year, 'entity': self.entity})}"


class PeriodField(forms.ChoiceField):
    """A month or a quarter, chosen from those of late or written in the address."""

    def valid_value(self, value: object) -> bool:
        return True

    def clean(self, value: Any) -> Any:
        try:
            return read_period(str(super().clean(value)))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None


class EntityForm(forms.Form):
    """Which legal entity; asked only of a house that has several."""

    entity = forms.TypedChoiceField(label=gettext_lazy("Legal entity"), coerce=int)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        known = list(LegalEntity.objects.order_by("id").values_list("id", "name"))
        field = self.fields["entity"]
        field.choices = known  # type: ignore[attr-defined]
        if len(known) < 2:
            field.widget = forms.HiddenInput()


class PeriodForm(EntityForm):
    """Which month or quarter."""

    period = PeriodField(label=gettext_lazy("Month or quarter"))
    field_order = ("period", "entity")

    def __init__(self, today: date, **given: Any) -> None:
        super().__init__(**given)
        choices = list(_periods(today))
        if (said := self.data["period"]) not in {
            name for _year, some in choices for name, _label in some
        }:
            choices.append((_("Asked for"), [(said, said)]))
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


class YearForm(EntityForm):
    """Which calendar year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    field_order = ("year", "entity")

    def __init__(self, today: date, **given: Any) -> None:
        super().__init__(**given)
        years = range(today.year, today.year - YEARS, -1)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]


class TakeForm(forms.Form):
    """What the file asks of the State."""

    restitution = forms.BooleanField(
        label=gettext_lazy("Ask the credit back"),
        help_text=gettext_lazy("Without this it stays on the account with the administration."),
        required=False,
    )


def period_form(query: QueryDict, today: date) -> tuple[PeriodForm, Asked]:
    """Return the form as the address fills it; without a period, the last month that is over."""
    usual = VatPeriod(_month_before(today), 1)
    said = {"period": query.get("period") or usual.name, "entity": query.get("entity") or "1"}
    form = PeriodForm(today, data=said)
    found = form.cleaned_data if form.is_valid() else {}
    period, entity = found.get("period", usual), found.get("entity", 1)
    return form, Asked(period, period.start.year, entity)


def year_form(query: QueryDict, today: date) -> tuple[YearForm, Asked]:
    """Return the form as the address fills it; without a year, the one that runs."""
    said = {"year": query.get("year") or today.year, "entity": query.get("entity") or "1"}
    form = YearForm(today, data=said)
    found = form.cleaned_data if form.is_valid() else {}
    year = found.get("year", today.year)
    usual = VatPeriod(_month_before(today), 1)
    return form, Asked(usual, year, found.get("entity", 1))


def sections(current: str, asked: Asked) -> list[Tab]:
    """Return the papers of VAT; the one named `current` is where the reader is."""
    ways = [
        ("vat", _("Return"), asked.query),
        ("vat_clients", _("Client listing"), asked.year_query),
        ("vat_intra", _("EU listing"), asked.query),
    ]
    return [Tab(label, reverse(f"desk:{name}") + query, name == current)
            for name, label, query in ways]  # fmt: skip


def name_of(period: VatPeriod) -> str:
    """Return a period as a reader says it: May 2026, quarter 2 of 2026."""
    if period.quarter:
        return _("Quarter %(quarter)s of %(year)s") % {
            "quarter": period.quarter,
            "year": period.start.year,
        }
    return date_format(period.start, "F Y")


def _month_before(today: date) -> date:
    return month_of(month_of(today) - timedelta(days=1))


def _periods(today: date) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The months and quarters of the last years, none that is still to come."""
    for year in range(today.year, today.year - YEARS, -1):
        every = [VatPeriod(date(year, 3 * n + 1, 1), 3) for n in range(QUARTERS)]
        every += [VatPeriod(date(year, n + 1, 1), 1) for n in range(MONTHS)]
        yield f"{year}", [(each.name, name_of(each)) for each in every if each.start <= today]
