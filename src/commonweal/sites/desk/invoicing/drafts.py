"""Drafts that members hold: read why, look at the page, let it go on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top

ROLES = ("finance_maker", "customer_service")


@require_GET
@allow(*ROLES)
def held(request: Visit) -> HttpResponse:
    """List the drafts that members hold, with their reasons."""
    page = keyset.page(request, found.held_drafts().order_by("-id"))
    return render(request, "desk/invoicing/held.html", {"page": page})


@require_POST
@allow(*ROLES)
def free(request: Visit, pk: int) -> HttpResponse:
    """Let a draft go on."""
    draft = get_object_or_404(found.drafts(), pk=pk)
    with refusals_on_top(request):
        invoicing.free_draft(draft=draft, by=request.actor, at=request.at)
        messages.success(request, _("It goes on."))
    return redirect("desk:held_drafts")


@require_GET
@allow(*ROLES)
def pdf(request: Visit, pk: int) -> HttpResponse:
    """Give the page that a draft would be."""
    draft = get_object_or_404(found.drafts(), pk=pk)
    headers = {"Content-Disposition": f'inline; filename="draft-{pk}.pdf"'}
    content = found.draft_pdf(draft=draft, at=request.at)
    return HttpResponse(content, content_type="application/pdf", headers=headers)
