"""The form of an internal invoice: whom, what for, and its lines, posted together."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.activities.queries import InternalInvoice
from commonweal.kernel import money
from commonweal.sites.portal.activities._deals import OtherForm
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.fields import EuroField

MOST_LINES = 20


class TitleForm(forms.Form):
    """What the invoice is about."""

    title = forms.CharField(
        label=_("What is it for?"), max_length=200, help_text=_("The buyer reads it first.")
    )

    found: dict[int, str] = {}

    def hush(self) -> None:
        """Show what was typed without complaining."""
        self._errors = ErrorDict()


class WhomForm(OtherForm):
    """Whom the invoice is for, and what about."""

    title = forms.CharField(
        label=_("What is it for?"), max_length=200, help_text=_("The buyer reads it first.")
    )


class LineForm(forms.Form):
    """One thing that was done, with its price; a minus is a discount."""

    text = forms.CharField(label=_("What was done"), max_length=200)
    amount = EuroField(label=_("Amount"))


Lines = forms.formset_factory(
    LineForm, extra=0, min_num=1, validate_min=True, max_num=MOST_LINES, validate_max=True
)


class InvoiceForm:
    """The whole: a head and its lines."""

    def __init__(self, head: Any, data: QueryDict) -> None:
        self.head = head
        self.lines: Any = Lines(data, prefix="line")

    @classmethod
    def asking(cls, data: QueryDict, *, request: Visit, unit: int) -> "InvoiceForm":
        """Return the form of a new invoice."""
        return cls(WhomForm(data, request=request, unit=unit), data)

    @classmethod
    def changing(cls, data: QueryDict) -> "InvoiceForm":
        """Return the form of an invoice that came back: its buyer stays."""
        return cls(TitleForm(data), data)

    @property
    def found(self) -> dict[int, str]:
        """The budgets the buyer was looked up in."""
        return dict(self.head.found)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The lines of a valid form."""
        return [
            (line.cleaned_data["text"], line.cleaned_data["amount"])
            for line in self.lines
            if line.cleaned_data
        ]

    @property
    def total(self) -> int:
        """The sum of the amounts that can be read, in cents."""
        typed = (line["amount"].value() for line in self.lines)
        return sum(filter(None, map(_cents, typed)))

    def hush(self) -> None:
        """Show what was typed without complaining about what is missing."""
        self.head.hush()
        for line in self.lines:
            line._errors = ErrorDict()

    def is_valid(self) -> bool:
        """Check head and lines, also after the first fault."""
        return all([self.head.is_valid(), self.lines.is_valid()])


def first_line(data: QueryDict) -> QueryDict:
    """Begin with one empty line."""
    data.update({"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0"})
    return data


def typed(invoice: InternalInvoice) -> QueryDict:
    """Return what an invoice says as if it had been typed."""
    data = QueryDict(mutable=True)
    data.update({"title": invoice.title, "line-INITIAL_FORMS": "0"})
    data["line-TOTAL_FORMS"] = str(len(invoice.lines))
    for nth, (text, cents) in enumerate(invoice.lines):
        data[f"line-{nth}-text"], data[f"line-{nth}-amount"] = text, money.show(cents)
    return data


def changed(data: QueryDict) -> QueryDict:
    """Return the data with a line more or less, as a button wants it; itself for “send”."""
    if not {"look", "add", "drop"} & data.keys():
        return data
    lines = [(data.get(f"line-{n}-text", ""), data.get(f"line-{n}-amount", ""))
             for n in range(min(_count(data), MOST_LINES))]  # fmt: skip
    drop = data.get("drop", "")
    if drop.isdecimal() and len(lines) > 1:
        lines = [line for nth, line in enumerate(lines) if nth != int(drop)]
    if "add" in data and len(lines) < MOST_LINES:
        lines.append(("", ""))
    result = data.copy()
    for name in [name for name in result if name.startswith("line-")]:
        del result[name]
    result.update({"line-TOTAL_FORMS": str(len(lines)), "line-INITIAL_FORMS": "0"})
    for nth, (text, amount) in enumerate(lines):
        result[f"line-{nth}-text"], result[f"line-{nth}-amount"] = text, amount
    return result


def _count(data: QueryDict) -> int:
    text = data.get("line-TOTAL_FORMS", "1")
    return int(text) if text.isdecimal() and len(text) < 4 else 1


def _cents(text: object) -> int:
    try:
        return money.cents(str(text or "0"))
    except ValueError:
        return 0
