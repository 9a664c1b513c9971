"""Verbs of work that a budget pays: hire, and take it back before it begins."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.activities import actions as activities
from commonweal.employment import actions as employment
from commonweal.employment import queries as work_queries
from commonweal.employment.queries import Contract
from commonweal.flows import wages
from commonweal.flows.from_budget._estimate import (
    MissingTitle,
    NetIsPrivate,
    NoPay,
    WorkNotCovered,
    estimate,
    refusals,
)
from commonweal.flows.from_budget.values import Estimate, Measure, Wanted, Work
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.wages import NotForStaff, UnknownWorker, Worker
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.queries import events
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.letters import actions as letters

__all__ = [
    "Measure",
    "MissingTitle",
    "NetIsPrivate",
    "NoPay",
    "NotForStaff",
    "UnknownWorker",
    "Wanted",
    "Work",
    "WorkHasBegun",
    "WorkNotCovered",
    "Worker",
    "cancel",
    "hire",
]


class WorkHasBegun(Refusal):
    message = _("Ask payroll to cancel it: the work began on %(day)s, and social security knows.")
    field = "reason"


@action
def hire(*, work: Work, key: str, by: Actor, at: datetime) -> list[Contract]:
    """
    Let people work for a unit on its budget: everything is checked, then what the work costs is
    kept aside, and the work is declared. Returns the contracts in the order of the workers.

    `key` makes it happen once: a second click is answered with the contracts of the first.

    :raises WorkNotCovered: if the unit cannot spend as much
    :raises Refusal: all else that stands in the way, each with its remedy
    """
    if earlier := _hired_before(key):
        return earlier
    (unit,) = activities.hold(units=[work.unit_id])
    found = estimate(work, at)
    check_all(refusals(work, found, unit, at))
    title = " ".join(work.title.split())
    new = wages.assignment(work.unit_id, title, found.parts)
    (planned,) = employment.plan(assignments=[new], by=by, at=at)
    contracts = list(work_queries.contracts(assignments=[planned.pk]))
    activities.commit(commitments=_kept_aside(contracts, found), by=by, at=at)
    employment.clear_for_work(contracts=contracts, by=by, at=at)
    named = [contract for contract in contracts if work_queries.is_named(contract)]
    employment.declare(contracts=named, by=by, at=at)
    told = [each for each in contracts if each.member_id != work.entered_by]
    letters.post(letters=list(_letters(told, unit.name, found, by)), by=by, at=at)
    _remember(key, planned.ref, by, at)
    return list(work_queries.contracts(assignments=[planned.pk]))


def _hired_before(key: str) -> list[Contract]:
    """The contracts that an earlier click with this key made. Two clicks wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('hire ' || %s, 0))", [key])
    kept = events(of=[_name(key)]).values_list("subjects", flat=True).first()
    if not kept:
        return []
    numbers = [ref.partition(":")[2] for ref in kept if ref.startswith("assignment:")]
    return list(work_queries.contracts(assignments=[int(number) for number in numbers]))


def _remember(key: str, assignment: str, by: Actor, at: datetime) -> None:
    record(verb="from_budget.enter", subjects=[_name(key), assignment], by=by, at=at)


def _name(key: str) -> str:
    return f"hire:{key}"


def _kept_aside(contracts: Sequence[Contract], found: Estimate) -> list[activities.NewCommitment]:
    return [
        activities.NewCommitment(
            contract.unit_id, activities.CommitmentKind.RESERVED, contract.ref, part.cost_cents
        )
        for contract, part in zip(contracts, found.parts, strict=True)
    ]


def _letters(
    contracts: Sequence[Contract], unit: str, found: Estimate, by: Actor
) -> Iterator[letters.NewLetter]:
    periods = {part.worker.member_id: part.worker.periods for part in found.parts}
    for contract in contracts:
        member = contract.member
        yield letters.NewLetter(
            to=member.email,
            name=member.full_name,
            language=member.language,
            kind="contract_planned",
            context={
                "hirer": by.name,
                "unit": unit,
                "title": contract.assignment.title,
                "days": [
                    [f"{each.begins:%Y-%m-%d}", f"{each.begins:%H:%M}", f"{each.ends:%H:%M}"]
                    for each in sorted(periods[contract.member_id], key=lambda each: each.begins)
                ],
                "gross_cents": contract.gross_cents,
                "link": f"{settings.SITE_ADDRESS}/my/contracts/{contract.pk}/",
            },
            about=contract.ref,
        )


@action
def cancel(*, contract: Contract, reason: str, by: Actor, at: datetime) -> None:
    """
    Take work back before it begins: what was kept aside for it can be spent again.

    :raises WorkHasBegun: if it has begun
    :raises Refusal: as `three_in_one.cancel_contract`
    """
    if contract.starts_at <= at and contract.state not in ("worked", "cancelled"):
        day = date_format(contract.starts_at.astimezone(ZONE), "SHORT_DATE_FORMAT")
        raise WorkHasBegun(day=day)
    three_in_one.cancel_contract(contract=contract, reason=reason, by=by, at=at)
