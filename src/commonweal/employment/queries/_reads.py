"""What is known of work: who, when, how long, and whether social security knows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum

from commonweal.employment import anomalies
from commonweal.employment.models import Assignment, Contract, Declaration, WorkPeriod
from commonweal.employment.queries._messages import is_named
from commonweal.kernel.scope import past_the_lock

State = Contract.State


@dataclass(frozen=True, slots=True)
class Hours:
    """How much was planned: minutes of work, and the days on which there is any."""

    minutes: int
    days: int


@dataclass(frozen=True, slots=True)
class Objection:
    """An anomaly in words, with what to do about it."""

    code: str
    words: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one contract stands with social security, for a timeline."""

    contract: Contract
    declarations: tuple[Declaration, ...]

    @property
    def announcement(self) -> Declaration | None:
        """The last message that announced the work."""
        return next((d for d in reversed(self.declarations) if d.kind == Declaration.Kind.IN), None)

    def is_alarming(self, at: datetime) -> bool:
        """Whether work has begun, or would have, that social security has not accepted."""
        return self.contract.state in ("cleared", "refused") and self.contract.starts_at <= at


def assignments(*, units: Collection[int] | None = None) -> QuerySet[Assignment]:
    """Return the jobs of these units (or all), the newest first."""
    found = Assignment.objects.order_by("-id")
    return found if units is None else found.filter(unit__in=units)


def contracts(*, assignments: Collection[int]) -> QuerySet[Contract]:
    """Return the contracts of these jobs, with their member, in order."""
    return (
        Contract.objects.filter(assignment__in=assignments)
        .select_related("member", "assignment")
        .order_by("assignment", "id")
    )


def get_contract(*, contract: int) -> Contract:
    """
    Return one contract, with its member, job, hours and declarations.

    :raises Contract.DoesNotExist: if there is none, or it is not of the units in scope
    """
    whole = _whole(Contract.objects.select_related("member", "assignment", "unit"))
    return whole.get(pk=contract)


def _whole(found: QuerySet[Contract]) -> QuerySet[Contract]:
    return found.prefetch_related(
        Prefetch("periods", WorkPeriod.objects.order_by("starts_at")),
        Prefetch("declarations", Declaration.objects.order_by("id")),
    )


def contracts_of_units(*, units: Collection[int]) -> QuerySet[Contract]:
    """Return the contracts of these units, with their member and job, the newest first."""
    found = Contract.objects.filter(unit__in=units).select_related("member", "assignment")
    return found.order_by("-id")


def assignments_of(*, contracts: Collection[int]) -> dict[int, int]:
    """Return the job of each of these contracts, by contract."""
    return dict(Contract.objects.filter(pk__in=contracts).values_list("pk", "assignment"))


def contracts_of(*, member: int) -> list[Contract]:
    """Return a member's own contracts, whatever unit they are of, the latest work first."""
    with past_the_lock():
        return list(_own(member).order_by("-starts_at", "-id"))


def get_own(*, member: int, contract: int) -> Contract:
    """
    Return one of a member's own contracts, whatever unit it is of, with all that belongs to it.

    :raises Contract.DoesNotExist: if it is somebody else's
    """
    with past_the_lock():
        return _whole(_own(member)).get(pk=contract)


def _own(member: int) -> QuerySet[Contract]:
    return Contract.objects.filter(member=member).select_related("assignment", "unit")


def all_declared(*, assignments: Collection[int]) -> frozenset[int]:
    """Return which of these jobs are wholly declared: every contract that still stands is."""
    ready = Count("contracts", Q(contracts__state__in=[State.DECLARED, State.WORKED]))
    standing = Count("contracts", ~Q(contracts__state=State.CANCELLED))
    rows = Assignment.objects.filter(pk__in=assignments).annotate(ready=ready, standing=standing)
    return frozenset(row.pk for row in rows if row.standing and row.ready == row.standing)


def last_days(*, assignments: Collection[int]) -> dict[int, date]:
    """Return the last work day of each of these jobs; a job that is cancelled whole has none."""
    rows = (
        Contract.objects.filter(assignment__in=assignments)
        .exclude(state=State.CANCELLED)
        .values_list("assignment")
        .annotate(Max("ends_on"))
    )
    return dict(rows)


def contracts_worked(*, before: date) -> QuerySet[Contract]:
    """Return the declared contracts whose last day is before this one, still to be closed."""
    return (
        Contract.objects.filter(state=State.DECLARED, ends_on__lt=before)
        .select_related("member", "assignment")
        .order_by("ends_on", "id")
    )


def hours(*, contracts: Collection[int]) -> dict[int, Hours]:
    """Return the minutes and the work days of these contracts."""
    rows = (
        WorkPeriod.objects.filter(contract__in=contracts)
        .values_list("contract")
        .annotate(Sum("minutes"), Count("on", distinct=True))
    )
    return {contract: Hours(minutes, days) for contract, minutes, days in rows}


def standings(*, assignments: Collection[int]) -> dict[int, list[Standing]]:
    """Return where the contracts of each of these jobs stand with social security."""
    rows = contracts(assignments=assignments).prefetch_related(
        Prefetch("declarations", Declaration.objects.order_by("id"))
    )
    found: dict[int, list[Standing]] = defaultdict(list)
    for contract in rows:
        standing = Standing(contract, tuple(contract.declarations.all()))
        found[contract.assignment_id].append(standing)
    return dict(found)


def to_declare(*, at: datetime) -> QuerySet[Contract]:
    """Return the cleared contracts that nobody has begun to declare and that have not begun."""
    under_way = Declaration.objects.filter(kind=Declaration.Kind.IN).exclude(
        state__in=[Declaration.State.REFUSED, Declaration.State.WITHDRAWN]
    )
    return (
        Contract.objects.filter(state=State.CLEARED, starts_at__gt=at)
        .select_related("member", "assignment")
        .exclude(pk__in=under_way.values("contract"))
        .order_by("starts_at", "id")
    )


def undeclared(*, at: datetime) -> QuerySet[Contract]:
    """Return the alarm list: work that has begun without social security having accepted it."""
    return (
        Contract.objects.filter(state__in=[State.CLEARED, State.REFUSED], starts_at__lte=at)
        .select_related("member", "assignment")
        .order_by("starts_at", "id")
    )


def declarations(*, states: Collection[str]) -> QuerySet[Declaration]:
    """Return the declarations in these states, with contract and member, by start of work."""
    return _with_work(Declaration.objects.filter(state__in=states)).order_by("due_at", "id")


def unknown_numbers(numbers: Collection[str]) -> list[str]:
    """Return which of these numbers of social security belong to no declaration of ours."""
    known = Declaration.objects.filter(number__in=numbers).values_list("number", flat=True)
    return sorted(set(numbers) - set(known))


def attention() -> QuerySet[Declaration]:
    """
    Return the declarations that wait for a person, by start of work: too late, answer lost, or
    refused and not followed by another. Work that was cancelled needs no announcement any more,
    and what is cancelled already no cancellation.
    """
    followed = Declaration.objects.filter(contract=OuterRef("contract"), pk__gt=OuterRef("pk"))
    pointless = Q(kind="in", contract__state=State.CANCELLED) | Q(
        anomalies__contains=[{"code": anomalies.ALREADY_CANCELLED}]
    )
    uncorrected = Q(state="refused") & ~Exists(followed) & ~pointless
    return _with_work(
        Declaration.objects.filter(Q(state__in=["late", "unknown"]) | uncorrected)
    ).order_by("due_at", "id")


def answered() -> QuerySet[Declaration]:
    """Return the declarations that social security accepted."""
    return _with_work(Declaration.objects.filter(state__in=["accepted", "warned"]))


def unnamed(*, at: datetime) -> list[Contract]:
    """Return the contracts that cannot be declared before the member's identity is complete."""
    return [each for each in to_declare(at=at) if not is_named(each)]


def _with_work(found: QuerySet[Declaration]) -> QuerySet[Declaration]:
    return found.select_related("contract__member", "contract__assignment")


def counts() -> dict[str, int]:
    """Return how many declarations are in each state."""
    rows = Declaration.objects.values_list("state").annotate(Count("id"))
    return dict(rows.order_by())


def get_declaration(*, declaration: int) -> Declaration:
    """
    Return one declaration.

    :raises Declaration.DoesNotExist: if there is none within the scope of the connection
    """
    return Declaration.objects.get(pk=declaration)


def objections(declaration: Declaration) -> list[Objection]:
    """Return what social security objected to, in the language of the reader."""
    found = []
    for anomaly in declaration.anomalies:
        meaning = anomalies.meaning(anomaly["code"], anomaly["text"])
        found.append(Objection(anomaly["code"], str(meaning.words), str(meaning.remedy)))
    return found
