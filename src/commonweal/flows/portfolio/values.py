"""What an adviser is told about a unit."""

from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from commonweal.activities.queries import Unit


class Kind(TextChoices):
    """What a signal is about."""

    NEGATIVE = "negative", _("Below zero")
    GUARANTEE = "guarantee", _("Guarantee at risk")
    OVERDUE = "overdue", _("Overdue invoices")
    WAITING = "waiting", _("Waiting for us")
    CLIENT = "client", _("One client")
    IDLE = "idle", _("Idle")
    GOAL = "goal", _("Goal overdue")


class Level(IntegerChoices):
    """How soon somebody should look."""

    INFO = 1, _("to know")
    WARN = 2, _("soon")
    BAD = 3, _("now")


@dataclass(frozen=True, slots=True)
class Signal:
    """
    Something about a unit that asks for attention, in a sentence. `cents` is its figure, if it is
    an amount; `about` the ref of the thing to open ("invoice:2026-000012").
    """

    unit_id: int
    kind: Kind
    level: Level
    text: str
    about: str
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A unit in a portfolio: who manages it, what it can spend and expects, in cents."""

    unit: Unit
    managers: tuple[str, ...]
    spendable: int
    expected: int
    signals: tuple[Signal, ...]

    @property
    def urgency(self) -> tuple[int, int, str]:
        """Sorts the most urgent first."""
        levels = [int(signal.level) for signal in self.signals]
        return (-max(levels, default=0), -sum(levels), self.unit.name)


@dataclass(frozen=True, slots=True)
class Scene:
    """The units that are looked at, with their budgets in cents, on a day."""

    units: dict[int, Unit]
    budgets: dict[int, int]
    expected: dict[int, int]
    on: date

    @property
    def ids(self) -> list[int]:
        return list(self.units)
