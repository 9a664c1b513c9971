"""Accepting and declining what the house proposes, one by one or all that is sure."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from commonweal.banking import actions as banking
from commonweal.flows.matching import actions as matching
from commonweal.sites.desk.matching.pages import HANDLERS, READERS, show
from commonweal.sites.desk.matching.queue import queue
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show what waits, and of one movement what it may be and why."""
    return show(request, text=request.GET.get("q", ""))


@require_POST
@allow(*HANDLERS)
def accept(request: Visit) -> HttpResponse:
    """Accept the proposal that is chosen and go on to the next movement."""
    after = _next(request)
    with refusals_on_top(request):
        banking.accept(proposals=_chosen(request), by=request.actor, at=request.at)
        messages.success(request, _("Placed."))
        return redirect(after)
    return _back(request)


@require_POST
@allow(*HANDLERS)
def decline(request: Visit) -> HttpResponse:
    """Say that the movement is not what is proposed."""
    because = request.POST.get("because", "")
    with refusals_on_top(request):
        banking.decline(
            proposals=_chosen(request), because=because, by=request.actor, at=request.at
        )
    return _back(request)


@require_POST
@allow(*HANDLERS)
def accept_all(request: Visit) -> HttpResponse:
    """Accept every proposal that was shown as sure: all of them, or none."""
    ids = [int(text) for text in request.POST.getlist("proposal") if text.isdecimal()]
    with refusals_on_top(request):
        placed = banking.accept(proposals=ids, by=request.actor, at=request.at)
        said = ngettext("%(n)s movement is placed.", "%(n)s movements are placed.", len(placed))
        messages.success(request, said % {"n": len(placed)})
    return redirect(_address(request, move=""))


@require_POST
@allow(*HANDLERS)
def look(request: Visit) -> HttpResponse:
    """Look again at everything that waits, now."""
    found = matching.look(by=request.actor, at=request.at)
    said = ngettext("%(n)s new proposal.", "%(n)s new proposals.", len(found))
    messages.info(request, said % {"n": len(found)})
    return _back(request)


def _chosen(request: Visit) -> list[int]:
    text = request.POST.get("proposal", "")
    return [int(text)] if text.isdecimal() else [0]


def _next(request: Visit) -> str:
    found = queue(request.GET, me=request.actor.id, at=request.at)
    return f"{reverse('desk:matching')}{found.url(found.next_move)}"


def _back(request: Visit) -> HttpResponse:
    return redirect(_address(request))


def _address(request: Visit, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{reverse('desk:matching')}?{query.urlencode()}"
