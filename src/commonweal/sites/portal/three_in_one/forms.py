"""
The form of one job: what, for whom, who works when, what else it costs.

It is a family of small forms that are posted together. Buttons that add or drop a row post the
whole family too, so that nothing typed is ever lost; such a form is `hushed`: it shows what was
typed without complaining about what is still missing.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.flows.quotes.queries import cents_of_row
from commonweal.flows.quotes.values import Row
from commonweal.flows.three_in_one.actions import Expense, Job, VatChoice, Worker
from commonweal.members.queries import WorkerStatus
from commonweal.sites.portal.choosing import ChoosingForms
from commonweal.sites.shell.fields import DayField, EuroField
from commonweal.sites.shell.line_forms import LineForm
from commonweal.sites.shell.work_forms import Days, Hushable, filled, member_of

LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("de", _("German")), ("en", _("English"))]


class WhatForm(Hushable):
    """The job itself."""

    title = forms.CharField(
        label=_("What is the job?"),
        max_length=200,
        help_text=_("The client reads this on the order and on the invoice."),
    )
    price = EuroField(
        label=_("Price without VAT"),
        least_cents=100,
        help_text=_("What you agreed with the client, for everything together."),
    )
    vat = forms.ChoiceField(label=_("VAT"), choices=VatChoice.choices)
    language = forms.ChoiceField(label=_("Language of order and invoice"), choices=LANGUAGES)
    starts_on = DayField(
        label=_("First day"),
        error_messages={"required": _("Give the day on which the work starts.")},
    )
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("The day after it the client is invoiced, once the order is confirmed."),
    )
    purchase_order = forms.CharField(
        label=_("Purchase-order number of the client"),
        required=False,
        max_length=60,
        help_text=_("Some clients do not pay an invoice without one."),
    )


class WorkerForm(Hushable):
    """Who works, and for which part of the work budget."""

    email = forms.EmailField(
        label=_("Who works?"),
        help_text=_("You, or a colleague: the e-mail address they sign in with."),
    )
    status = forms.ChoiceField(label=_("As"), choices=WorkerStatus.choices)
    share = forms.IntegerField(
        label=_("Share"),
        min_value=1,
        max_value=1000,
        initial=1,
        help_text=_("Two people with share 1 get half each."),
    )
    fixed_gross = EuroField(
        label=_("Or a fixed gross pay"),
        required=False,
        least_cents=1,
        help_text=_("Paid before the shares."),
    )

    def clean_email(self) -> str:
        """Find the colleague; the field keeps the address, `member` the person."""
        email = str(self.cleaned_data["email"]).lower()
        self.member = member_of(email)
        return email


class ExpenseForm(Hushable):
    """A cost of this job that is kept aside for your expense note."""

    text = forms.CharField(label=_("What for?"), max_length=200)
    amount = EuroField(label=_("Amount"), least_cents=1)


Workers = forms.formset_factory(WorkerForm, extra=0, min_num=1, validate_min=True, max_num=12)
Lines = forms.formset_factory(LineForm, extra=0, max_num=40, validate_max=True)
Expenses = forms.formset_factory(ExpenseForm, extra=0, max_num=12)


class JobForms(ChoosingForms):
    """
    The whole family, bound to what was posted. A job of an activity has days instead of workers:
    its price feeds the budget, and work is paid from there.
    """

    def __init__(self, data: QueryDict, *, has_workers: bool = True) -> None:
        super().__init__(data)
        self.has_workers = has_workers
        self.head = self.what = WhatForm(data)
        self.what.fields["starts_on"].required = not has_workers
        self.workers = Workers(data, prefix="worker")
        self.days = [Days(data, prefix=f"{form.prefix}-day") for form in self.workers]
        self.expenses = Expenses(data, prefix="expense")
        self.lines: Any = Lines(data if "line-TOTAL_FORMS" in data else None, prefix="line")

    @property
    def rows(self) -> Iterator[tuple[Any, Any]]:
        """Each worker with the days of that worker."""
        return zip(self.workers, self.days, strict=True)

    @property
    def all_forms(self) -> Iterator[Hushable]:
        yield self.what
        yield self.client
        yield from self.workers
        for days in self.days:
            yield from days
        yield from self.expenses
        yield from self.lines

    def hush(self) -> None:
        for form in self.all_forms:
            form.hush()

    def is_valid(self) -> bool:
        """Check every form of the family, also after the first fault."""
        parts: list[Any] = [self.what, self.expenses]
        parts += [self.workers, *self.days] if self.has_workers else []
        parts += [self.lines] if self.lines.is_bound and not self.has_workers else []
        return self.are_valid(parts)

    @property
    def typed_lines(self) -> tuple[Row, ...]:
        """What is invoiced apart, as far as it can be read; only of a job without workers."""
        if self.has_workers or not self.lines.is_bound:
            return ()
        self.lines.is_valid()
        return tuple(line.row() for line in filled(self.lines) if not line.errors)

    def job(self, *, unit_id: int, client_id: int) -> Job:
        """Return what was typed; the family must be valid."""
        facts = self.what.cleaned_data
        more = self.typed_lines
        first = Row(facts["title"], facts["price"], facts["vat"])
        return Job(
            unit_id=unit_id,
            client_id=client_id,
            title=facts["title"],
            price_cents=facts["price"] + sum(map(cents_of_row, more)),
            lines=(first, *more) if more else (),
            vat=facts["vat"],
            language=facts["language"],
            purchase_order=facts["purchase_order"],
            workers=self._workers(),
            starts_on=None if self.has_workers else facts.get("starts_on"),
            ends_on=None if self.has_workers else facts.get("ends_on"),
            expenses=tuple(
                Expense(form.cleaned_data["text"], form.cleaned_data["amount"])
                for form in filled(self.expenses)
            ),
        )

    def _workers(self) -> tuple[Worker, ...]:
        rows = self.rows if self.has_workers else ()
        return tuple(_worker(form, days) for form, days in rows if form.cleaned_data)


def _worker(form: WorkerForm, days: Any) -> Worker:
    facts = form.cleaned_data
    return Worker(
        member_id=form.member.pk,
        status=facts["status"],
        periods=tuple(day.period() for day in filled(days)),
        share=facts["share"],
        fixed_gross_cents=facts["fixed_gross"],
    )
