"""What the simulator says: the pay behind a question, its lines, and what to look out for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.employment import queries as work
from commonweal.employment.actions import NewAssignment, NewContract, NewPeriod
from commonweal.kernel import money
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.members.queries import Member, WorkerStatus
from commonweal.rules import simulate, texts
from commonweal.rules.cases import Case
from commonweal.rules.lines import Line
from commonweal.rules.parameters import figure
from commonweal.rules.simulate import Answer
from commonweal.sites.shell.kit import MoneyLine

START = time(9)
BASIS_POINTS = 10_000
# What a plan on paper may be told; clashes with other work depend on the hours of the clock.
TOLD = (work.GrossBelowMinimum, work.DayTooShort, work.DayTooLong, work.NoArtworkCertificate)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is complete: cents, and minutes of one day."""

    ask: str
    amount: int
    status: str
    on: date
    days: int
    hours: int
    contracts: str

    @property
    def last_day(self) -> date:
        return self.on + timedelta(days=self.days - 1)

    @property
    def count(self) -> int:
        """How many contracts."""
        return self.days if self.contracts == "daily" else 1

    @property
    def periods(self) -> list[NewPeriod]:
        """The days of work, one after the other."""
        days = (self.on + timedelta(days=day) for day in range(self.days))
        return [NewPeriod(day, START, self.hours) for day in days]


class Shown:
    """The answer as the page draws it."""

    def __init__(self, asked: Asked, member: Member, *, at: datetime) -> None:
        """
        Answer a question for a member.

        :raises RuleError: if the law's figures of those days are not known, or no pay answers it
        """
        self.asked, self.member, self.at = asked, member, at
        self.answer = _answer(asked, member)
        self.price_cents = simulate.price_for(self.given_cents, asked.last_day)

    @property
    def given_cents(self) -> int:
        """The whole from which the lines start."""
        return self.answer.budget_cents + self.answer.rest_cents

    @property
    def lines(self) -> list[MoneyLine]:
        """From the work budget to the net pay."""
        return list(_lines(self.answer))

    @property
    def hourly_cents(self) -> int:
        """The net pay of an hour."""
        return money.round_half_up(self.answer.net_cents * 60, self.asked.hours * self.asked.days)

    @property
    def is_unconfirmed(self) -> bool:
        return bool(self.answer.marks)

    @cached_property
    def advice(self) -> list[Refusal]:
        """What the rules of work and pay object to, each objection once."""
        found = work.check(assignments=[self._assignment()], at=self.at)
        told = {type(one): one for one in reversed(found) if isinstance(one, TOLD)}
        return list(told.values())

    @property
    def minimum_address(self) -> str:
        """The same question at the minimum wage, if the answer lies under it."""
        under = next((x for x in self.advice if isinstance(x, work.GrossBelowMinimum)), None)
        if under is None:
            return ""
        minimum = int(under.values["minimum_cents"])  # type: ignore[call-overload]
        daily = ceil(Fraction(minimum * self.asked.count, self.asked.days))
        return self._address(ask="daily", amount=money.show(daily))

    @property
    def job_address(self) -> str:
        """The form of a new job, filled in as far as this question goes."""
        known = {
            "price": money.show(self.price_cents),
            "status": self.asked.status,
            "on": self.asked.on.isoformat(),
        }
        return f"{reverse('portal:new_job')}?{urlencode(known)}"

    def _address(self, **changes: str) -> str:
        asked = self.asked
        known = {
            "ask": asked.ask, "amount": money.show(asked.amount), "status": asked.status,
            "on": asked.on.isoformat(), "days": asked.days, "hours": written_hours(asked.hours),
            "contracts": asked.contracts,
        }  # fmt: skip
        return f"?{urlencode(known | changes)}"

    def _assignment(self) -> NewAssignment:
        """The work as it would be planned, of no unit yet."""
        periods, slips = self.asked.periods, self.answer.slips
        parts = [[day] for day in periods] if len(slips) > 1 else [periods]
        contracts = tuple(
            NewContract(self.member.pk, self.asked.status, slip.amounts.gross, tuple(days))
            for slip, days in zip(slips, parts, strict=True)
        )
        return NewAssignment(0, "", contracts)


def asked_of(facts: Mapping[str, Any]) -> Asked:
    """Return what a valid form asks."""
    return Asked(**facts)


def written_hours(minutes: int) -> str:
    """7:36 for 456 minutes; whole hours as they are."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}"


def _answer(asked: Asked, member: Member) -> Answer:
    case, count = _case(asked, member), asked.count
    if asked.ask == "budget":
        return simulate.from_budget(case, asked.amount, contracts=count)
    if asked.ask == "net":
        return simulate.from_net(case, asked.amount, contracts=count)
    return simulate.from_daily_gross(case, asked.amount, days=asked.days, contracts=count)


def _case(asked: Asked, member: Member) -> Case:
    """One contract of this member; what is withheld on top each month is no part of it."""
    return Case(
        gross_cents=1,
        on=asked.last_day,
        status=asked.status,
        minutes=asked.hours * asked.days // asked.count,
        withholding_rate=Fraction(member.extra_withholding_bp or 0, BASIS_POINTS),
        student_minutes_left=_quota_left(asked, member),
        **members.household(member=member),
    )


def _quota_left(asked: Asked, member: Member) -> int | None:
    """What earlier work leaves of a student's quota of the year, in minutes."""
    if asked.status != WorkerStatus.STUDENT:
        return None
    quota = figure("nsso.student.quota", asked.last_day).value * 60
    used = work.student_hours(
        members=[member.pk], year=asked.last_day.year, before=asked.periods[0].begins
    )
    return max(int(quota) - used.get(member.pk, 0), 0)


def _lines(answer: Answer) -> Iterator[MoneyLine]:
    lines = {line.code: line for line in answer.lines}
    charge = lines["tariff_charge"]
    yield MoneyLine(
        _("Work budget"), answer.budget_cents + answer.rest_cents, kind="start"
    )  # fmt: skip
    yield MoneyLine(
        _("Employer charges"),
        -charge.amount_cents,
        _("Social security and holiday pay on top of the gross pay, at the house tariff"),
        unconfirmed=bool(charge.unconfirmed),
    )
    if answer.rest_cents:
        yield MoneyLine(
            _("Rest"), -answer.rest_cents, _("Cents that cannot be divided stay on your budget")
        )
    yield MoneyLine(_("Gross pay"), answer.gross_cents, kind="subtotal")
    yield from (_pay_line(line) for line in lines.values() if _is_shown(line))
    yield MoneyLine(_("Net pay"), answer.net_cents, kind="total")


def _is_shown(line: Line) -> bool:
    """No tax is worth a line; other nothings are not."""
    return line.part == "pay" and line.code != "gross" and _says_something(line)


def _says_something(line: Line) -> bool:
    return bool(line.amount_cents) or line.code.endswith("withholding")


def _pay_line(line: Line) -> MoneyLine:
    return MoneyLine(
        _(texts.LABELS[line.code]),
        line.amount_cents,
        _(texts.REASONS[line.code]),
        kind="plus" if line.amount_cents > 0 else "minus",
        unconfirmed=bool(line.unconfirmed),
    )
