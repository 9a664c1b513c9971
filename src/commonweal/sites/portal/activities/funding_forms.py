"""
The form of a funding agreement: what was agreed, its tranches, its reports.

It is a family of small forms that are posted together. Buttons that add or drop a row post the
whole family too, so that nothing typed is ever lost.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.activities.actions import (
    FundingAgreement,
    NewFunding,
    NewReport,
    NewTranche,
    WhyCancelledMissing,
    WhyEndedMissing,
)
from commonweal.activities.queries import FundingStanding
from commonweal.kernel.money import show
from commonweal.sites.shell.fields import DayField, EuroField
from commonweal.sites.shell.uploads import PapersField

MOST_ROWS = 24
ROW = re.compile(r"(tranche|report)(?::(\d{1,2}))?")
PAPER_HELP = _("PDF, JPEG or PNG, at most 10 MB.")


class AgreementForm(forms.Form):
    """What was agreed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FundingAgreement.Kind.choices)
    funder = forms.CharField(
        label=_("Who gives the money?"),
        max_length=200,
        help_text=_("The name as it stands on the agreement."),
    )
    title = forms.CharField(label=_("What is it for?"), max_length=200)
    reference = forms.CharField(
        label=_("Their reference"),
        required=False,
        max_length=80,
        help_text=_("It stands on every request for payment."),
    )
    amount = EuroField(
        label=_("Amount"), least_cents=1, help_text=_("Everything together, without VAT.")
    )
    starts_on = DayField(label=_("Runs from"))
    ends_on = DayField(label=_("Until"))
    conditions = forms.CharField(
        label=_("Conditions"),
        required=False,
        help_text=_("What you promised in return: a logo, a number of shows, a public report."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TrancheForm(forms.Form):
    """A part of the money."""

    text = forms.CharField(label=_("When or after what?"), required=False, max_length=120)
    amount = EuroField(label=_("Amount"))
    expected_on = DayField(label=_("Expected on"))


class ReportForm(forms.Form):
    """A report that is owed."""

    text = forms.CharField(label=_("Which report?"), max_length=120)
    due_on = DayField(label=_("Due on"))


Tranches = forms.formset_factory(TrancheForm, extra=0, min_num=1, max_num=MOST_ROWS)
Reports = forms.formset_factory(ReportForm, extra=0, max_num=MOST_ROWS)


class FundingForms:
    """The whole family, bound to what was posted."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.what = AgreementForm(data)
        self.tranches = Tranches(data, prefix="tranche")
        self.reports = Reports(data, prefix="report")

    def hush(self) -> None:
        """Show what was typed without complaining about what is still missing."""
        for form in (self.what, *self.tranches, *self.reports):
            form._errors = ErrorDict()

    def is_valid(self) -> bool:
        """Check every form of the family, also after the first fault."""
        parts: list[Any] = [self.what, self.tranches, self.reports]
        verdicts = [part.is_valid() for part in parts]
        return all(verdicts)

    def new(self, *, unit_id: int, key: str) -> NewFunding:
        """Return what was typed; the family must be valid."""
        facts = dict(self.what.cleaned_data)
        return NewFunding(
            unit_id=unit_id,
            cents=facts.pop("amount"),
            tranches=[
                NewTranche(row["text"], row["amount"], row["expected_on"])
                for row in _filled(self.tranches)
            ],
            reports=[NewReport(row["due_on"], row["text"]) for row in _filled(self.reports)],
            key=key,
            **facts,
        )


def _filled(rows: Any) -> Iterator[dict[str, Any]]:
    """A row that was added and left empty says nothing."""
    return (row.cleaned_data for row in rows if row.cleaned_data)


def blank(key: str) -> QueryDict:
    """A new form, with room for one tranche."""
    data = QueryDict(mutable=True)
    data.update({"key": key, "kind": "subsidy", **_counts(1, 0)})
    return data


def typed(standing: FundingStanding) -> QueryDict:
    """A draft as its form was filled in."""
    agreement, data = standing.agreement, QueryDict(mutable=True)
    names = ("kind", "funder", "title", "reference", "conditions")
    data.update({name: getattr(agreement, name) for name in names})
    data.update(_counts(len(standing.tranches), len(standing.reports)))
    data["amount"] = show(agreement.cents)
    data["starts_on"], data["ends_on"] = f"{agreement.starts_on}", f"{agreement.ends_on}"
    for place, each in enumerate(standing.tranches):
        data[f"tranche-{place}-text"] = each.tranche.text
        data[f"tranche-{place}-amount"] = show(each.tranche.cents)
        data[f"tranche-{place}-expected_on"] = f"{each.tranche.expected_on}"
    for place, report in enumerate(standing.reports):
        data[f"report-{place}-text"], data[f"report-{place}-due_on"] = (
            report.text,
            f"{report.due_on}",
        )
    return data


def _counts(tranches: int, reports: int) -> dict[str, str]:
    return {
        "tranche-TOTAL_FORMS": f"{tranches}",
        "tranche-INITIAL_FORMS": "0",
        "report-TOTAL_FORMS": f"{reports}",
        "report-INITIAL_FORMS": "0",
    }


def changed(data: QueryDict) -> QueryDict | None:
    """
    Return the data as a button that adds (`add=tranche`) or drops a row (`drop=report:1`) wants
    it, None if none was pressed.
    """
    result = data.copy()
    if found := ROW.fullmatch(data.get("add", "")):
        count = _count(data, found[1])
        result[f"{found[1]}-TOTAL_FORMS"] = f"{min(count + 1, MOST_ROWS)}"
        return result
    if (found := ROW.fullmatch(data.get("drop", ""))) and found[2]:
        _drop(result, found[1], int(found[2]))
        return result
    return None


def _count(data: QueryDict, family: str) -> int:
    text = data.get(f"{family}-TOTAL_FORMS", "0")
    return int(text) if text.isdigit() and len(text) < 4 else 0


def _drop(data: QueryDict, family: str, index: int) -> None:
    """Take one row out and let those after it move up."""
    rows = [_taken(data, f"{family}-{place}-") for place in range(_count(data, family))]
    left = rows[:index] + rows[index + 1 :]
    for place, row in enumerate(left):
        for name, value in row.items():
            data[f"{family}-{place}-{name}"] = value
    data[f"{family}-TOTAL_FORMS"] = f"{len(left)}"


def _taken(data: QueryDict, prefix: str) -> dict[str, str]:
    names = [name for name in data if name.startswith(prefix)]
    return {name.removeprefix(prefix): str(data.pop(name)[-1]) for name in names}


class SignForm(forms.Form):
    """When both sides signed, and the paper that shows it."""

    signed_on = DayField(label=_("Signed on"))
    paper = PapersField(label=_("Signed agreement"), help_text=PAPER_HELP, widget=forms.FileInput())
    kept = forms.CharField(required=False, widget=forms.HiddenInput)


class PaperForm(forms.Form):
    """The signed agreement, later."""

    paper = PapersField(label=_("Signed agreement"), help_text=PAPER_HELP, widget=forms.FileInput())


class SentForm(forms.Form):
    """When the funder got the report."""

    sent_on = DayField(label=_("Sent on"))


class ReasonForm(forms.Form):
    """Why the money does not come."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("For example: the funder counts less than was agreed."),
        error_messages={"required": WhyCancelledMissing.message},
    )


class EndForm(forms.Form):
    """Why the agreement ends."""

    because = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("For example: the project is done."),
        error_messages={"required": WhyEndedMissing.message},
    )
