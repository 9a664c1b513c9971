"""What came back of each loss so far."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F, QuerySet, Sum

from commonweal.guarantee._shares import came_back
from commonweal.guarantee.models import Loss, RecoveredPart, Recovery
from commonweal.kernel.money import round_half_up


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


def part_between(loss: Loss, before_cents: int, after_cents: int) -> Back:
    """Return what moves when so much of a loss came back before, and so much after it."""
    old, new = (
        came_back(cents, loss.open_cents, loss.vat_cents) for cents in (before_cents, after_cents)
    )
    fee = 0 if loss.guaranteed else _fee(loss, new.net_cents) - _fee(loss, old.net_cents)
    return Back(loss, new.net_cents - old.net_cents, new.vat_cents - old.vat_cents, fee)


def _fee(loss: Loss, net_cents: int) -> int:
    """The contribution on what of a loss came back."""
    invoice = loss.invoice
    return round_half_up(net_cents * invoice.contribution_cents, max(invoice.net_cents, 1))
