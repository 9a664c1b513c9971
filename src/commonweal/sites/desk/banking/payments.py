"""A batch of payments at the desk: built by one, approved by another, given to the bank once."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking.queries import PaymentBatch
from commonweal.documents import queries as documents
from commonweal.flows.payday import actions
from commonweal.sites.desk.banking import batches
from commonweal.sites.desk.banking.forms import CancelForm
from commonweal.sites.desk.banking.views import FINANCE, READERS
from commonweal.sites.desk.payday import handing
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside


@allow(*READERS)
def show(request: Visit, number: int) -> HttpResponse:
    """Show a batch: every payment, who did what, and what comes next."""
    return batches.page(request, batches.get(number))


@require_POST
@allow("finance_checker")
def approve(request: Visit, number: int) -> HttpResponse:
    """Approve a batch somebody else built."""
    if away := handing.second_factor(request, number):
        return away
    return batches.perform(request, number, actions.approve)


@require_POST
@allow(*FINANCE)
def export(request: Visit, number: int) -> HttpResponse:
    """Make the file for the bank."""
    return batches.perform(request, number, actions.export)


@require_POST
@allow(*FINANCE)
def cancel(request: Visit, number: int) -> HttpResponse:
    """Take a batch back, or turn it down, with a reason."""
    batch, form = batches.get(number), CancelForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        is_made = batch.state == PaymentBatch.State.EXPORTED
        verb = banking.take_back_file if is_made else banking.cancel_batch
        with refusals_beside(form):
            verb(batch=batch, because=because, by=request.actor, at=request.at)
            return redirect("desk:batch", number)
    return batches.page(request, batch, cancel=form)


@allow(*READERS)
def file(request: Visit, number: int) -> HttpResponse:
    """
    Give the file for the bank, the same bytes every time. One that left, or never will, is for
    the auditor: its name says so, lest somebody uploads it.
    """
    batch = batches.get(number)
    document = batch.document
    if document is None:
        raise Http404
    may_leave = batch.state == PaymentBatch.State.EXPORTED
    name = document.name if may_leave else f"DO-NOT-SEND-{document.name}"
    return HttpResponse(
        documents.content(document=document),
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
