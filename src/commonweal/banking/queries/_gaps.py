"""Which statements are missing. Derived from what is there, so that a gap closes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, FilteredRelation, Q, Window
from django.db.models.functions import Lag

from commonweal.banking.models import Account, DismissedGap, Statement

SAID = ("id", "after_id", "because", "by", "by_name", "at")
Dismissed = dict[tuple[int, int], DismissedGap]


@dataclass(frozen=True, slots=True)
class Gap:
    """
    Between two statements of one of our accounts something is missing: the numbers `first` to
    `last`, where the bank counts; and `off_cents`, by which the one after opens higher than the
    one before closed. `dismissed` is what a person said why nothing is missing.
    """

    account: Account
    before: Statement
    after: Statement
    first: int | None
    last: int | None
    dismissed: DismissedGap | None = None

    @property
    def off_cents(self) -> int:
        """What the missing statements moved, together."""
        return (self.after.old_cents or 0) - (self.before.new_cents or 0)

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The days of the statements on both sides."""
        return self.before.on, self.after.on


def gaps() -> list[Gap]:
    """
    Return what is missing between the booked statements of our accounts, oldest first.

    By balance: a statement does not open with what the one before it closed at. By number: the
    bank counts on, and a number is not there. What a person dismissed is none.
    """
    return [gap for gap in _found() if gap.dismissed is None]


def dismissed_gaps() -> list[Gap]:
    """Return what looks missing, of which a person said why it is not; oldest first."""
    return [gap for gap in _found() if gap.dismissed]


def get_dismissed_gap(*, id: int) -> DismissedGap:
    """
    Return one gap that a person dismissed.

    :raises DismissedGap.DoesNotExist: if there is none
    """
    return DismissedGap.objects.get(id=id)


def _found() -> list[Gap]:
    order: list[Any] = [F("on"), F("number").asc(nulls_first=True), F("sequence"), F("id")]
    lined = Statement.objects.filter(
        verdict="booked", account__isnull=False, new_cents__isnull=False
    ).annotate(
        previous=Window(Lag("id"), partition_by="account", order_by=order),
        closed_cents=Window(
            Lag("new_cents", output_field=BigIntegerField()),
            partition_by="account",
            order_by=order,
        ),
        counted=Window(Lag("number"), partition_by="account", order_by=order),
        told_as=Window(Lag("format"), partition_by="account", order_by=order),
    )
    off = Q(previous__isnull=False) & ~Q(closed_cents=F("old_cents"))
    # Two formats count each in their own way: a day that came in the other one is not missing.
    skipped = Q(number__gt=F("counted") + 1, told_as=F("format"))
    found = list(lined.filter(off | skipped).select_related("account").order_by("on", "id"))
    before, dismissed = _before([row.previous for row in found])
    return [_gap(row, before[row.previous], dismissed) for row in found]


def _before(ids: Sequence[int]) -> tuple[dict[int, Statement], Dismissed]:
    """Return these statements by their id, and what was said of the gap after them, at once."""
    live = FilteredRelation("dismissed_after", condition=Q(dismissed_after__reopened_at=None))
    said = {f"said_{name}": F(f"live__{name}") for name in SAID}
    rows = list(Statement.objects.filter(id__in=ids).annotate(live=live).annotate(**said))
    dismissed = {}
    for row in rows:
        told = {name: getattr(row, f"said_{name}") for name in SAID}
        if told["id"]:
            dismissed[row.pk, told["after_id"]] = DismissedGap(before=row, **told)
    return {row.pk: row for row in rows}, dismissed


def _gap(after: Statement, before: Statement, dismissed: Dismissed) -> Gap:
    first, last = _missing(before, after)
    if after.account is None:
        raise ValueError("only statements of our accounts are in line")
    return Gap(after.account, before, after, first, last, dismissed.get((before.pk, after.pk)))


def _missing(before: Statement, after: Statement) -> tuple[int | None, int | None]:
    if before.number is None or after.number is None or before.format != after.format:
        return None, None
    if after.number > before.number + 1:
        return before.number + 1, after.number - 1
    return None, None
