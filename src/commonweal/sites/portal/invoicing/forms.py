"""
The form of an invoice without an order: for whom, its lines, when it is issued, whether it comes
back. A family of small forms posted together, as that of a quote.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.activities.queries import Unit
from commonweal.clients.actions import Client
from commonweal.flows.three_in_one.queries import vat_terms
from commonweal.invoicing.actions import NewInvoice, NewLine, NewRecurrence
from commonweal.rules.parameters import figure
from commonweal.sites.portal.choosing import ChoosingForms
from commonweal.sites.portal.quotes.forms import MOST_LINES
from commonweal.sites.portal.three_in_one.forms import LANGUAGES
from commonweal.sites.shell import line_forms
from commonweal.sites.shell.fields import DayField
from commonweal.sites.shell.uploads import FilesField
from commonweal.sites.shell.work_forms import Hushable, filled

UNITS = {
    "C62": _("piece"),
    "HUR": _("hour"),
    "DAY": _("day"),
    "MON": _("month"),
    "WEE": _("week"),
    "MIN": _("minute"),
    "KMT": _("kilometre"),
    "MTR": _("metre"),
    "MTK": _("square metre"),
    "KGM": _("kilogram"),
    "LTR": _("litre"),
}
RHYTHMS = [
    ("", _("Once")),
    ("1", _("Every month")),
    ("2", _("Every two months")),
    ("3", _("Every three months")),
    ("6", _("Every six months")),
    ("12", _("Every year")),
]


class HeadForm(Hushable):
    """What the invoice says besides its lines."""

    title = forms.CharField(
        label=_("What is it for?"),
        max_length=200,
        help_text=_("It stands on top of the invoice and in the mail."),
    )
    language = forms.ChoiceField(label=_("Language of the invoice"), choices=LANGUAGES)
    purchase_order = forms.CharField(
        label=_("Purchase-order number of the client"),
        required=False,
        max_length=60,
        help_text=_("Some clients do not pay an invoice without one."),
    )
    cost_centre = forms.CharField(
        label=_("Cost centre of the client"),
        required=False,
        max_length=60,
        help_text=_("Where the client books it, if it told you. Empty: as it usually wants it."),
    )
    work_starts_on = DayField(label=_("First day of the work"), required=False)
    work_ends_on = DayField(
        label=_("Last day of the work"),
        required=False,
        help_text=_("Of goods: the day on which they were delivered."),
    )
    note = forms.CharField(
        label=_("Note on the invoice"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    payment_days = forms.IntegerField(
        label=_("Days to pay"),
        required=False,
        min_value=0,
        help_text=_("Empty: as agreed with this client, else as the house does."),
    )
    issue_on = DayField(
        label=_("Day of issue"),
        required=False,
        help_text=_("On this day it is sent by itself. Empty: you send it yourself."),
    )
    every_months = forms.ChoiceField(
        label=_("Does it come back?"),
        choices=RHYTHMS,
        required=False,
        help_text=_("The next one is drafted a week ahead, so that you can look at it."),
    )
    until = DayField(label=_("Until (the last one)"), required=False)

    def clean(self) -> dict[str, Any]:
        """What comes back begins on a day."""
        facts = dict(super().clean() or {})
        if facts.get("every_months") and not facts.get("issue_on"):
            self.add_error("issue_on", _("Give the day of the first one."))
        return facts


class LineForm(line_forms.LineForm):
    """One line: work, quantity, unit, price, VAT."""

    description = forms.CharField(label=_("Work"), max_length=500)
    unit = forms.ChoiceField(label=_("Unit"), choices=())

    def __init__(self, *arguments: Any, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        codes = figure("invoice.unit_codes", on).value
        self.fields["unit"].choices = [(code, UNITS.get(code, code)) for code in codes]  # type: ignore[attr-defined]

    def line(self, client: Client, unit: Unit, on: date) -> NewLine:
        """
        Return the line with the VAT it has for this client.

        :raises VatNotPossible: if that cannot be
        """
        facts = self.cleaned_data
        found = vat_terms(
            choice=facts["vat"], client=client, price_cents=0, on=on,
            seller=unit.entity.vat_regime,
        )  # fmt: skip
        return NewLine(
            facts["description"], facts["price"], found.vat, found.rate_bp, facts["quantity"],
            facts["unit"],
        )  # fmt: skip


Lines = forms.formset_factory(
    LineForm, extra=0, min_num=1, validate_min=True, max_num=MOST_LINES, validate_max=True
)


class MendForm(forms.Form):
    """What a member may still say on the draft of an order: the price is agreed."""

    title = HeadForm.base_fields["title"]
    purchase_order = HeadForm.base_fields["purchase_order"]
    cost_centre = HeadForm.base_fields["cost_centre"]
    note = HeadForm.base_fields["note"]


class FilesForm(forms.Form):
    """Files that go with an invoice."""

    attachments = FilesField(
        label=_("Files to send along"),
        help_text=_("A timesheet, a report: PDF, PNG, JPEG, CSV or a spreadsheet, 5 MB together."),
    )


class HoldForm(forms.Form):
    """Why a draft has to wait."""

    reason = forms.CharField(
        label=_("Why does it have to wait?"),
        max_length=300,
        help_text=_("The desk reads this and helps."),
    )


class InvoiceForms(ChoosingForms):
    """The whole family, bound to what was posted."""

    def __init__(self, data: QueryDict, on: date) -> None:
        super().__init__(data)
        self.on = on
        self.head = HeadForm(data)
        self.lines: Any = Lines(data, prefix="line", form_kwargs={"on": on})

    def hush(self) -> None:
        """Show what was typed without complaining."""
        for form in (self.head, self.client, *self.lines):
            form.hush()

    def is_valid(self) -> bool:
        """Check every form of the family, also after the first fault."""
        return self.are_valid([self.head, self.lines])

    def typed(self) -> Iterator[LineForm]:
        """Return the lines that are complete so far."""
        self.lines.is_valid()
        return (line for line in filled(self.lines) if not line.errors)

    def new_lines(self, client: Client, unit: Unit) -> Sequence[NewLine]:
        """Return the lines that are complete so far, with their VAT."""
        self.head.is_valid()
        facts = self.head.cleaned_data
        day = facts.get("work_ends_on") or facts.get("work_starts_on") or self.on
        return [line.line(client, unit, day) for line in self.typed()]

    def invoice(self, client: Client, unit: Unit, key: str | None) -> NewInvoice:
        """Return what was typed; the family must be valid."""
        facts = self.head.cleaned_data
        names = (
            "title", "language", "purchase_order", "cost_centre", "work_starts_on", "work_ends_on",
            "note", "payment_days", "issue_on",
        )  # fmt: skip
        return NewInvoice(
            unit_id=unit.pk, client=client, lines=self.new_lines(client, unit),
            contribution_cents=0, guaranteed=False, key=key,
            **{name: facts[name] for name in names},
        )  # fmt: skip

    def recurrence(self, client: Client, unit: Unit, key: str | None) -> NewRecurrence | None:
        """Return what comes back, None if it is made once; the family must be valid."""
        facts = self.head.cleaned_data
        if not facts["every_months"]:
            return None
        return NewRecurrence(
            unit_id=unit.pk,
            client=client,
            lines=self.new_lines(client, unit),
            every_months=int(facts["every_months"]),
            next_on=facts["issue_on"],
            until=facts["until"],
            key=key,
            **{name: facts[name] for name in ("title", "language", "purchase_order", "note")},
        )
