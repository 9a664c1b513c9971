"""What a caller hands to the verbs of this room."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from commonweal.employment.models import Contract
from commonweal.kernel.clock import ZONE


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """
    A stretch of work: the day it begins, the time on the clock of the house, its minutes.
    It may pass midnight, and then still belongs to the day it began.
    """

    on: date
    starts_at: time
    minutes: int

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.on, self.starts_at, ZONE)

    @property
    def ends(self) -> datetime:
        """Real minutes later: in the night the clock changes, the wall clock says otherwise."""
        return (self.begins.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(ZONE)

    @property
    def last_day(self) -> date:
        """The day of the last minute: work that ends at midnight is over on the day that ends."""
        return (self.ends - timedelta(minutes=1)).date()


@dataclass(frozen=True, slots=True)
class NewContract:
    """One person's part of a job. `worker_status` is one of `Contract.WorkerStatus`."""

    member_id: int
    worker_status: str
    gross_cents: int
    periods: tuple[NewPeriod, ...]

    @property
    def minutes(self) -> int:
        return sum(period.minutes for period in self.periods)


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A job of a unit, with everyone who works on it."""

    unit_id: int
    title: str
    contracts: tuple[NewContract, ...]


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """Work that is over before the last day that was announced; nobody works after `last_day`."""

    contract: Contract
    last_day: date


@dataclass(frozen=True, slots=True)
class Change:
    """Other days or hours for a contract whose work has not begun."""

    contract: Contract
    periods: tuple[NewPeriod, ...]
