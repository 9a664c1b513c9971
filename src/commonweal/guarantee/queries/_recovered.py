"""What came back of each loss so far."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F, QuerySet, Sum

from commonweal.guarantee._shares import came_back
from commonweal.guarantee.models import Loss, RecoveredPart, Recovery
from commonweal.kernel.money import round_half_up
from commonweal.ledger import queries as books

CONTRIBUTION_EARNED = "7040"


class Back(NamedTuple):
    """What comes back of one loss now (below zero: what goes away again), in cents."""

    loss: Loss
    net_cents: int
    vat_cents: int
    fee_cents: int

    @property
    def cents(self) -> int:
        return self.net_cents + self.vat_cents


def back_of(*, losses: Sequence[Loss]) -> dict[int, int]:
    """Return what came back of each of these losses (by id), VAT included: 0 if nothing did."""
    found = RecoveredPart.objects.filter(loss__in=[loss.pk for loss in losses])
    sums = found.values_list("loss").annotate(cents=Sum(F("net_cents") + F("vat_cents")))
    return defaultdict(int, dict(sums))


def standing(rows: "QuerySet[Recovery]") -> "QuerySet[Recovery]":
    """Return those of these recoveries that were not taken back."""
    return rows.filter(corrects=None, taken_back=None)


def contributions_of(*, losses: Sequence[Loss]) -> dict[int, int]:
    """
    Return the contribution that each of these losses took back, in cents, from its entry. What
    comes back brings it back in proportion, so that all of a loss brings the very budget back.
    """
    ids = {loss.entry: loss.pk for loss in losses if not loss.guaranteed}
    return {
        ids[entry.id]: sum(line.cents for line in lines if line.account == CONTRIBUTION_EARNED)
        for entry, lines in books.entries_with_lines(ids=list(ids))
    }


def part_between(loss: Loss, before_cents: int, after_cents: int, contribution_cents: int) -> Back:
    """
    Return what moves when so much of a loss came back before, and so much after it;
    `contribution_cents` is what the loss took back of the contribution, 0 of what was guaranteed.
    """
    old, new = (
        came_back(cents, loss.open_cents, loss.vat_cents) for cents in (before_cents, after_cents)
    )
    old_fee, new_fee = (
        round_half_up(each.net_cents * contribution_cents, max(loss.net_cents, 1))
        for each in (old, new)
    )
    return Back(
        loss, new.net_cents - old.net_cents, new.vat_cents - old.vat_cents, new_fee - old_fee
    )
