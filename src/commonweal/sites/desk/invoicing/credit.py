"""The credit note of an invoice: of all that is left of it, or of some of its lines."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.invoicing import actions
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.actions import CreditLine, Invoice
from commonweal.invoicing.queries import Left
from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.sites.shell import invoices as drawing
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.refusals import show_refusals


class CreditForm(forms.Form):
    """Why an invoice is taken back, and how much of it."""

    WHOLE, PART = "whole", "part"

    extent = forms.ChoiceField(
        label=gettext_lazy("How much?"),
        choices=[
            (WHOLE, gettext_lazy("All that is left of it")),
            (PART, gettext_lazy("Only what I give below")),
        ],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is this invoice taken back?"),
        help_text=gettext_lazy("The client reads it on the credit note."),
        error_messages={"required": actions.MissingReason.message},
    )

    def __init__(self, data: QueryDict | None, left: list[Left]) -> None:
        super().__init__(data)
        self.left = left
        for each in left:
            at = each.line.position
            self.fields[f"quantity_{at}"] = forms.DecimalField(
                label=gettext_lazy("Quantity to credit"),
                required=False,
                min_value=0,
                max_digits=12,
                decimal_places=3,
                localize=True,
            )
            self.fields[f"price_{at}"] = EuroField(
                label=gettext_lazy("At this price"), required=False, least_cents=0
            )

    def rows(self) -> Iterator[tuple[Left, str, Any, Any]]:
        """Each line of the invoice with what it says of itself and its two fields."""
        for each in self.left:
            line = each.line
            quantity = invoicing.show_quantity(line.thousandths, line.unit_code)
            at = line.position
            yield each, quantity, self[f"quantity_{at}"], self[f"price_{at}"]

    def parts(self) -> list[CreditLine]:
        """The lines for which something was given; a quantity alone is at the line's own price."""
        given = []
        for each in self.left:
            at = each.line.position
            quantity: Decimal | None = self.cleaned_data[f"quantity_{at}"]
            price = self.cleaned_data[f"price_{at}"]
            if quantity is not None or price is not None:
                thousandths = None if quantity is None else int(quantity * 1000)
                given.append(CreditLine(at, thousandths, price))
        return given


@allow("finance_maker")
def credit_note(request: Visit, number: str) -> HttpResponse:
    """Say what a credit note does, ask why and how much, and make it."""
    invoice = drawing.get(number)
    form = CreditForm(request.POST or None, invoicing.left(invoice=invoice))
    if request.method == "POST" and form.is_valid():
        try:
            note = _make(request, invoice, form)
        except (Refusal, Refusals) as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("The invoice is credited, in the books too."))
            return redirect("desk:invoice", note.number)
    context = {
        "invoice": invoice,
        "form": form,
        "row": drawing.listed([invoice], on=request.at.date())[0],
    }
    status = 422 if form.errors else 200
    return render(request, "desk/invoicing/credit_note.html", context, status=status)


def _make(request: Visit, invoice: Invoice, form: CreditForm) -> Invoice:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["extent"] == CreditForm.PART:
        credit = actions.NewCredit(invoice.pk, form.parts())
        (note,) = actions.credit_parts(
            credits=[credit], reason=reason, by=request.actor, at=request.at
        )
    else:
        (note,) = three_in_one.credit(
            invoices=[invoice], reason=reason, by=request.actor, at=request.at
        )
    return note
