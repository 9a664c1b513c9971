"""Statements that seem to be missing: a person says why nothing is, and takes it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.queries import DismissedGap, Statement
from commonweal.sites.desk.banking.views import FINANCE
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top


@require_POST
@allow(*FINANCE)
def dismiss(request: Visit, number: int) -> HttpResponse:
    """Say why nothing is missing before this statement."""
    try:
        after = queries.get_statement(id=number)
    except Statement.DoesNotExist:
        raise Http404(_("There is no such statement.")) from None
    because = request.POST.get("because", "")
    with refusals_on_top(request):
        banking.dismiss_gap(after=after, because=because, by=request.actor, at=request.at)
        messages.success(request, _("Noted: nothing is missing there."))
    return redirect("desk:bank")


@require_POST
@allow(*FINANCE)
def reopen(request: Visit, number: int) -> HttpResponse:
    """Take that back."""
    try:
        found = queries.get_dismissed_gap(id=number)
    except DismissedGap.DoesNotExist:
        raise Http404(_("There is no such gap.")) from None
    with refusals_on_top(request):
        banking.reopen_gap(dismissed=found, by=request.actor, at=request.at)
        messages.success(request, _("Taken back: it is missing again."))
    return redirect("desk:bank")
