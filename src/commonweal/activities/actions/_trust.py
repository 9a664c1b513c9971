"""Validation rights that grow with trust: who decides alone, and what an adviser looks at."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.models import Trust, Validation
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import show
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members.actions import Member

AGAIN = "#"  # what follows it in an origin tells a second asking about the same thing apart


class LimitBelowZero(Refusal):
    message = _("Give an amount of zero or more: with zero an adviser looks at everything first.")
    field = "limit"


class WhyTrusted(Refusal):
    message = _("Say in a few words why: the member and the next adviser read it.")
    field = "reason"


class OneselfTrusted(Refusal):
    message = _("Ask a colleague: nobody decides about the own work.")


class SayWhatIsWrong(Refusal):
    message = _("Say what is wrong, so that %(name)s can mend it.")
    field = "finding"


class NothingToDecide(Refusal):
    message = _("Nothing more to do: %(name)s decided about this already.")


class TakenBack(Refusal):
    message = _("Nothing more to do: it was taken back meanwhile.")


@dataclass(frozen=True, slots=True)
class NewValidation:
    """What a member decided (`origin`: "order:7"), in words, and what it is worth in cents."""

    unit_id: int
    member_id: int
    origin: str
    text: str
    cents: int


@action
def set_trust(*, member: Member, limit_cents: int, reason: str, by: Actor, at: datetime) -> Trust:
    """
    Let a member decide alone up to an amount, from now on.

    :raises LimitBelowZero, WhyTrusted: with the remedy
    :raises OneselfTrusted: if a member of the staff trusts the own person
    """
    check_all([*_wrong_limit(limit_cents, reason), *_oneself(member, by)])
    return Trust.objects.create(
        member=member,
        limit_cents=limit_cents,
        reason=reason.strip(),
        by=by.id,
        by_name=by.name,
        at=at,
    )


@action
def ask(*, validations: Sequence[NewValidation], by: Actor, at: datetime) -> list[Validation]:
    """
    Ask whether members decide this alone, in the same order: what is above their trust waits
    for an adviser, the rest is free, and a sample of it is looked at afterwards.
    """
    today = at.astimezone(ZONE).date()
    limits = queries.limit_of(members={new.member_id for new in validations}, on=today)
    return Validation.objects.bulk_create(
        [_asked(new, new.cents <= limits[new.member_id], at) for new in validations]
    )


def _asked(new: NewValidation, is_free: bool, at: datetime) -> Validation:
    today = at.astimezone(ZONE).date()
    return Validation(
        unit_id=new.unit_id,
        member_id=new.member_id,
        origin=new.origin,
        text=new.text,
        cents=new.cents,
        state=Validation.State.FREE if is_free else Validation.State.WAITING,
        sampled=is_free and queries.is_sampled(origin=new.origin, on=today),
        asked_at=at,
    )


@action
def decide(
    *, validation: Validation, approved: bool, finding: str = "", by: Actor, at: datetime
) -> Validation:
    """
    Approve or refuse what waits for an adviser; what follows from it is the caller's.

    :raises SayWhatIsWrong: if it is refused without a reason
    :raises NothingToDecide, TakenBack: if it waits no more
    :raises OneselfTrusted: if an adviser decides about the own work or the own budget
    """
    held = _held(validation)
    if held.state != Validation.State.WAITING:
        raise NothingToDecide(name=held.decided_by_name)
    refused = [SayWhatIsWrong(name=held.member.full_name)]
    check_all([*(refused if not approved and not finding.strip() else []),
               *_own_work(held, by)])  # fmt: skip
    held.state = Validation.State.APPROVED if approved else Validation.State.REFUSED
    return _settle(held, finding, by, at)


@action
def control(*, validation: Validation, finding: str = "", by: Actor, at: datetime) -> Validation:
    """
    Note that a free decision was looked at afterwards, and what was found: nothing is in order.

    :raises NothingToDecide: if it was looked at before, or is not in the sample
    :raises OneselfTrusted: if an adviser looks at the own work or the own budget
    """
    held = _held(validation)
    if not held.sampled or held.decided_at:
        raise NothingToDecide(name=held.decided_by_name)
    check_all(_own_work(held, by))
    return _settle(held, finding, by, at)


@action
def call_off(*, origins: Collection[str], by: Actor, at: datetime) -> list[Validation]:
    """
    Take what is withdrawn off the list of what waits for an adviser, asked again or not.

    Call it before the thing itself is locked: who decides locks the question first too.
    """
    named = Q(origin__in=origins)
    for origin in origins:
        named |= Q(origin__startswith=f"{origin}{AGAIN}")
    waiting = Validation.objects.select_for_update().filter(named, state=Validation.State.WAITING)
    found = list(waiting.order_by("id"))
    Validation.objects.filter(id__in=[each.pk for each in found]).delete()
    return found


def _held(validation: Validation) -> Validation:
    rows = Validation.objects.select_for_update(of=("self",)).select_related("member", "unit")
    if (held := rows.filter(pk=validation.pk).first()) is None:
        raise TakenBack
    return held


def _settle(held: Validation, finding: str, by: Actor, at: datetime) -> Validation:
    held.finding, held.decided_by_name, held.decided_at = finding.strip(), by.name, at
    held.save(update_fields=["state", "finding", "decided_by_name", "decided_at"])
    return held


def _wrong_limit(limit_cents: int, reason: str) -> Iterator[Refusal]:
    if limit_cents < 0:
        yield LimitBelowZero(limit=show(limit_cents))
    if not reason.strip():
        yield WhyTrusted()


def _oneself(member: Member, by: Actor) -> Iterator[Refusal]:
    if member.user_id and by.id == f"user:{member.user_id}":
        yield OneselfTrusted()


def _own_work(held: Validation, by: Actor) -> Iterator[Refusal]:
    """Who asked, and who acts for the budget in whatever role, is no stranger to it."""
    acting = queries.mandates(unit=held.unit_id).values_list("member__user", flat=True)
    if by.id in {f"user:{user}" for user in (held.member.user_id, *acting)}:
        yield OneselfTrusted()
