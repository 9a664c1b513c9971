"""Verbs on access: people, roles, links, looks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from commonweal.access import queries
from commonweal.access.models import Link, ReadLog, Role, RoleGrant, SavedFilter, User
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal

__all__ = [
    "INVITATION", "INVITATION_LASTS", "AddressTaken", "Invitation", "LastAdministrator", "Link",
    "NoName", "NoReason", "Role", "RoleHeld", "RoleNotHeld", "SavedFilter", "TooManyFilters",
    "User", "accept_invitation", "close_account", "forget_filter", "grant_role", "invite",
    "invite_again", "issue_link", "read_sensitive", "register_user", "renew_link", "revoke_role",
    "save_filter", "set_language", "withdraw_links",
]  # fmt: skip

INVITATION = "invitation"
INVITATION_LASTS = timedelta(days=7)
TOKEN_BYTES = 24
SHORTEST_REASON = 8
MOST_FILTERS, LONGEST_FILTER_NAME = 20, 40


class AddressTaken(Refusal):
    message = _("Use another e-mail address: %(email)s already belongs to somebody here.")
    field = "email"


class RoleHeld(Refusal):
    message = _("Choose another role: %(name)s already has the role “%(role)s”.")
    field = "role"


class RoleNotHeld(Refusal):
    message = _("Choose a role that %(name)s has: “%(role)s” is not one of them.")
    field = "role"


class NoReason(Refusal):
    message = _(
        "Write in a few words why you need to see this. The person concerned can read your reason."
    )
    field = "reason"


class NoName(Refusal):
    message = _("Give the filter a name of at most %(most)s characters: it becomes a tab.")
    field = "name"


class TooManyFilters(Refusal):
    message = _("Forget a saved filter first: you keep %(most)s of this list already.")
    field = "name"


class LastAdministrator(Refusal):
    message = _(
        "Make somebody else administrator first: %(name)s is the only one, and nobody could "
        "grant a role any more."
    )


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new person, and the token of the link that lets them choose a password (7 days)."""

    user: User
    token: str

    @property
    def ref(self) -> str:
        return self.user.ref


@action
def register_user(
    *, email: str, name: str, language: str, password: str | None, by: Actor, at: datetime
) -> User:
    """
    Let a person sign in with a password that is known already (none: not yet).

    :raises AddressTaken: if the address is somebody's
    """
    return _register(email, name, language, password)


@action
def invite(*, email: str, name: str, language: str, by: Actor, at: datetime) -> Invitation:
    """
    Register a person who will choose a password through the link to be sent.

    :raises AddressTaken: if the address is somebody's
    """
    user = _register(email, name, language, None)
    return Invitation(user, _issue(INVITATION, user.ref, at + INVITATION_LASTS, at))


@action
def invite_again(*, user: User, by: Actor, at: datetime) -> Invitation:
    """Give a person who has no password yet a fresh link; earlier ones no longer open."""
    _withdraw(INVITATION, [user.ref], at)
    return Invitation(user, _issue(INVITATION, user.ref, at + INVITATION_LASTS, at))


@action
def accept_invitation(*, user: User, password: str, by: Actor, at: datetime) -> User:
    """Set the password a person chose (the form has checked it) and shut the link."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _withdraw(INVITATION, [user.ref], at)
    return user


@action
def grant_role(
    *, user: User, role: Role, by: Actor, at: datetime, until_at: datetime | None = None
) -> RoleGrant:
    """
    Give a person a role, at once, for good or until an instant.

    :raises RoleHeld: if the person has it
    """
    if role in queries.roles_at(user=user, at=at):
        raise RoleHeld(name=user.name, role=Role(role).label)
    return RoleGrant.objects.create(user=user, role=role, from_at=at, until_at=until_at, by=by.id)


@action
def revoke_role(*, user: User, role: Role, by: Actor, at: datetime) -> User:
    """
    Take a role away: the next request of the person is made without it.

    :raises RoleNotHeld: if the person does not have it
    :raises LastAdministrator: if nobody would be left to grant roles
    """
    if role == Role.ADMINISTRATOR:
        _keep_an_administrator(user, at)
    held = RoleGrant.objects.filter(user=user, role=role, from_at__lte=at)
    ended = held.filter(until_at=None).update(until_at=at)
    ended += held.filter(until_at__gt=at).update(until_at=at)
    if not ended:
        raise RoleNotHeld(name=user.name, role=Role(role).label)
    return user


@action
def close_account(*, user: User, by: Actor, at: datetime) -> User:
    """
    Sign a person out everywhere and for good. What they did stays in the log.

    :raises LastAdministrator: if nobody would be left to grant roles
    """
    _keep_an_administrator(user, at)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    RoleGrant.objects.filter(user=user, until_at=None, from_at__lte=at).update(until_at=at)
    return user


@action
def set_language(*, user: User, language: str, by: Actor, at: datetime) -> User:
    """Remember the language a person reads."""
    user.language = language
    user.save(update_fields=["language"])
    return user


@action
def issue_link(*, purpose: str, about: str, expires_at: datetime, by: Actor, at: datetime) -> str:
    """
    Return a fresh token (192 bits of chance) that opens one purpose about one thing.

    This is the only moment it is known: put it in a letter at once.
    """
    token = _issue(purpose, about, expires_at, at)
    record(verb="access.issue_link", subjects=[about], by=by, at=at, data={"purpose": purpose})
    return token


@action
def renew_link(*, link: Link, expires_at: datetime, by: Actor, at: datetime) -> str:
    """Return a fresh token in the place of an expired one; the old one stays shut."""
    _withdraw(link.purpose, [link.about], at)
    token = _issue(link.purpose, link.about, expires_at, at)
    record(
        verb="access.renew_link",
        subjects=[link.about],
        by=by,
        at=at,
        data={"purpose": link.purpose},
    )
    return token


@action
def withdraw_links(*, purpose: str, about: Sequence[str], by: Actor, at: datetime) -> int:
    """Shut every open link for this purpose about these things; return how many."""
    return _withdraw(purpose, about, at)


@action
def read_sensitive(
    *, about: Sequence[str], what: str, reason: str, by: Actor, at: datetime
) -> list[ReadLog]:
    """
    Note that staff looks at the pay data or national number ("pay", "national_number") of people.

    :raises NoReason: if the reason is missing or too short to mean something
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NoReason
    return ReadLog.objects.bulk_create(
        ReadLog(by=by.id, by_name=by.name, at=at, about=one, what=what, reason=reason)
        for one in about
    )


def _keep_an_administrator(user: User, at: datetime) -> None:
    administrators = set(queries.people(roles=[Role.ADMINISTRATOR], at=at))
    if administrators == {user}:
        raise LastAdministrator(name=user.name)


def _register(email: str, name: str, language: str, password: str | None) -> User:
    if queries.user_by_email(email=email):
        raise AddressTaken(email=email)
    return User.objects.create_user(email, password, name=name.strip(), language=language)


def _issue(purpose: str, about: str, expires_at: datetime, at: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Link.objects.create(
        digest=queries.digest(token),
        purpose=purpose,
        about=about,
        issued_at=at,
        expires_at=expires_at,
    )
    return token


def _withdraw(purpose: str, about: Sequence[str], at: datetime) -> int:
    links = Link.objects.filter(purpose=purpose, about__in=about, withdrawn_at=None)
    return links.update(withdrawn_at=at)


@action
def save_filter(
    *, user: User, page: str, name: str, query: str, by: Actor, at: datetime
) -> SavedFilter:
    """
    Keep a way of looking at a list by name; a name that is kept already gets the new query.

    :raises NoName: if the name is empty or too long for a tab
    :raises TooManyFilters: if the person keeps as many as there is place for
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_FILTER_NAME:
        raise NoName(most=LONGEST_FILTER_NAME)
    kept = SavedFilter.objects.filter(user=user, page=page)
    if not kept.filter(name=name).exists() and kept.count() >= MOST_FILTERS:
        raise TooManyFilters(most=MOST_FILTERS)
    saved, _new = SavedFilter.objects.update_or_create(
        user=user, page=page, name=name, defaults={"query": query}
    )
    return saved


@action
def forget_filter(*, user: User, page: str, name: str, by: Actor, at: datetime) -> User:
    """Keep a filter no longer; of one that is not kept nothing happens."""
    SavedFilter.objects.filter(user=user, page=page, name=name).delete()
    return user
