"""What social security is told of work, and what it would object to."""

from collections.abc import Collection, Iterator, Sequence

from commonweal.employment import dimona, gateways
from commonweal.employment.models import Contract, Declaration
from commonweal.employment.values import NewContract
from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal

MINUTES_IN_AN_HOUR = 60


def is_named(contract: Contract) -> bool:
    """Whether social security can know who works: by number, or by the whole identity."""
    return bool(contract.member.national_number) or _is_identified(contract)


def wrong_announcement(contract: Contract) -> Iterator[Refusal]:
    """Return what social security would object to if this work were announced now."""
    member, work = contract.member, announced(contract)
    yield from dimona.wrong_work(work, contract=contract.pk)
    yield from dimona.wrong_person(
        work.worker_type,
        national_number=member.national_number,
        is_identified=_is_identified(contract),
        name=member.full_name,
        member_id=member.pk,
    )


def announced(contract: Contract) -> dimona.Work:
    """Return the work of a contract as a message tells it."""
    return _work(
        contract.worker_status, contract.minutes, first=contract.starts_on, last=contract.ends_on
    )


def to_announce(new: NewContract) -> dimona.Work:
    """Return work that is still to be planned as a message would tell it."""
    first = min(period.begins for period in new.periods).date()
    last = max(period.last_day for period in new.periods)
    return _work(new.worker_status, new.minutes, first=first, last=last)


def messages(*, declarations: Sequence[Declaration]) -> dict[int, gateways.Message]:
    """Return the body of each of these declarations, by its id, from what is known now."""
    employer = kernel.entity().enterprise_number
    later = [each.contract_id for each in declarations if each.kind != Declaration.Kind.IN]
    periods = period_numbers(later) if later else {}
    return {
        each.pk: _message(each, employer, periods.get(each.contract_id, ""))
        for each in declarations
    }


def period_numbers(contracts: Collection[int]) -> dict[int, str]:
    """Return the number social security gave to the work of each contract it accepted."""
    rows = Declaration.objects.filter(contract__in=contracts, kind=Declaration.Kind.IN)
    return dict(rows.exclude(period_number="").values_list("contract", "period_number"))


def _is_identified(contract: Contract) -> bool:
    member = contract.member
    whole = (member.birth_date, member.nationality, member.street, member.postcode, member.city)
    return all(whole)


def _work(status: str, minutes: int, **days: object) -> dimona.Work:
    """Only those types of worker have planned hours that must tell them: whole ones, upwards."""
    worker_type = dimona.TYPE_OF_STATUS.get(status, dimona.OTHER)
    hours = -(-minutes // MINUTES_IN_AN_HOUR)
    return dimona.Work(
        worker_type=worker_type,
        planned_hours=hours if worker_type in dimona.WITH_PLANNED_HOURS else None,
        **days,  # type: ignore[arg-type]
    )


def _message(declaration: Declaration, employer: str, period: str) -> gateways.Message:
    work = announced(declaration.contract)
    match declaration.kind:
        case Declaration.Kind.IN:
            person = _person(declaration.contract)
            return gateways.dimona_in(enterprise_number=employer, person=person, work=work)
        case Declaration.Kind.CANCEL:
            return gateways.dimona_cancel(period_number=period)
        case Declaration.Kind.OUT:
            return gateways.dimona_out(period_number=period, last=declaration.contract.ends_on)
    return gateways.dimona_update(period_number=period, work=work)


def _person(contract: Contract) -> gateways.Person:
    member = contract.member
    return gateways.Person(
        national_number=member.national_number,
        first_name=member.first_name,
        last_name=member.last_name,
        birth_date=member.birth_date,
        nationality=member.nationality,
        street=member.street,
        postcode=member.postcode,
        city=member.city,
        country=member.country,
    )
