"""Funding agreements: what was agreed, called, received; what is late and which report is due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from commonweal.activities import _tranches as money
from commonweal.activities.models import FundingAgreement, FundingReport, FundingTranche
from commonweal.ledger import queries as books
from commonweal.ledger.queries import Scope
from commonweal.rules.parameters import figure

State = FundingTranche.State


@dataclass(frozen=True, slots=True)
class TrancheStanding:
    """A tranche and what the books say of it on a day, in cents."""

    tranche: FundingTranche
    received_cents: int
    open_cents: int
    on: date

    @property
    def due_on(self) -> date:
        """The day by which it is expected: from the funder, or, once called, in our account."""
        called = self.tranche.called_on
        if called is None:
            return self.tranche.expected_on
        return called + timedelta(days=figure("invoice.payment_days", called).value)

    @property
    def state(self) -> str:
        """One of: expected, to_call, called, late, partly, received, cancelled."""
        if self.tranche.state == State.CANCELLED:
            return "cancelled"
        if self.tranche.state == State.EXPECTED:
            return "to_call" if self.on >= self.due_on else "expected"
        if not self.open_cents:
            return "received"
        if self.on > self.due_on:
            return "late"
        return "partly" if self.received_cents else "called"

    @property
    def may_be_cancelled(self) -> bool:
        return self.state not in ("received", "cancelled")


@dataclass(frozen=True, slots=True)
class FundingStanding:
    """An agreement with its tranches, and its reports by day."""

    agreement: FundingAgreement
    tranches: list[TrancheStanding]
    reports: list[FundingReport]

    @property
    def received_cents(self) -> int:
        return sum(each.received_cents for each in self.tranches)

    @property
    def called_cents(self) -> int:
        """What the funder owes now."""
        return sum(each.open_cents for each in self.tranches)

    @property
    def expected_cents(self) -> int:
        """What is still to be called."""
        states = ("expected", "to_call")
        return sum(each.tranche.cents for each in self.tranches if each.state in states)

    @property
    def next_report(self) -> FundingReport | None:
        return next((report for report in self.reports if report.sent_on is None), None)


def fundings(*, unit: int, on: date) -> list[FundingStanding]:
    """Return the agreements of a unit, newest first, as they stand on a day."""
    return _standing(FundingAgreement.objects.filter(unit=unit).order_by("-id"), on)


def get_funding(*, id: int, on: date) -> FundingStanding:
    """
    Return one agreement as it stands on a day.

    :raises FundingAgreement.DoesNotExist: if there is none within the scope of the connection
    """
    found = _standing(FundingAgreement.objects.filter(id=id), on)
    if not found:
        raise FundingAgreement.DoesNotExist
    return found[0]


def late_tranches(*, on: date, units: Collection[int] | None = None) -> list[TrancheStanding]:
    """Return the tranches that should have been called, or paid, before a day; oldest first."""
    rows = _of_units(FundingTranche.objects.filter(agreement__state="signed"), units)
    open_ones = rows.exclude(state=State.CANCELLED).select_related("agreement")
    found = _tranches(open_ones.order_by("expected_on", "id"), on)
    return [each for each in found if each.state == "late" or _is_forgotten(each)]


def reports_due(*, until: date, units: Collection[int] | None = None) -> "QuerySet[FundingReport]":
    """Return the reports that are due up to a day and were not sent, the most urgent first."""
    rows = FundingReport.objects.filter(
        agreement__state__in=["signed", "ended"], sent_on=None, due_on__lte=until
    )
    return _of_units(rows, units).select_related("agreement").order_by("due_on", "id")


def _is_forgotten(each: TrancheStanding) -> bool:
    return each.state == "to_call" and each.on > each.due_on


def _of_units(rows: "QuerySet", units: Collection[int] | None) -> "QuerySet":  # type: ignore[type-arg]
    return rows if units is None else rows.filter(unit__in=units)


def _standing(rows: "QuerySet[FundingAgreement]", on: date) -> list[FundingStanding]:
    agreements = list(rows.select_related("unit"))
    ids = [agreement.pk for agreement in agreements]
    tranches, reports = defaultdict(list), defaultdict(list)
    of_these = FundingTranche.objects.filter(agreement__in=ids).select_related("agreement")
    for standing in _tranches(of_these.order_by("position"), on):
        tranches[standing.tranche.agreement_id].append(standing)
    for report in FundingReport.objects.filter(agreement__in=ids).order_by("due_on", "id"):
        reports[report.agreement_id].append(report)
    return [FundingStanding(each, tranches[each.pk], reports[each.pk]) for each in agreements]


def _tranches(rows: Iterable[FundingTranche], on: date) -> list[TrancheStanding]:
    found = list(rows)
    called = [each for each in found if each.state == State.CALLED]
    unpaid = money.unpaid(called)
    received = {each.ref: each.cents - unpaid.get(each.ref, 0) for each in called}
    received |= _kept([each for each in found if each.state == State.CANCELLED])
    return [
        TrancheStanding(each, received.get(each.ref, 0), unpaid.get(each.ref, 0), on)
        for each in found
    ]


def _kept(cancelled: Sequence[FundingTranche]) -> dict[str, int]:
    """What was paid of tranches before the rest of them was taken back: rare, so one by one."""
    return {
        each.ref: -sum(line.cents for line in _card(each.ref) if line.journal == "bank")
        for each in cancelled
        if each.called_on
    }


def _card(item: str) -> list[books.CardLine]:
    return books.card(of=Scope(money.FUNDERS, item=item))
