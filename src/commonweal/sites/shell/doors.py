"""
Who may enter a page. Every view of ours has one door: `@allow("member")`, `@allow("anyone")`.

Behind the door the request knows who acts: `request.actor`, `request.roles`,
`request.member_id`, `request.at` (the clock of the house), and the connection sees only the
rows this person may see until the request's transaction ends.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.utils.translation import gettext as _

from commonweal.access import queries as access
from commonweal.access.queries import Role
from commonweal.activities import queries as activities
from commonweal.kernel import clock
from commonweal.kernel.actor import Actor
from commonweal.members import queries as members
from commonweal.sites.shell import sessions

P = ParamSpec("P")
ANYONE = "anyone"
STAFF: frozenset[str] = frozenset(Role.values) - {Role.MEMBER.value}
ALL_ROWS, NO_ROWS = "*", ""
STRANGER = Actor("anyone", "")


class Visit(HttpRequest):
    """A request behind a door, as the type checker sees it."""

    actor: Actor
    roles: frozenset[str]
    member_id: int | None
    at: datetime


Door = Callable[Concatenate[Any, P], HttpResponseBase]


def allow(*roles: str) -> Callable[[Door[P]], Door[P]]:
    """
    Open a view to people with one of these roles, or to `"anyone"`.

    A view for anyone sees no member's rows, whoever is signed in; one that has checked a signed
    link opens what it is about with `see_units`.

    :raises ValueError: if there is no such role
    """
    if not roles or (unknown := set(roles) - {ANYONE, *Role.values}):
        raise ValueError(f"A door needs known roles, not {sorted(unknown) if roles else 'none'}.")
    admitted = frozenset(roles)

    def decorate(view: Door[P]) -> Door[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            visit = identify(request)
            if ANYONE not in admitted and (turned_away := _turned_away(visit, admitted)):
                return turned_away
            before = _see(_scope(visit, admitted))
            response = view(visit, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response = response.render()  # while the rows can still be seen
            if connection.savepoint_ids:  # inside a caller's transaction: hand it back as it was
                _see(before)
            return response

        guarded.doors = admitted  # type: ignore[attr-defined]
        return cast(Door[P], guarded)

    return decorate


def identify(request: HttpRequest) -> Visit:
    """Put on the request who acts, in which roles, and when."""
    visit, user = cast(Visit, request), request.user
    visit.at = clock.now()
    visit.actor, visit.roles, visit.member_id = STRANGER, frozenset(), None
    if user.is_authenticated:
        visit.actor = Actor(user.ref, user.name)
        visit.roles = frozenset(map(str, access.roles_at(user=user, at=visit.at)))
        if Role.MEMBER in visit.roles:
            member = members.find_for_user(user_id=user.pk)
            visit.member_id = member.pk if member else None
    return visit


def see_units(units: Sequence[int]) -> None:
    """Let this request see the rows of these units, for a page opened by a signed link."""
    _see(_listed(units))


def _turned_away(visit: Visit, admitted: frozenset[str]) -> HttpResponseBase | None:
    if not visit.user.is_authenticated:
        return redirect_to_login(visit.get_full_path())
    if visit.roles.isdisjoint(admitted):
        raise PermissionDenied
    as_staff = visit.roles & admitted & STAFF
    if settings.STAFF_NEED_SECOND_FACTOR and as_staff and not sessions.has_second_factor(visit):
        messages.warning(visit, _("Add a second factor first: staff need one to work here."))
        return redirect("mfa_index")
    return None


def _scope(visit: Visit, admitted: frozenset[str]) -> str:
    """Staff see all rows, but only behind a door that let them in as staff."""
    if visit.roles & admitted & STAFF:
        return ALL_ROWS
    if visit.member_id is None or Role.MEMBER not in admitted:
        return NO_ROWS
    return _listed(activities.units_of(member_id=visit.member_id))


def _listed(units: Sequence[int]) -> str:
    return ",".join(map(str, units))


def _see(scope: str) -> str:
    """Set the scope until the transaction ends; return what it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('commonweal.scope', true),"
            " set_config('commonweal.scope', %s, true)",
            [scope],
        )
        return cursor.fetchone()[0] or NO_ROWS
