"""Placing by hand: over several places with a running rest, and who looks after what stays."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking.actions import Part, Placing
from commonweal.banking.queries import CLAIMS, Claim
from commonweal.flows.matching import queries as matching
from commonweal.flows.payday import actions as payday
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.sites.desk.matching.forms import MARK, OwnerForm, PlaceRow
from commonweal.sites.desk.matching.pages import HANDLERS, owners, places, show
from commonweal.sites.desk.matching.queue import Queue, queue
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside


@require_POST
@allow(*HANDLERS)
def place(request: Visit, number: int) -> HttpResponse:
    """Search for more claims, or place the movement over what is ticked; what was typed stays."""
    found = _queue(request, number)
    text = request.POST.get("q", "")
    claims = _ticked_claims(request)
    rows = _rows(request, found, text, claims)
    if "search" in request.POST:
        return show(request, rows=rows, text=text)
    assert found.chosen is not None
    rest, parts = found.chosen.cents, []
    # What was typed first, then what is taken off, then what is left of it.
    for row in sorted(rows, key=lambda row: (not row.typed.strip(), not row.is_credit)):
        if part := row.part(rest):
            parts.append(part)
            rest -= part.cents
    if faults := [row.error for row in rows if row.error]:
        return show(request, rows=rows, text=text, refusals=faults)
    placing = Placing(number, tuple(parts), *_party(parts, claims))
    try:
        payday.place(placings=[placing], by=request.actor, at=request.at)
    except Refusal as refusal:
        said = [str(each) for each in each_of(refusal)]
        return show(request, rows=rows, text=text, refusals=said)
    messages.success(request, _("Placed."))
    to = found.chosen.move.pk if rest else found.next_move
    return redirect(f"{reverse('desk:matching')}{found.url(to)}")


@require_POST
@allow(*HANDLERS)
def own(request: Visit, number: int) -> HttpResponse:
    """Say who looks after a movement, and what is known of it."""
    found, people = _queue(request, number), owners(request)
    form = OwnerForm(request.POST, people=people)
    if not form.is_valid():
        return show(request, owner_form=form)
    given = form.cleaned_data
    with refusals_beside(form):
        banking.own(
            moves=[number],
            owner=given["owner"],
            owner_name=dict(people).get(given["owner"], ""),
            note=given["note"],
            remind_on=given["remind_on"],
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{reverse('desk:matching')}{found.url(number)}")
    return show(request, owner_form=form)


def _queue(request: Visit, number: int) -> Queue:
    """The queue with this very movement chosen, whatever the address says."""
    asked = request.GET.copy()
    asked["move"] = str(number)
    request.GET = asked  # type: ignore[assignment]
    found = queue(asked, me=request.actor.id, at=request.at)
    if found.chosen is None or found.chosen.move.pk != number:
        raise Http404(_("There is no such movement."))
    return found


def _ticked_claims(request: Visit) -> list[Claim]:
    """The claims that were ticked before, also those a newer search no longer finds."""
    keys = [key.split(MARK, 1) for key in request.POST.getlist("place") if MARK in key]
    items = [item for account, item in keys if account == CLAIMS]
    return list(matching.by_items(items=items).values())


def _rows(request: Visit, found: Queue, text: str, claims: Sequence[Claim]) -> list[PlaceRow]:
    rows = places(found, request.at, text, claims)
    for row in rows:
        row.fill(request.POST, request.POST.getlist("place"))
    return rows


def _party(parts: Sequence[Part], claims: Sequence[Claim]) -> tuple[str, str]:
    """Who paid, when all that is placed is of one client: then there is something to learn."""
    parties = {claim.party: claim.party_name for claim in claims if claim.party}
    whole = all(part.account == CLAIMS for part in parts) and sum(p.cents for p in parts) > 0
    return next(iter(parties.items())) if whole and len(parties) == 1 else ("", "")
