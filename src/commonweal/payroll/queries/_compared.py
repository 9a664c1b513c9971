"""A month of pay beside the month before, by person: what is out of line comes first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Q, Sum
from django.db.models.functions import TruncMonth

from commonweal.kernel.names import fold
from commonweal.kernel.period import month_of, next_month
from commonweal.payroll.models import WAGES
from commonweal.payroll.queries._reads import standing


@dataclass(frozen=True, slots=True)
class MonthPaid:
    """What a person's standing payslips of a month make, in minutes and cents."""

    minutes: int = 0
    gross_cents: int = 0
    net_cents: int = 0
    payslips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One person in two months; a month without pay is empty."""

    member_id: int
    name: str
    now: MonthPaid
    before: MonthPaid

    @property
    def is_new(self) -> bool:
        """Whether there was no pay in the month before."""
        return not self.before.payslips

    @property
    def is_absent(self) -> bool:
        """Whether there is no pay in this month."""
        return not self.now.payslips

    @property
    def ratio(self) -> Fraction | None:
        """
        The net pay of an hour over that of the month before: 1 is the same. None if there is
        nothing to compare with.
        """
        if not (self.now.minutes and self.before.minutes and self.before.net_cents):
            return None
        hourly = Fraction(self.now.net_cents, self.now.minutes)
        return hourly / Fraction(self.before.net_cents, self.before.minutes)

    @property
    def percent(self) -> int | None:
        """How much more net an hour brings than in the month before, in whole percents."""
        return None if self.ratio is None else round(100 * (self.ratio - 1))

    @property
    def change(self) -> Fraction:
        """How far out of line an hour's pay is, up or down alike: doubled is as far as halved."""
        if not self.ratio:
            return Fraction(-1) if self.ratio is None else Fraction(10**9)
        return max(self.ratio, 1 / self.ratio) - 1


def compared(*, month: date) -> list[Compared]:
    """
    Return everybody paid for work that ended in the month that a day names, or in the month
    before: the largest change of the net pay of an hour first, who is new or absent last.
    """
    first = month_of(month)
    last = month_of(first - timedelta(days=1))
    slips = standing().filter(ends_on__gte=last, ends_on__lt=next_month(first))
    rows = (
        slips.annotate(month=TruncMonth("ends_on"))
        .order_by()
        .values("member", "month")
        .annotate(
            # Premiums bring no hours of their own.
            worked=Sum("minutes", filter=Q(kind__in=WAGES), default=0),
            gross=Sum("gross_cents"),
            net=Sum("net_cents"),
            known_as=Max("name"),
            numbers=ArrayAgg("id", order_by="id"),
        )
    )
    return sorted(
        _people(rows, first), key=lambda each: (-each.change, fold(each.name), each.member_id)
    )


def _people(rows: Iterable[Mapping[str, Any]], first: date) -> Iterator[Compared]:
    names: dict[int, str] = {}
    months: dict[tuple[int, bool], MonthPaid] = {}
    for row in rows:
        names[row["member"]] = row["known_as"]
        months[row["member"], row["month"] == first] = MonthPaid(
            row["worked"], row["gross"], row["net"], tuple(row["numbers"])
        )
    for member, name in names.items():
        now, before = (months.get((member, is_now), MonthPaid()) for is_now in (True, False))
        yield Compared(member, name, now, before)
