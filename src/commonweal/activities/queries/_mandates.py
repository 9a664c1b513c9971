"""Who was asked to act for a unit, who did before, and how a collective budget is split."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.activities.models import Mandate, MandateInvitation, MandateRole, Unit, UnitKind
from commonweal.activities.queries._units import mandates, standing_mandates
from commonweal.kernel.money import split
from commonweal.kernel.scope import past_the_lock
from commonweal.members.queries import Member

MEANINGS = {
    MandateRole.MANAGER: _(
        "Sees the budget, takes orders, spends, and decides who else acts here and how the budget "
        "is split."
    ),
    MandateRole.CO_MANAGER: _(
        "Sees the budget, takes orders and spends. Does not decide who else acts here."
    ),
    MandateRole.CONTRIBUTOR: _(
        "Sees the budget, takes orders and works on them. Pays nobody from it."
    ),
    MandateRole.READER: _("Sees the budget. Changes nothing."),
}


@dataclass(frozen=True, slots=True)
class Portion:
    """
    What one member gets of an amount by the split key, in cents. `account` is the member's own
    3in1 account, None if the member has none that is open.
    """

    member: Member
    weight: int
    cents: int
    account: Unit | None


def meaning(*, role: str) -> "Promise | str":
    """Return in words what a role lets a member do."""
    return MEANINGS[MandateRole(role)]


def find_mandate(*, unit: int, id: int) -> Mandate | None:
    """Return a standing mandate of a unit by its id, if there is one within the scope."""
    return mandates(unit=unit).filter(id=id).first()


def ended_mandates(*, unit: int) -> "QuerySet[Mandate]":
    """Return who acted for a unit before, the latest first."""
    found = Mandate.objects.filter(unit=unit).exclude(ended_on=None)
    return found.select_related("member", "unit").order_by("-ended_on", "-id")


def invitations(*, unit: int) -> "QuerySet[MandateInvitation]":
    """Return every invitation of a unit, the newest first; `state` says what became of it."""
    return MandateInvitation.objects.filter(unit=unit).select_related("unit").order_by("-id")


def find_invitation(*, unit: int, id: int) -> MandateInvitation | None:
    """Return an invitation of a unit by its id, if there is one within the scope."""
    return invitations(unit=unit).filter(id=id).first()


def invitation_about(*, ref: str) -> MandateInvitation:
    """
    Return the invitation that a signed link is about, with its unit, whatever the scope.

    :raises MandateInvitation.DoesNotExist: if there is none
    """
    id = ref.removeprefix("mandate_invitation:")
    with past_the_lock():
        return MandateInvitation.objects.select_related("unit").get(id=int(id))


def was_sent_to(*, invitation: MandateInvitation, member: Member) -> bool:
    """Whether this member signs in with the address an invitation was sent to."""
    return member.user is not None and member.user.email.lower() == invitation.email.lower()


def split_key(*, unit: int) -> list[Mandate]:
    """Return the mandates that have a part in the budget of a unit, in their order."""
    return list(mandates(unit=unit).filter(weight__gt=0))


def portions(*, unit: int, cents: int) -> list[Portion]:
    """Divide an amount over the members of a unit by its key; the parts sum to it exactly."""
    key = split_key(unit=unit)
    if not key:
        return []
    accounts = own_accounts(members=[mandate.member_id for mandate in key])
    parts = split(cents, [mandate.weight for mandate in key])
    return [
        Portion(mandate.member, mandate.weight, part, accounts.get(mandate.member_id))
        for mandate, part in zip(key, parts, strict=True)
    ]


def own_accounts(*, members: Sequence[int]) -> dict[int, Unit]:
    """Return the open 3in1 account each member manages, by member, whatever the scope."""
    with past_the_lock():
        return _accounts(members)


def _accounts(members: Collection[int]) -> dict[int, Unit]:
    """Of several the first, as `managed` answers."""
    own = standing_mandates().filter(
        member__in=members,
        role=MandateRole.MANAGER,
        unit__kind=UnitKind.THREE_IN_ONE,
        unit__closed_on=None,
    )
    rows = own.select_related("unit").order_by(F("unit").desc())
    return {mandate.member_id: mandate.unit for mandate in rows}
