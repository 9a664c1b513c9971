"""Accounts at the desk: invite, grant and take away roles, close."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.queries import Role, User
from commonweal.sites.desk.access.forms import InviteForm, RoleForm
from commonweal.sites.shell import invitations, keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top


@allow("administrator", "auditor")
def index(request: Visit) -> HttpResponse:
    """List accounts with their roles: the newest, or those with this in name or address."""
    text = request.GET.get("q", "").strip()
    found = queries.accounts(text=text)
    page = keyset.Page(list(found[: keyset.SIZE])) if text else keyset.page(request, found)
    roles = queries.grants(users=page.rows, at=request.at)
    people = [(user, roles[user.pk]) for user in page.rows]
    return render(request, "desk/access/index.html", {"people": people, "page": page, "text": text})


@allow("administrator")
def invite(request: Visit) -> HttpResponse:
    """Invite a person by letter."""
    form = InviteForm(request.POST or None, initial={"language": "nl"})
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            user = _invite(request, form)
            messages.success(
                request, _("The invitation is on its way to %(name)s.") % {"name": user.name}
            )
            return redirect("desk:person", user.pk)
    return render(
        request, "desk/access/invite.html", {"form": form}, status=422 if form.errors else 200
    )


@transaction.atomic
def _invite(request: Visit, form: InviteForm) -> User:
    data = form.cleaned_data
    invitation = access.invite(
        email=data["email"],
        name=data["name"],
        language=data["language"],
        by=request.actor,
        at=request.at,
    )
    role = Role(data["role"])
    access.grant_role(user=invitation.user, role=role, by=request.actor, at=request.at)
    invitations.send(request, invitation)
    return invitation.user


@allow("administrator", "auditor")
def show(request: Visit, number: int) -> HttpResponse:
    """Show an account, its roles, and what may be done with it."""
    return _page(request, _user(number), RoleForm())


@require_POST
@allow("administrator")
def letter(request: Visit, number: int) -> HttpResponse:
    """Send the invitation once more to somebody who has no password yet."""
    user = _user(number)
    if user.is_active and not user.has_usable_password():
        invitation = access.invite_again(user=user, by=request.actor, at=request.at)
        invitations.send(request, invitation)
        messages.success(
            request, _("The invitation is on its way to %(name)s.") % {"name": user.name}
        )
    return redirect("desk:person", number)


@require_POST
@allow("administrator")
def grant(request: Visit, number: int) -> HttpResponse:
    """Give a role."""
    return _change(request, number, access.grant_role)


@require_POST
@allow("administrator")
def revoke(request: Visit, number: int) -> HttpResponse:
    """Take a role away."""
    return _change(request, number, access.revoke_role)


@require_POST
@allow("administrator")
def close(request: Visit, number: int) -> HttpResponse:
    """Close an account for good."""
    user = _user(number)
    with refusals_on_top(request):
        access.close_account(user=user, by=request.actor, at=request.at)
    return redirect("desk:person", number)


def _change(
    request: Visit,
    number: int,
    verb: Callable[..., object],
) -> HttpResponse:
    user, form = _user(number), RoleForm(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        with refusals_beside(form):
            verb(user=user, role=role, by=request.actor, at=request.at)
            return redirect("desk:person", number)
    return _page(request, user, form, status=422)


def _page(request: Visit, user: User, form: RoleForm, status: int = 200) -> HttpResponse:
    context = {
        "person": user,
        "held": queries.grants(users=[user], at=request.at)[user.pk],
        "form": form,
        "may_change": "administrator" in request.roles,
    }
    return render(request, "desk/access/person.html", context, status=status)


def _user(number: int) -> User:
    try:
        return queries.get_user(id=number)
    except User.DoesNotExist:
        raise Http404 from None
