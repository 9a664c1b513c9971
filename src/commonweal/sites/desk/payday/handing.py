"""Giving the file of a batch to the bank, and saying what became of it."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.flows.payday import actions
from commonweal.sites.desk.banking import batches
from commonweal.sites.desk.banking.views import FINANCE
from commonweal.sites.desk.payday.file_forms import DecideForm
from commonweal.sites.shell import sessions
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside


@transaction.non_atomic_requests  # the claim is committed before anything is sent
@require_POST
@allow(*FINANCE)
def hand_over(request: Visit, number: int) -> HttpResponse:
    """Give the file to the bank over its line, at most once."""
    if away := second_factor(request, number):
        return away
    return batches.perform(request, number, actions.hand_over)


@require_POST
@allow(*FINANCE)
def uploaded(request: Visit, number: int) -> HttpResponse:
    """Say that a person gave the file to the bank."""
    return batches.perform(request, number, actions.uploaded)


@require_POST
@allow(*FINANCE)
def decide(request: Visit, number: int) -> HttpResponse:
    """Say what became of a file of which nobody knew; how it is known stays with it."""
    batch, form = batches.get(number), DecideForm(request.POST)
    outcome = actions.ARRIVED if "arrived" in request.POST else actions.LOST
    handover = queries.handover_of(batch=batch)
    if handover is None:
        raise Http404(_("This file never left."))
    if form.is_valid():
        with refusals_beside(form):
            banking.end_handover(
                handover=handover,
                outcome=outcome,
                answer=form.cleaned_data["answer"],
                by=request.actor,
                at=request.at,
            )
            return redirect("desk:batch", number)
    return batches.page(request, batch, decide=form)


@require_POST
@allow(*FINANCE)
def confirm(request: Visit, number: int) -> HttpResponse:
    """Say as a second person that the bank refused what a report says."""
    if away := second_factor(request, number):
        return away
    return batches.perform(request, number, banking.confirm_refusals)


def second_factor(request: Visit, number: int) -> HttpResponse | None:
    """Where money is released a live house wants a second factor that was used just now."""
    if not settings.STAFF_NEED_SECOND_FACTOR or sessions.has_fresh_second_factor(request):
        return None
    page = sessions.second_factor_page(request, reverse("desk:batch", args=[number]))
    messages.warning(request, _("Use your second factor first, then press again."))
    return redirect(page or "mfa_index")
