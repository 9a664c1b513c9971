"""How far members decide alone, and what an adviser has to look at."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from commonweal.activities.models import Trust, Validation
from commonweal.rules.parameters import figure

WHOLE = 2**32


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    A step of trust that what was looked at speaks for, in cents: up after enough decisions in
    order, down after a finding. `clean` counts those in order since the limit was set.
    """

    member_id: int
    limit_cents: int
    proposed_cents: int
    clean: int
    findings: tuple[str, ...]

    @property
    def is_up(self) -> bool:
        return self.proposed_cents > self.limit_cents


def limit_of(*, members: Collection[int], on: date) -> dict[int, int]:
    """Return up to which amount each member decides alone, in cents."""
    usual = figure("trust.default_limit", on).value
    newest = {trust.member_id: trust.limit_cents for trust in _newest(members)}
    return {member: newest.get(member, usual) for member in members}


def decides_alone(*, member: int, cents: int, on: date) -> bool:
    """Whether a member may decide about this amount without an adviser."""
    return cents <= limit_of(members=[member], on=on)[member]


def trust_history(*, member: int) -> "QuerySet[Trust]":
    """Return how the trust in a member grew, the newest first."""
    return Trust.objects.filter(member=member).order_by("-id")


def is_sampled(*, origin: str, on: date) -> bool:
    """Whether a free decision is looked at afterwards: by its name alone, so that all know."""
    share: Fraction = figure("trust.sample_share", on).value
    number = int.from_bytes(hashlib.sha256(origin.encode()).digest()[:4])
    return number < share * WHOLE


def find_validation(*, origin: str) -> Validation | None:
    """Return what an adviser thinks of a decision ("order:7"), None if nobody was asked."""
    return Validation.objects.filter(origin=origin).select_related("member", "unit").first()


def get_validation(*, id: int) -> Validation:
    """
    Return one validation with its member and unit.

    :raises Validation.DoesNotExist: if there is none within the scope of the connection
    """
    return Validation.objects.select_related("member", "unit").get(id=id)


def waiting(*, units: Collection[int] | None = None) -> "QuerySet[Validation]":
    """Return what waits for an adviser before it goes on, the oldest first."""
    return _of(units, Q(state=Validation.State.WAITING))


def sampled(*, units: Collection[int] | None = None) -> "QuerySet[Validation]":
    """Return what members decided and an adviser should look at, the oldest first."""
    return _of(units, Q(sampled=True, decided_at=None))


def settled_validations(*, units: Collection[int] | None = None) -> "QuerySet[Validation]":
    """Return what advisers decided or looked at, the newest first."""
    return _of(units, Q(decided_at__isnull=False)).order_by("-decided_at", "-id")


def _of(units: Collection[int] | None, which: Q) -> "QuerySet[Validation]":
    found = Validation.objects.filter(which).select_related("member", "unit__adviser")
    found = found if units is None else found.filter(unit__in=units)
    return found.order_by("asked_at", "id")


def proposals(*, members: Collection[int], on: date) -> dict[int, Proposal]:
    """
    Return the step of trust to propose for each member for whom there is one.

    What was looked at since the limit was last set counts: one finding proposes one step back,
    `trust.clean_needed` without a finding the next step.
    """
    limits = limit_of(members=members, on=on)
    since = {trust.member_id: trust.at for trust in _newest(members)}
    clean: dict[int, int] = dict.fromkeys(members, 0)
    findings: dict[int, list[str]] = {member: [] for member in members}
    rows = Validation.objects.filter(member__in=members, decided_at__isnull=False)
    for row in rows.order_by("decided_at", "id"):
        if row.member_id in since and row.asked_at < since[row.member_id]:
            continue
        if row.finding:
            findings[row.member_id].append(row.finding)
        else:
            clean[row.member_id] += 1
    found = (_proposal(one, limits[one], clean[one], findings[one], on) for one in members)
    return {each.member_id: each for each in found if each}


def _proposal(
    member: int, limit: int, clean: int, findings: list[str], on: date
) -> Proposal | None:
    steps = figure("trust.steps", on).value
    if findings:
        step = max((step for step in steps if step < limit), default=None)
    elif clean >= figure("trust.clean_needed", on).value:
        step = min((step for step in steps if step > limit), default=None)
    else:
        step = None
    return None if step is None else Proposal(member, limit, step, clean, tuple(findings))


def _newest(members: Collection[int]) -> "QuerySet[Trust]":
    rows = Trust.objects.filter(member__in=members)
    return rows.order_by("member", "-id").distinct("member")
