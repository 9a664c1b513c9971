"""Reads of access: roles, links, the log of looks."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonweal.access.models import Link, ReadLog, Role, RoleGrant, SavedFilter, User
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal

__all__ = [
    "Link", "LinkExpired", "LinkUnknown", "ReadLog", "Role", "SavedFilter", "User", "accounts",
    "find_link", "get_user", "grants", "one_per_role", "people", "reads_of", "roles_at",
    "saved_filters", "user_by_email",
]  # fmt: skip


SAVED = "select * from access_savedfilter where user_id = %s and page = %s order by name"
ROLES = """
select role from access_rolegrant
where user_id = %s and from_at <= %s and (until_at is null or until_at > %s)
"""


class LinkUnknown(Refusal):
    message = _(
        "Copy the whole link from the letter again, or ask the sender for a new one: "
        "this one does not exist."
    )


class LinkExpired(Refusal):
    message = _("Ask for a new link with one click below: this one was valid until %(until)s.")

    def __init__(self, link: Link) -> None:
        until = (link.withdrawn_at or link.expires_at).astimezone(ZONE)
        super().__init__(until=f"{until:%d/%m/%Y %H:%M}")
        self.link = link


def digest(token: str) -> bytes:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def find_link(*, token: str, purpose: str, at: datetime) -> Link:
    """
    Return the link that opens for this token and purpose at this instant.

    :raises LinkUnknown: if no such link was issued for this purpose
    :raises LinkExpired: if its time is over; the refusal carries the `link`, so that the page
        can offer to send a new one
    """
    link = Link.objects.filter(digest=digest(token), purpose=purpose).first()
    if link is None:
        raise LinkUnknown
    if link.withdrawn_at is not None or at >= link.expires_at:
        raise LinkExpired(link)
    return link


def roles_at(*, user: User, at: datetime) -> frozenset[Role]:
    """Return the roles a person has at an instant; none when the account is closed."""
    if not user.is_active:
        return frozenset()
    with connection.cursor() as cursor:  # asked by every page: written by hand, as it is read
        cursor.execute(ROLES, [user.pk, at, at])
        return frozenset(Role(role) for (role,) in cursor.fetchall())


def people(*, roles: Collection[str], at: datetime) -> "QuerySet[User]":
    """Return the people who have one of these roles at an instant, by name."""
    users = _open(at).filter(role__in=roles).values("user")
    return User.objects.filter(pk__in=users, is_active=True).order_by("name", "pk")


def one_per_role(*, at: datetime) -> list[tuple[User, list[Role]]]:
    """Return for each role in use its first person, with all roles that person has."""
    grants = list(_open(at).filter(user__is_active=True).select_related("user").order_by("user"))
    first = {role: next((g.user for g in grants if g.role == role), None) for role in Role}
    chosen = {user.pk: user for user in first.values() if user}
    return [
        (user, [Role(grant.role) for grant in grants if grant.user_id == pk])
        for pk, user in chosen.items()
    ]


def accounts(*, text: str = "") -> "QuerySet[User]":
    """Return the accounts whose name or address has this text, by name."""
    found = Q(name__icontains=text) | Q(email__icontains=text)
    return User.objects.filter(found).order_by("name", "pk")


def get_user(*, id: int) -> User:
    """
    Return one account.

    :raises User.DoesNotExist: if there is none
    """
    return User.objects.get(id=id)


def grants(*, users: Collection[User], at: datetime) -> dict[int, list[Role]]:
    """Return the roles these people have at an instant, by the id of the user."""
    found: dict[int, list[Role]] = {user.pk: [] for user in users}
    for pk, role in _open(at).filter(user__in=users).values_list("user", "role").order_by("id"):
        found[pk].append(Role(role))
    return found


def user_by_email(*, email: str) -> User | None:
    """Return the person who signs in with this address."""
    return User.objects.filter(email=email.strip().lower()).first()


def reads_of(*, about: Collection[str]) -> "QuerySet[ReadLog]":
    """Return who looked at these people's protected data, newest first."""
    return ReadLog.objects.filter(about__in=about).order_by("-at", "-id")


def _open(at: datetime) -> "QuerySet[RoleGrant]":
    return RoleGrant.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)


def saved_filters(*, user: int, page: str) -> list[SavedFilter]:
    """Return the filters that a person keeps of a list, by name."""
    return list(SavedFilter.objects.raw(SAVED, [user, page]))
