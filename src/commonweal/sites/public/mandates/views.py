"""Somebody who was invited to act for a unit reads what it means, and answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonweal.access import queries as access
from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.actions import MANDATE
from commonweal.activities.queries import MandateInvitation
from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top


@never_cache
@allow("anyone")
def invitation(request: Visit, token: str) -> HttpResponse:
    """Show what is offered by a link; on POST the member it was sent to answers."""
    try:
        link = access.find_link(token=token, purpose=MANDATE, at=request.at)
    except access.LinkExpired as expired:
        return _shut(request, expired.link, token)
    except Refusal as refusal:
        return render(request, "shell/link_unknown.html", {"refusal": refusal}, status=404)
    found = activities.invitation_about(ref=link.about)
    return _answer(request, found) if request.method == "POST" else _show(request, found)


def _show(request: Visit, found: MandateInvitation, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "invitation": found,
        "meaning": activities.meaning(role=found.role),
        "address": activities.masked_email(found.email),
        "reader": _reader(request, found),
        "refusal": refusal,
        "entity": kernel.entity(),
    }
    status = 422 if refusal else 200
    return render(request, "public/mandates/invitation.html", context, status=status)


def _reader(request: Visit, found: MandateInvitation) -> str:
    """Who reads: nobody known yet, the member who was invited, or somebody else."""
    if not request.user.is_authenticated:
        return "unknown"
    if request.member_id is None:
        return "other"
    member = members.get(id=request.member_id)
    return "invited" if activities.was_sent_to(invitation=found, member=member) else "other"


def _answer(request: Visit, found: MandateInvitation) -> HttpResponse:
    """Only a member who is signed in can answer; whether it is the right one, the verb says."""
    if request.member_id is None:
        return _show(request, found)
    member, accepts = members.get(id=request.member_id), request.POST.get("answer") == "accept"
    verb = actions.accept_invitation if accepts else actions.decline_invitation
    try:
        verb(invitation=found, member=member, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _show(request, found, refusal)
    if not accepts:
        return redirect(request.path)
    messages.success(request, _("You now act for “%(unit)s”.") % {"unit": found.unit.name})
    return redirect("portal:budget", found.unit_id)


def _shut(request: Visit, link: access.Link, token: str) -> HttpResponse:
    """An old link tells what became of the invitation, and how to get a fresh one."""
    found = activities.invitation_about(ref=link.about)
    context = {
        "invitation": found,
        "token": token,
        "is_mine": request.member_id is not None and request.member_id == found.member_id,
        "has_expired": request.at >= found.expires_at,
        "address": activities.masked_email(found.email),
    }
    return render(request, "public/mandates/shut.html", context, status=410)


@require_POST
@allow("anyone")
def fresh_link(request: Visit, token: str) -> HttpResponse:
    """Send a fresh link to the address the expired one was sent to, and to no other."""
    try:
        access.find_link(token=token, purpose=MANDATE, at=request.at)
    except access.LinkExpired as expired:
        _send_again(request, activities.invitation_about(ref=expired.link.about))
    except Refusal as refusal:
        return render(request, "shell/link_unknown.html", {"refusal": refusal}, status=404)
    return redirect("public:mandate", token)


def _send_again(request: Visit, found: MandateInvitation) -> None:
    """Once per expiry: who clicks on an old link again and again sends no flood of letters."""
    if request.at < found.expires_at:
        return
    with refusals_on_top(request):
        actions.invite_again(invitation=found, by=request.actor, at=request.at)
        messages.success(request, _("A fresh link is on its way. The old one stays shut."))
