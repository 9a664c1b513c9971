"""What a forecast is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.flows.outlook import _running
from commonweal.flows.outlook._running import Row, Start
from commonweal.kernel.refusals import Refusal
from commonweal.rules.errors import RuleError
from commonweal.rules.simulate import Answer as Pay


class Certainty(models.TextChoices):
    """How sure it is that a move happens. What the books hold already is no move."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    RESERVED = "reserved", _("Kept aside")
    EXPECTED = "expected", _("Expected")
    DUE = "due", _("Owed")


SURE = frozenset({Certainty.CONFIRMED, Certainty.RESERVED, Certainty.DUE})


class Kind(models.TextChoices):
    INCOME = "income", _("Invoice")
    FUNDING = "funding", _("Funding")
    TRANSFER = "transfer", _("Between budgets")
    PAY = "pay", _("Pay")
    EXPENSE = "expense", _("Expense")
    ADVANCE = "advance", _("Advance ends")


@dataclass(frozen=True, slots=True)
class Move:
    """
    Something that will change what can be spent, in cents: in positive, out negative.

    `aside_cents` is what is kept aside for it already, so that it cannot be spent now: `cents` is
    only what it changes beyond that. `origin` names the thing it comes from ("order:7").
    """

    on: date
    kind: str
    text: str
    cents: int
    certainty: str
    origin: str
    aside_cents: int = 0

    @property
    def is_sure(self) -> bool:
        return self.certainty in SURE

    @property
    def ends_advance(self) -> bool:
        return self.kind == Kind.ADVANCE


@dataclass(frozen=True, slots=True)
class Line:
    """A move with what can be spent after it, in cents; `sure_cents` None if it is not sure."""

    move: Move
    repays_cents: int
    left_cents: int
    sure_cents: int | None


@dataclass(frozen=True)
class Forecast:
    """
    What can be spent on a unit from the day `on` up to and including `until`, in two scenarios:
    with what is sure alone, and with everything expected.
    """

    unit_id: int
    on: date
    until: date
    start: Start
    moves: tuple[Move, ...]

    @property
    def start_cents(self) -> int:
        return self.start.spendable

    @cached_property
    def sure(self) -> list[Row]:
        """The moves that are sure, each with what is left after it."""
        return _running.run(self.start, [move for move in self.moves if move.is_sure])

    @cached_property
    def everything(self) -> list[Row]:
        """All moves, each with what is left after it."""
        return _running.run(self.start, self.moves)

    @property
    def sure_cents(self) -> int:
        """What can be spent at the end, if only what is sure happens."""
        return self.left(self.sure, self.until)

    @property
    def everything_cents(self) -> int:
        """What can be spent at the end, if all that is expected happens."""
        return self.left(self.everything, self.until)

    @property
    def lines(self) -> list[Line]:
        """All moves in their order, with what is left after each in both scenarios."""
        sure = {id(row.move): row.left_cents for row in self.sure}
        return [
            Line(row.move, row.repays_cents, row.left_cents, sure.get(id(row.move)))
            for row in self.everything
        ]

    def up_to(self, until: date) -> "Forecast":
        """Return the part of it up to and including a day."""
        near = tuple(move for move in self.moves if move.on <= until)
        return Forecast(self.unit_id, self.on, until, self.start, near)

    def left(self, rows: Sequence[Row], day: date) -> int:
        """Return what can be spent at the end of a day, in cents."""
        return _running.left(self.start, rows, day)


class NothingToPay(Refusal):
    message = _(
        "Invoice first, or ask a client to confirm: of this budget nothing is free on %(day)s."
    )


class NeededLater(Refusal):
    message = _(
        "Choose a later day, or find other money for “%(text)s” first: what is there on %(day)s "
        "is needed for it on %(later)s."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a member can pay themself in one scenario, in cents: `spendable_cents` is there on the
    day, `free_cents` of it is not needed later, `pay` is what that carries.

    `limit` is the move for which the rest has to stay, `more` the first that brings more;
    `refusal` says why there is no pay.
    """

    spendable_cents: int
    free_cents: int
    limit: Move | None
    more: Move | None
    pay: Pay | None
    refusal: Refusal | RuleError | None


@dataclass(frozen=True, slots=True)
class Payable:
    """What a member can pay themself from a unit on a day, with what is sure and with all."""

    day: date
    sure: Answer
    everything: Answer
