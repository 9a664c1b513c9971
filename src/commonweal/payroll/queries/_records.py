"""The quarter of workers as the DmfA wants it: records, lines of work, pay, contributions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from commonweal.members import queries as members
from commonweal.payroll.declarations.records import (
    Contribution,
    Deduction,
    NaturalPerson,
    Occupation,
    Remuneration,
    Service,
    Student,
    Unrelated,
    WorkerRecord,
)
from commonweal.payroll.queries._quarter import Owed, WorkerQuarter, worker_code
from commonweal.payroll.queries._spells import HUNDRED, PREMIUM, Spell
from commonweal.rules.arithmetic import rounded
from commonweal.rules.parameters import figure

COMMITTEE = "999"  # as announced in Dimona: no joint committee of its own
ARTISTS = {"artist": "artist_contract", "artist_1bis": "artist_1bis"}
EVERY_YEAR = "12"
HOUR = 60


def number(quarter: date) -> str:
    """Return a quarter as the declaration writes it: 20262."""
    return f"{quarter.year}{(quarter.month + 2) // 3}"


def persons(
    workers: Sequence[WorkerQuarter], first: date, local_unit: str
) -> Iterator[NaturalPerson]:
    """Return every worker with something to declare."""
    people = members.many(ids=[each.member_id for each in workers])
    for worker in workers:
        records = tuple(_records(worker, first, local_unit))
        if records:
            yield NaturalPerson(
                worker.name,
                people[worker.member_id].national_number,
                records,
                str(worker.member_id),
            )


def unrelated(workers: Sequence[WorkerQuarter], first: date) -> Iterator[Unrelated]:
    """Return what is declared of the employer as a whole: what double holiday pay bears."""
    found = [each for worker in workers for each in worker.wanted if each.kind == "unrelated"]
    if found:
        yield Unrelated(
            _class(first),
            found[0].code,
            sum(each.cents for each in found),
            sum(each.basis_cents or 0 for each in found),
        )


def _records(worker: WorkerQuarter, first: date, local_unit: str) -> Iterator[WorkerRecord]:
    owed = worker.wanted
    for code in sorted({each.worker_code for each in owed if each.kind == "contribution"}):
        mine = [each for each in owed if each.worker_code == code]
        yield WorkerRecord(
            _class(first),
            code,
            tuple(_occupations(worker, code, mine, first, local_unit)),
            tuple(
                Contribution(each.code, each.cents, each.basis_cents)
                for each in mine
                if each.kind == "contribution"
            ),
            tuple(_deductions(mine, _of_record(first))),
        )
    for each in owed:
        if each.kind == "student":
            yield _student(worker, each, first, local_unit)


def _occupations(
    worker: WorkerQuarter, code: str, owed: Sequence[Owed], first: date, local_unit: str
) -> Iterator[Occupation]:
    for place, spell in enumerate(worker.spells):
        if not spell.wages_cents or worker_code(spell.status, first) != code:
            continue
        here = [each for each in owed if each.spell == place]
        yield Occupation(
            starts_on=spell.starts_on,
            joint_committee=COMMITTEE,
            local_unit=local_unit,
            ends_on=spell.ends_on,
            full_hours_week=_hours(spell.week),
            hours_week=_hours(spell.mean_week),
            part_time=spell.mean_week < spell.week,
            status=_status(spell, first),
            services=tuple(_services(spell)),
            remunerations=tuple(_pay(spell)),
            deductions=tuple(_deductions(here, _of_occupation(first))),
        )


def _status(spell: Spell, first: date) -> str:
    if spell.status not in ARTISTS:
        return ""
    found: str = figure("dmfa.codes", first).value["status"][ARTISTS[spell.status]]
    return found


def _services(spell: Spell) -> Iterator[Service]:
    if spell.days and spell.minutes:
        yield Service("001", spell.days * HUNDRED, _hours(spell.minutes))


def _pay(spell: Spell) -> Iterator[Remuneration]:
    for code, cents in sorted(spell.pay.items()):
        if cents:
            yield Remuneration(code, cents, EVERY_YEAR if code == PREMIUM else "")


def _deductions(owed: Iterable[Owed], codes: Sequence[str]) -> Iterator[Deduction]:
    for each in owed:
        if each.kind == "deduction" and each.code in codes:
            yield Deduction(each.code, each.cents)


def _of_record(first: date) -> list[str]:
    return [figure("dmfa.contributions", first).value["deduction"]["work_bonus"]]


def _of_occupation(first: date) -> list[str]:
    codes = figure("dmfa.contributions", first).value["deduction"]
    return [codes["structural"], codes["artist"]]


def _student(worker: WorkerQuarter, owed: Owed, first: date, local_unit: str) -> WorkerRecord:
    minutes = sum(spell.inside_minutes for spell in worker.spells)
    return WorkerRecord(
        _class(first),
        owed.worker_code,
        student=Student(owed.basis_cents or 0, owed.cents, -(-minutes // HOUR), local_unit),
    )


def _class(first: date) -> str:
    found: str = figure("dmfa.codes", first).value["employer_category"]["PC200"]
    return found


def _hours(minutes: int) -> int:
    """Return minutes as hundredths of an hour."""
    found: int = rounded(minutes * HUNDRED, HOUR)
    return found
