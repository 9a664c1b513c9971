"""Asking somebody to act for a unit, and the answer."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from commonweal.access import actions as access
from commonweal.access import queries as people
from commonweal.activities import queries
from commonweal.activities.actions._budget import UnitClosed
from commonweal.activities.actions._mandates import hold, personal
from commonweal.activities.actions._units import see
from commonweal.activities.models import Mandate, MandateInvitation, MandateRole, Unit
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.letters import actions as letters
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.rules.parameters import figure

MANDATE = "mandate"
State = MandateInvitation.State


class UnusableEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


class AlreadyActs(Refusal):
    message = _("Change the role in the list of people: %(name)s already acts for “%(unit)s”.")
    field = "email"


class AlreadyInvited(Refusal):
    message = _("Send the open invitation again, or withdraw it first: %(email)s has one already.")
    field = "email"


class InvitationExpired(Refusal):
    message = _("Ask for a fresh link: this invitation could be answered until %(day)s.")


class InvitationWithdrawn(Refusal):
    message = _("Ask %(name)s what happened: this invitation was withdrawn on %(day)s.")


class InvitationAnswered(Refusal):
    message = _("Nothing more to do: this invitation was answered on %(day)s.")


class OtherAddress(Refusal):
    message = _(
        "Sign in with the address this invitation was sent to, %(address)s, or ask %(name)s to "
        "invite the address you use."
    )


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """A mandate to offer by mail. `weight` is the part in the split key, 0 for none."""

    unit: Unit
    email: str
    role: str
    weight: int = 0


@action
def invite(
    *, invitations: Sequence[NewInvitation], by: Actor, at: datetime
) -> list[MandateInvitation]:
    """
    Offer mandates, and write to each address with a link that is answered within the days of
    the figure `mandate.invitation_days`.

    :raises UnusableEmail: if an address cannot receive mail
    :raises AlreadyActs: if the address is of somebody who acts for the unit
    :raises AlreadyInvited: if an invitation to the address is open
    :raises PersonalAccount: if a 3in1 account would get a second manager
    :raises UnitClosed: if a unit was closed
    """
    units = {id: hold(id) for id in sorted({new.unit.pk for new in invitations})}
    check_all(_objections(invitations, units, at))
    until = at + timedelta(days=_days(at))
    made = MandateInvitation.objects.bulk_create(
        MandateInvitation(
            unit=units[new.unit.pk],
            email=_plain(new.email),
            role=new.role,
            weight=new.weight,
            invited_by=by.id,
            invited_by_name=by.name,
            sent_at=at,
            expires_at=until,
        )
        for new in invitations
    )
    _write(made, by, at)
    return made


@action
def invite_again(*, invitation: MandateInvitation, by: Actor, at: datetime) -> MandateInvitation:
    """
    Send a fresh link to the same address; the ones sent before no longer open.

    :raises InvitationAnswered, InvitationWithdrawn: if the invitation is not open
    :raises UnitClosed: if the unit was closed
    """
    unit, invitation = _held(invitation)
    check_all([*_settled(invitation), *_closed(unit, at)])
    invitation.sent_at, invitation.expires_at = at, at + timedelta(days=_days(at))
    invitation.save(update_fields=["sent_at", "expires_at"])
    access.withdraw_links(purpose=MANDATE, about=[invitation.ref], by=by, at=at)
    _write([invitation], by, at)
    return invitation


@action
def withdraw_invitation(
    *, invitation: MandateInvitation, by: Actor, at: datetime
) -> MandateInvitation:
    """
    Take an open invitation back; its link no longer opens.

    :raises InvitationAnswered, InvitationWithdrawn: if it is not open any more
    """
    _unit, invitation = _held(invitation)
    check_all(_settled(invitation))
    return _answer(invitation, State.WITHDRAWN, None, by, at)


@action
def accept_invitation(
    *, invitation: MandateInvitation, member: Member, by: Actor, at: datetime
) -> Mandate:
    """
    Let the member who was invited act for the unit from today on.

    :raises InvitationExpired, InvitationAnswered, InvitationWithdrawn: if it is too late
    :raises OtherAddress: if the invitation was sent to another address than the member's
    :raises AlreadyActs: if the member acts for the unit already
    :raises UnitClosed: if the unit was closed
    """
    unit, invitation = _held(invitation)
    check_all([*_not_answerable(invitation, member, at), *_closed(unit, at)])
    if queries.standing_mandates().filter(unit=unit, member=member).exists():
        raise AlreadyActs(name=member.full_name, unit=unit.name)
    _answer(invitation, State.ACCEPTED, member, by, at)
    return Mandate.objects.create(
        unit=unit,
        member=member,
        role=invitation.role,
        weight=invitation.weight,
        since=at.astimezone(ZONE).date(),
    )


@action
def decline_invitation(
    *, invitation: MandateInvitation, member: Member, by: Actor, at: datetime
) -> MandateInvitation:
    """
    Let the member who was invited say no.

    :raises InvitationExpired, InvitationAnswered, InvitationWithdrawn: if it is too late
    :raises OtherAddress: if the invitation was sent to another address than the member's
    """
    _unit, invitation = _held(invitation)
    check_all(_not_answerable(invitation, member, at))
    return _answer(invitation, State.DECLINED, member, by, at)


def _held(invitation: MandateInvitation) -> tuple[Unit, MandateInvitation]:
    """Lock the unit, and read the invitation as it is then: it is answered once."""
    see([invitation.unit_id])
    unit = hold(invitation.unit_id)
    return unit, MandateInvitation.objects.select_related("unit").get(id=invitation.pk)


def _answer(
    invitation: MandateInvitation, state: str, member: Member | None, by: Actor, at: datetime
) -> MandateInvitation:
    invitation.state, invitation.member, invitation.answered_at = state, member, at
    invitation.save(update_fields=["state", "member", "answered_at"])
    access.withdraw_links(purpose=MANDATE, about=[invitation.ref], by=by, at=at)
    return invitation


def _objections(
    invitations: Sequence[NewInvitation], units: Mapping[int, Unit], at: datetime
) -> Iterator[Refusal]:
    acting, open_, seen = _acting(units), _open(units), Counter[tuple[int, str]]()
    for new in invitations:
        unit, email = units[new.unit.pk], _plain(new.email)
        yield from _closed(unit, at)
        yield from _unusable(email)
        yield from personal(unit) if new.role == MandateRole.MANAGER else []
        if name := acting.get((unit.pk, email)):
            yield AlreadyActs(name=name, unit=unit.name)
        elif (unit.pk, email) in open_ or seen[unit.pk, email]:
            yield AlreadyInvited(email=email)
        seen[unit.pk, email] += 1


def _acting(units: Collection[int]) -> dict[tuple[int, str], str]:
    """Who acts for the units, by each address they can be reached at."""
    rows = queries.standing_mandates().filter(unit__in=units).select_related("member__user")
    return {
        (row.unit_id, email.lower()): row.member.full_name
        for row in rows
        for email in (row.member.email, row.member.user.email if row.member.user else "")
    }


def _open(units: Collection[int]) -> set[tuple[int, str]]:
    rows = MandateInvitation.objects.filter(unit__in=units, state=State.OPEN)
    return set(rows.values_list("unit_id", "email"))


def _unusable(email: str) -> Iterator[Refusal]:
    try:
        validate_email(email)
    except ValidationError:
        yield UnusableEmail(email=email)


def _closed(unit: Unit, at: datetime) -> Iterator[Refusal]:
    if unit.closed_on and unit.closed_on <= at.astimezone(ZONE).date():
        yield UnitClosed(name=unit.name, day=date_format(unit.closed_on, "SHORT_DATE_FORMAT"))


def _settled(invitation: MandateInvitation) -> Iterator[Refusal]:
    if invitation.answered_at is None:
        return
    day = _day(invitation.answered_at)
    if invitation.state == State.WITHDRAWN:
        yield InvitationWithdrawn(name=invitation.invited_by_name, day=day)
    else:
        yield InvitationAnswered(day=day)


def _not_answerable(
    invitation: MandateInvitation, member: Member, at: datetime
) -> Iterator[Refusal]:
    """Whose it is comes first: what became of an invitation is not a stranger's to know."""
    if not queries.was_sent_to(invitation=invitation, member=member):
        address = queries.masked_email(invitation.email)
        yield OtherAddress(address=address, name=invitation.invited_by_name)
    elif invitation.state != State.OPEN:
        yield from _settled(invitation)
    elif at >= invitation.expires_at:
        yield InvitationExpired(day=_day(invitation.expires_at))


def _write(invitations: Sequence[MandateInvitation], by: Actor, at: datetime) -> None:
    letters.post(letters=[_letter(each, by, at) for each in invitations], by=by, at=at)


def _letter(invitation: MandateInvitation, by: Actor, at: datetime) -> letters.NewLetter:
    """In the language of the member with this address, or in that of whoever invites."""
    user = people.user_by_email(email=invitation.email)
    member = members.find_for_user(user_id=user.pk) if user else None
    language = member.language if member else (get_language() or settings.LANGUAGE_CODE)[:2]
    until = invitation.expires_at
    token = access.issue_link(purpose=MANDATE, about=invitation.ref, expires_at=until, by=by, at=at)
    with override(language):
        role = str(MandateRole(invitation.role).label)
        meaning = str(queries.meaning(role=invitation.role))
    return letters.NewLetter(
        to=invitation.email,
        name=member.full_name if member else invitation.email,
        language=language,
        kind="mandate_invitation",
        context={
            "inviter": invitation.invited_by_name,
            "unit": invitation.unit.name,
            "role": role,
            "meaning": meaning,
            "link": f"{settings.SITE_ADDRESS}/mandate/{token}/",
            "expires_on": f"{until.astimezone(ZONE).date()}",
        },
        about=invitation.ref,
    )


def _days(at: datetime) -> int:
    days: int = figure("mandate.invitation_days", at.astimezone(ZONE).date()).value
    return days


def _plain(email: str) -> str:
    return email.strip().lower()


def _day(moment: datetime) -> str:
    return date_format(moment.astimezone(ZONE), "SHORT_DATE_FORMAT")
