"""
The form of a quote: for whom, what, its lines, and when it is invoiced.

It is a family of small forms posted together. Buttons that add, copy, move or drop a row post the
whole family too, so that nothing typed is ever lost; such a form is hushed.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.flows.quotes.actions import Offer, Row
from commonweal.invoicing.actions import PlannedPart
from commonweal.sites.portal.choosing import ChoosingForms
from commonweal.sites.portal.three_in_one.forms import LANGUAGES
from commonweal.sites.shell.fields import DayField, RateField
from commonweal.sites.shell.line_forms import LineForm
from commonweal.sites.shell.work_forms import Hushable, filled

MOST_LINES, MOST_PARTS = 60, 12
KINDS = [
    ("deposit", _("Deposit, once the client accepts")),
    ("date", _("On a day")),
    ("milestone", _("When it is reached")),
]


class HeadForm(Hushable):
    """What is offered, until when, and on which conditions."""

    title = forms.CharField(
        label=_("What do you offer?"),
        max_length=200,
        help_text=_("The client reads this on the quote, the order and the invoice."),
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words before the lines: what you understood, how you work."),
    )
    language = forms.ChoiceField(label=_("Language of the quote"), choices=LANGUAGES)
    valid_until = DayField(
        label=_("Valid until"), help_text=_("Afterwards the client asks for a new version.")
    )
    starts_on = DayField(label=_("First day of the work"), required=False)
    ends_on = DayField(
        label=_("Last day of the work"),
        required=False,
        help_text=_("If you know it. The VAT is that of this day."),
    )
    purchase_order = forms.CharField(
        label=_("Purchase-order number of the client"),
        required=False,
        max_length=60,
        help_text=_("The client can add it when it accepts."),
    )
    terms = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("The house proposes these; adapt them to this work."),
    )


class OfferedLineForm(LineForm):
    """One line of a quote, which the client may be free to choose."""

    optional = forms.BooleanField(label=_("An option: the client chooses"), required=False)
    chosen = forms.BooleanField(label=_("Ticked to begin with"), required=False)


class PartForm(Hushable):
    """One part of the price that is invoiced apart."""

    label = forms.CharField(label=_("What it is called"), max_length=120)
    kind = forms.ChoiceField(label=_("When"), choices=KINDS)
    share = RateField(label=_("Part of the price (%)"))
    on = DayField(
        label=_("Day"), required=False, help_text=_("Only of a part that is invoiced on a day.")
    )

    def part(self) -> PlannedPart:
        """Return the part that was typed; a day counts only where it is asked."""
        facts = self.cleaned_data
        on = facts["on"] if facts["kind"] == "date" else None
        return PlannedPart(facts["kind"], facts["label"], facts["share"], on)


Lines = forms.formset_factory(
    OfferedLineForm, extra=0, min_num=1, validate_min=True, max_num=MOST_LINES, validate_max=True
)
Parts = forms.formset_factory(PartForm, extra=0, max_num=MOST_PARTS, validate_max=True)


class CommentForm(forms.Form):
    """A word to the client."""

    text = forms.CharField(
        label=_("Write to the client"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes by mail and stands on the client's page."),
    )


class QuoteForms(ChoosingForms):
    """The whole family, bound to what was posted."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.head = HeadForm(data)
        self.lines: Any = Lines(data, prefix="line")
        self.parts: Any = Parts(data, prefix="part")

    @property
    def all_forms(self) -> Iterator[Hushable]:
        yield self.head
        yield self.client
        yield from self.lines
        yield from self.parts

    def hush(self) -> None:
        """Show what was typed without complaining."""
        for form in self.all_forms:
            form.hush()

    def is_valid(self) -> bool:
        """Check every form of the family, also after the first fault."""
        return self.are_valid([self.head, self.lines, self.parts])

    def rows(self) -> list[Row]:
        """Return the lines that are complete so far."""
        self.lines.is_valid()
        return [line.row() for line in filled(self.lines) if not line.errors]

    def planned(self) -> list[PlannedPart]:
        """Return the parts that are complete so far."""
        self.parts.is_valid()
        return [part.part() for part in filled(self.parts) if not part.errors]

    def offer(self, unit: int) -> Offer:
        """Return what was typed; the family must be valid."""
        facts = self.head.cleaned_data
        return Offer(unit, facts["title"], self.rows(), schedule=self.planned(), **{
            name: facts[name]
            for name in ("valid_until", "introduction", "terms", "language", "starts_on",
                         "ends_on", "purchase_order")
        })  # fmt: skip
