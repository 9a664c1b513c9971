"""What the verbs of pay need of contracts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F

from commonweal.employment import queries as work
from commonweal.kernel.period import month_of
from commonweal.kernel.scope import past_the_lock
from commonweal.members import queries as members
from commonweal.payroll.queries._reads import standing
from commonweal.payroll.values import PayInput
from commonweal.rules.errors import NoFigure
from commonweal.rules.parameters import figure

if TYPE_CHECKING:
    from commonweal.employment.models import Contract

MINUTES = 60


def inputs(*, contracts: "Iterable[Contract]", guaranteed: Collection[int]) -> list[PayInput]:
    """
    Return what `run` needs to pay these contracts (with their member and job).

    `guaranteed` names the contracts whose wage the cooperative guarantees. The amount that a
    member wants withheld on top each month goes with the first pay of the month; a student's
    quota is what the contracts before have left of it.
    """
    found = list(contracts)
    extras, quotas, late = _extras(found), _quotas(found), _declared_late(found)
    return [
        PayInput(
            contract_id=contract.pk,
            member_id=contract.member_id,
            unit_id=contract.unit_id,
            name=contract.member.full_name,
            title=contract.assignment.title,
            worker_status=contract.worker_status,
            withholding_bp=contract.member.extra_withholding_bp or 0,
            gross_cents=contract.gross_cents,
            minutes=contract.minutes,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            guaranteed=contract.pk in guaranteed,
            extra_withholding_cents=extras.get(contract.pk, 0),
            student_minutes_left=quotas.get(contract.pk),
            declared_in_time=contract.pk not in late,
            **members.household(member=contract.member),
        )
        for contract in found
    ]


def _extras(contracts: "Sequence[Contract]") -> Mapping[int, int]:
    """Return what is withheld on top, by contract: of each member once a month, the first time."""
    wishing = [each for each in contracts if each.member.extra_withholding_cents]
    if not wishing:
        return {}
    with past_the_lock():
        slips = standing().filter(member__in={each.member_id for each in wishing})
        slips = slips.filter(terms__extra_withholding_cents__gt=0)
        taken = set(slips.values_list("contract", "member", "ends_on"))
    months = {(member, month_of(day)): contract for contract, member, day in taken}
    for each in sorted(wishing, key=lambda each: (each.ends_on, each.pk)):
        months.setdefault((each.member_id, month_of(each.ends_on)), each.pk)
    first = set(months.values())
    return {
        each.pk: each.member.extra_withholding_cents or 0 for each in wishing if each.pk in first
    }


def _quotas(contracts: "Sequence[Contract]") -> Mapping[int, int]:
    """Return the minutes that are left of the yearly quota, by contract of a student."""
    students = [each for each in contracts if each.worker_status == "student"]
    if not students:
        return {}
    before = work.student_hours_before(contracts=[each.pk for each in students])
    quotas = ((each.pk, _quota(each.ends_on)) for each in students)
    return {pk: max(quota - before.get(pk, 0), 0) for pk, quota in quotas if quota is not None}


def _quota(on: date) -> int | None:
    """The minutes of a year; None where the rules will refuse the day by name."""
    try:
        return int(figure("nsso.student.quota", on).value) * MINUTES
    except NoFigure:
        return None


def _declared_late(contracts: "Sequence[Contract]") -> Collection[int]:
    """Return the contracts of students that were announced once the work had begun."""
    students = [each.pk for each in contracts if each.worker_status == "student"]
    if not students:
        return ()
    accepted = work.declarations(states=["accepted", "warned"]).filter(contract__in=students)
    late = accepted.filter(kind="in", sent_at__gte=F("due_at"))
    return set(late.values_list("contract", flat=True))
