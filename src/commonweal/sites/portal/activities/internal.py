"""Internal invoices: asking another activity for what was done, and saying “good to pay”."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, InternalInvoice, Mandate
from commonweal.flows.shareholders import queries as shareholders
from commonweal.flows.validation import actions as validation
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.sites.portal.activities import _deals
from commonweal.sites.portal.activities._lines import InvoiceForm, changed, first_line, typed
from commonweal.sites.portal.activities.between import TONES
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside, show_refusals

State = InternalInvoice.State


@allow("member")
def new(request: Visit, unit: int) -> HttpResponse:
    """Show the form; send the invoice when it is complete and nothing stands in the way."""
    own = acting(request, unit, Deed.SPEND)
    data = changed(request.POST) if request.method == "POST" else None
    form = InvoiceForm.asking(data or first_line(_deals.blank(request)), request=request, unit=unit)
    if data is None or data is not request.POST:
        form.hush()
        return _form_page(request, own, form)
    if form.is_valid():
        try:
            sent = _send(request, own, form)
        except Refusal as refusal:
            show_refusals(form.head, refusal)
        else:
            words = {"name": form.found[sent.buyer_id], "number": sent.number}
            said = (
                _("An adviser looks at %(number)s first; then “%(name)s” is asked.")
                if sent.state == State.CHECKING
                else _("%(number)s is sent to “%(name)s”. It is paid once it is good to pay.")
            )
            messages.success(request, said % words)
            return redirect("portal:internal_invoice", unit, sent.number)
    return _form_page(request, own, form, status=422)


def _send(request: Visit, own: Mandate, form: InvoiceForm) -> InternalInvoice:
    shareholders.require(members=[own.member], deed=shareholders.Deed.INVOICE)
    facts = form.head.cleaned_data
    wish = actions.NewInternalInvoice(
        own.unit_id, facts["receiver"], facts["title"], form.rows, _deals.key_of(request)
    )
    return validation.send_internal_invoice(invoice=wish, by=request.actor, at=request.at)


@allow("member")
def change(request: Visit, unit: int, number: str) -> HttpResponse:
    """Change what came back, and send it again under its number."""
    own, invoice = _side(request, unit, number, "seller")
    if invoice.state != State.DISPUTED:
        return redirect("portal:internal_invoice", unit, number)
    data = changed(request.POST) if request.method == "POST" else typed(invoice)
    form = InvoiceForm.changing(data)
    if data is not request.POST:
        form.hush()
        return _form_page(request, own, form, invoice)
    if form.is_valid():
        try:
            shareholders.require(members=[own.member], deed=shareholders.Deed.INVOICE)
            validation.resend_internal_invoice(
                invoice=invoice, title=form.head.cleaned_data["title"], lines=form.rows,
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            show_refusals(form.head, refusal)
        else:
            messages.success(request, _("%(number)s is sent again.") % {"number": number})
            return redirect("portal:internal_invoice", unit, number)
    return _form_page(request, own, form, invoice, status=422)


@require_POST
@allow("member")
def total(request: Visit, unit: int) -> HttpResponse:
    """Answer while somebody types: the sum of the lines."""
    acting(request, unit, Deed.SPEND)
    form = InvoiceForm.changing(request.POST)
    return render(request, "portal/activities/_total.html", {"form": form})


def _form_page(
    request: Visit,
    own: Mandate,
    form: InvoiceForm,
    invoice: InternalInvoice | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"unit": own.unit, "form": form, "invoice": invoice}
    return render(request, "portal/activities/internal_new.html", context, status=status)


@require_GET
@allow("member")
def show(request: Visit, unit: int, number: str) -> HttpResponse:
    """Show one internal invoice: its lines, what happened and what can be done now."""
    own = acting(request, unit)
    return _page(request, own, _invoice(unit, number), _deals.ReasonForm())


@require_POST
@allow("member")
def approve(request: Visit, unit: int, number: str) -> HttpResponse:
    """Say “good to pay” for the buyer."""
    own, invoice = _side(request, unit, number, "buyer")
    if (seen := request.POST.get("cents", "")).isdecimal():
        invoice.cents = int(seen)  # what the page said when it was opened
    try:
        actions.approve_internal_invoices(invoices=[invoice], by=request.actor, at=request.at)
    except Refusal as refusal:
        return _refused(request, own, invoice, refusal)
    messages.success(request, _("%(number)s is paid.") % {"number": number})
    return redirect("portal:internal_invoice", unit, number)


@require_POST
@allow("member")
def dispute(request: Visit, unit: int, number: str) -> HttpResponse:
    """Send it back to the seller, with the reason."""
    own, invoice = _side(request, unit, number, "buyer")
    form = _deals.ReasonForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            actions.dispute_internal_invoice(
                invoice=invoice, by=request.actor, at=request.at, **form.cleaned_data
            )
            messages.success(request, _("Sent back: the other side reads why."))
            return redirect("portal:internal_invoice", unit, number)
    return _page(request, own, invoice, form, status=422)


@require_POST
@allow("member")
def withdraw(request: Visit, unit: int, number: str) -> HttpResponse:
    """Take it back for the seller."""
    own, invoice = _side(request, unit, number, "seller")
    try:
        actions.withdraw_internal_invoice(invoice=invoice, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _refused(request, own, invoice, refusal)
    messages.success(request, _("%(number)s is taken back.") % {"number": number})
    return redirect("portal:internal_invoice", unit, number)


def _invoice(unit: int, number: str) -> InternalInvoice:
    try:
        return activities.get_internal_invoice(unit=unit, number=number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _side(request: Visit, unit: int, number: str, side: str) -> tuple[Mandate, InternalInvoice]:
    """Only who spends for this side of the invoice does this."""
    own = acting(request, unit, Deed.SPEND)
    invoice = _invoice(unit, number)
    if unit != {"seller": invoice.seller_id, "buyer": invoice.buyer_id}[side]:
        raise Http404
    return own, invoice


def _refused(
    request: Visit, own: Mandate, invoice: InternalInvoice, refusal: Refusal
) -> HttpResponse:
    """Show the page as it stands now, with what stands in the way on top."""
    form = _deals.refused(refusal)
    return _page(request, own, _invoice(own.unit_id, invoice.number), form, status=422)


def _page(
    request: Visit, own: Mandate, invoice: InternalInvoice, form: forms.Form, status: int = 200
) -> HttpResponse:
    unit = own.unit_id
    names = activities.names(units=[invoice.seller_id, invoice.buyer_id])
    may_spend = activities.may(mandate=own, deed=Deed.SPEND)
    now = activities.states(unit=unit, on=request.at.date()).spendable
    sells = may_spend and invoice.seller_id == unit
    context: dict[str, Any] = {
        "unit": own.unit,
        "invoice": invoice,
        "form": form,
        "seller": names[invoice.seller_id],
        "buyer": names[invoice.buyer_id],
        "tone": TONES.get(invoice.state, "quiet-tone"),
        "entry": _deals.entry_of(ledger.entries_by_key(keys=[invoice.ref])),
        "answers": may_spend and invoice.buyer_id == unit and invoice.state == State.SENT,
        "changes": sells and invoice.state == State.DISPUTED,
        "withdraws": sells and invoice.state in (State.CHECKING, State.SENT, State.DISPUTED),
        "now": now,
        "after": now - invoice.cents,
        "story": _deals.story(invoice.ref, _waiting(invoice, names)),
    }
    return render(request, "portal/activities/internal.html", context, status=status)


def _waiting(invoice: InternalInvoice, names: Any) -> str:
    if invoice.state == State.CHECKING:
        return _("Waits for an adviser")
    if invoice.state == State.SENT:
        return _("Waits for “good to pay” of “%(name)s”") % {"name": names[invoice.buyer_id]}
    if invoice.state == State.DISPUTED:
        return _("Waits for “%(name)s”") % {"name": names[invoice.seller_id]}
    return ""
