"""Payments at the desk: one person builds a batch, another approves it, and the file leaves."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.queries import PaymentBatch
from commonweal.documents import queries as documents
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.payroll import queries as payroll
from commonweal.purchases import queries as purchases
from commonweal.sites.desk.banking.forms import CancelForm
from commonweal.sites.desk.banking.views import FINANCE, READERS
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import TimelineEntry
from commonweal.sites.shell.refusals import show_refusals

AHEAD = timedelta(days=14)
Payable = payroll.Payable | purchases.Payable
STATES = PaymentBatch.State
TONES = {"draft": "warn", "approved": "info", "exported": "info", "executed": "good"}


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show what falls due, all chosen, and what became of earlier batches."""
    due = _due(request)
    return _index(request, due, {payable.item for payable in due}, [])


@require_POST
@allow("finance_maker")
def build(request: Visit) -> HttpResponse:
    """Put the chosen payments together in a batch."""
    due, chosen = _due(request), set(request.POST.getlist("item"))
    try:
        batch = banking.build_batch(
            payments=list(_payments(due, chosen)), by=request.actor, at=request.at
        )
    except Refusal as refusal:
        return _index(request, due, chosen, each_of(refusal))
    return redirect("desk:batch", batch.pk)


def _index(
    request: Visit, due: Sequence[Payable], chosen: Collection[str], refusals: Sequence[Refusal]
) -> HttpResponse:
    context = {
        "due": due,
        "chosen": chosen,
        "late": sum(payable.due_on < request.at.date() for payable in due),
        "due_cents": sum(payable.cents for payable in due),
        "refusals": refusals,
        "page": keyset.page(request, queries.batches()),
        "tones": TONES,
        "may_build": "finance_maker" in request.roles,
        "today": request.at.date(),
    }
    return render(request, "desk/banking/payments.html", context, status=422 if refusals else 200)


def _due(request: Visit) -> list[Payable]:
    """Wages and purchases that fall due and that no batch pays yet."""
    until = request.at.date() + AHEAD
    found: list[Payable] = [
        *payroll.payable(due_by=until),
        *purchases.payable(due_by=until),
    ]
    live: set[str] = set()
    for account in {payable.account for payable in found}:
        items = [payable.item for payable in found if payable.account == account]
        live |= queries.live_items(account=account, items=items).keys()
    return [payable for payable in found if payable.item not in live]


def _payments(due: Sequence[Payable], chosen: Collection[str]) -> Iterator[banking.NewPayment]:
    """Amounts and accounts come from the books and the members, never from the form."""
    for payable in due:
        if payable.item in chosen:
            yield banking.NewPayment(
                item=payable.item,
                account=payable.account,
                name=payable.name,
                iban=payable.iban,
                cents=payable.cents,
                reference=payable.reference or _wage(payable.item),
                due_on=payable.due_on,
            )


def _wage(item: str) -> str:
    return _("Wage %(number)s") % {"number": item.rsplit(":", 1)[-1]}


@allow(*READERS)
def show(request: Visit, number: int) -> HttpResponse:
    """Show a batch: every payment, who did what, and what comes next."""
    return _show(request, _batch(number), CancelForm())


@require_POST
@allow("finance_checker")
def approve(request: Visit, number: int) -> HttpResponse:
    """Approve a batch somebody else built."""
    return _do(request, number, banking.approve_batch)


@require_POST
@allow(*FINANCE)
def export(request: Visit, number: int) -> HttpResponse:
    """Make the file for the bank."""
    return _do(request, number, banking.export_batch)


def _do(request: Visit, number: int, verb: Callable[..., PaymentBatch]) -> HttpResponse:
    """Perform a verb on a batch and come back to it; a refusal is told on top of the page."""
    try:
        verb(batch=_batch(number), by=request.actor, at=request.at)
    except Refusal as refusal:
        for one in each_of(refusal):
            messages.error(request, str(one))
    return redirect("desk:batch", number)


@require_POST
@allow(*FINANCE)
def cancel(request: Visit, number: int) -> HttpResponse:
    """Take a batch back, or turn it down, with a reason."""
    batch, form = _batch(number), CancelForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            banking.cancel_batch(batch=batch, because=because, by=request.actor, at=request.at)
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            return redirect("desk:batch", number)
    return _show(request, batch, form)


@allow(*READERS)
def file(request: Visit, number: int) -> HttpResponse:
    """Give the file for the bank, the same bytes every time."""
    document = _batch(number).document
    if document is None:
        raise Http404
    return HttpResponse(
        documents.content(document=document),
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{document.name}"'},
    )


def _show(request: Visit, batch: PaymentBatch, form: CancelForm) -> HttpResponse:
    is_finance = not request.roles.isdisjoint(FINANCE)
    is_own = request.actor.id == batch.built_by
    context = {
        "batch": batch,
        "payments": queries.payments(batch=batch),
        "story": list(_story(batch)),
        "form": form,
        "tone": TONES.get(batch.state, ""),
        "may_approve": batch.state == STATES.DRAFT and "finance_checker" in request.roles,
        "is_own": is_own,
        "may_export": batch.state == STATES.APPROVED and is_finance,
        "may_cancel": batch.state in (STATES.DRAFT, STATES.APPROVED) and is_finance,
    }
    return render(request, "desk/banking/batch.html", context, status=422 if form.errors else 200)


def _story(batch: PaymentBatch) -> Iterator[TimelineEntry]:
    yield TimelineEntry(_("Built"), batch.built_by_name, batch.built_at)
    if batch.approved_at:
        yield TimelineEntry(_("Approved"), batch.approved_by_name, batch.approved_at)
    if batch.exported_at:
        name = batch.message_id or ""
        yield TimelineEntry(_("File made for the bank"), at=batch.exported_at, note=name)
    if batch.executed_on:
        yield TimelineEntry(_("Executed"), _("The bank"), batch.executed_on)
    if batch.cancelled_at:
        because = batch.cancelled_because
        yield TimelineEntry(_("Cancelled"), at=batch.cancelled_at, state="refused", note=because)
    if batch.state == STATES.DRAFT:
        yield TimelineEntry(_("A colleague approves it"), state="next")
    elif batch.state == STATES.APPROVED:
        yield TimelineEntry(_("The file is made and given to the bank"), state="next")
    elif batch.state == STATES.EXPORTED:
        yield TimelineEntry(_("The bank executes it: a statement says so"), state="next")


def _batch(number: int) -> PaymentBatch:
    try:
        return queries.get_batch(id=number)
    except PaymentBatch.DoesNotExist:
        raise Http404(_("There is no such batch.")) from None
