"""Whose e-mail address was changed, and who did not do it, has the old one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonweal.access import queries as access
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.members import actions as people
from commonweal.members import queries as members
from commonweal.sites.shell.doors import Visit, allow


@never_cache
@allow("anyone")
def address(request: Visit, token: str) -> HttpResponse:
    """Show the change by a link; on POST the address known before comes back."""
    try:
        link = access.find_link(token=token, purpose=members.ADDRESS_LINK, at=request.at)
    except access.LinkExpired as expired:
        return _show(request, expired.link, is_shut=True)
    except Refusal as refusal:
        return render(request, "shell/link_unknown.html", {"refusal": refusal}, status=404)
    if request.method != "POST":
        return _show(request, link)
    member = _member(link)
    by = Actor(member.ref, member.full_name)
    try:
        people.restore_email(member=member, by=by, at=request.at)
    except Refusal as refusal:
        return _show(request, link, refusal=refusal)
    messages.success(request, _("We write to the old address again."))
    return redirect(request.path)


def _member(link: access.Link) -> members.Member:
    return members.get(id=int(link.about.rpartition(":")[2]))


def _show(
    request: Visit, link: access.Link, *, refusal: Refusal | None = None, is_shut: bool = False
) -> HttpResponse:
    member = _member(link)
    context = {
        "member": member,
        "address": members.masked_email(member.email),
        "is_new": not is_shut and members.has_new_email(member=member, at=request.at),
        "refusal": refusal,
        "entity": kernel.entity(),
    }
    status = 410 if is_shut else 422 if refusal else 200
    return render(request, "public/payday/address.html", context, status=status)
