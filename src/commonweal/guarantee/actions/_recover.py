"""A trustee pays a dividend: it goes back where the loss was borne."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import actions as banking
from commonweal.guarantee._shares import Recovered, dividend
from commonweal.guarantee.actions._fund import hold_fund
from commonweal.guarantee.models import Bankruptcy, Loss, Recovery
from commonweal.guarantee.queries._fund import FUND
from commonweal.guarantee.queries._losses import SUSPENSE, losses_of, recoveries_of
from commonweal.kernel import money
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import round_half_up
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

OUTPUT_VAT, BUDGETS_OWED = "4510", "4890"
CONTRIBUTION_PAID, CONTRIBUTION_EARNED = "6199", "7040"


class NotWaiting(Refusal):
    message = _("Choose a payment that still waits at the bank with %(amount)s euro or more.")
    field = "move"


class NoAmount(Refusal):
    message = _("Fill in an amount above 0.")
    field = "cents"


class MoreThanLost(Refusal):
    message = _("Fill in at most %(amount)s euro: that is what is left of the loss.")
    field = "cents"


class RecordedBefore(Refusal):
    message = _("Choose another payment: this one is recorded as a dividend already.")
    field = "move"


@action
def recover(*, bankruptcy: Bankruptcy, move: str, cents: int, by: Actor, at: datetime) -> Recovery:
    """
    Record a dividend that came in at the bank ("move:9", waiting on 499), in cents.

    It is divided over the lost invoices in proportion. Its VAT is due again; the rest goes back to
    the fund, and of what was not guaranteed to the budget of its unit, less the contribution.

    :raises NoAmount, NotWaiting, RecordedBefore: if there is no such payment
    :raises MoreThanLost: if it is more than what is left of the loss
    """
    banking.hold_bank()  # nobody places the same money meanwhile
    hold_fund()
    lost = list(losses_of(bankruptcy=bankruptcy))
    back = sum(recovery.cents for recovery in recoveries_of(bankruptcy=bankruptcy))
    check_all(_refusals(lost, back, move, cents))
    parts = dividend(cents, [(loss.open_cents, loss.vat_cents) for loss in lost], back)
    on = at.astimezone(ZONE).date()
    entry = _entry(bankruptcy, move, cents, list(zip(lost, parts, strict=True)), on)
    (place,) = ledger.post(entries=[entry], by=by, at=at)
    of_fund = [part for loss, part in zip(lost, parts, strict=True) if loss.guaranteed]
    fund, vat = sum(each.net_cents for each in of_fund), sum(each.vat_cents for each in parts)
    return Recovery.objects.create(
        bankruptcy=bankruptcy,
        move=move,
        cents=cents,
        fund_cents=fund,
        units_cents=cents - fund - vat,
        vat_cents=vat,
        entry=place.id,
        by=by.id,
        at=at,
    )


def _refusals(lost: Sequence[Loss], back: int, move: str, cents: int) -> "Sequence[Refusal]":
    left = sum(loss.open_cents for loss in lost) - back
    if cents <= 0:
        return [NoAmount()]
    found: list[Refusal] = []
    if Recovery.objects.filter(move=move).exists():
        found.append(RecordedBefore())
    elif -books.open_amount(account=SUSPENSE, item=move) < cents:
        found.append(NotWaiting(amount=money.show(cents)))
    if cents > left:
        found.append(MoreThanLost(amount=money.show(left)))
    return found


def _entry(
    bankruptcy: Bankruptcy,
    move: str,
    cents: int,
    parts: Sequence[tuple[Loss, Recovered]],
    on: date,
) -> ledger.Entry:
    lines = [ledger.Line(SUSPENSE, cents, None, move), *_fund_and_vat(parts), *_units(parts)]
    return ledger.Entry(
        "bank",
        on,
        f"{bankruptcy.client.name} {bankruptcy.file_number}".strip(),
        f"recovery:{move}",
        bankruptcy.ref,
        [line for line in lines if line.cents],
    )


def _fund_and_vat(parts: Sequence[tuple[Loss, Recovered]]) -> list[ledger.Line]:
    fund = sum(part.net_cents for loss, part in parts if loss.guaranteed)
    vat = sum(part.vat_cents for _loss, part in parts)
    return [ledger.Line(FUND, -fund), ledger.Line(OUTPUT_VAT, -vat)]


def _units(parts: Sequence[tuple[Loss, Recovered]]) -> list[ledger.Line]:
    """What was not guaranteed is the unit's again, less the contribution on it."""
    nets: dict[int, int] = defaultdict(int)
    fees: dict[int, int] = defaultdict(int)
    for loss, part in parts:
        if not loss.guaranteed:
            invoice = loss.invoice
            nets[loss.unit_id] += part.net_cents
            fees[loss.unit_id] += round_half_up(
                part.net_cents * invoice.contribution_cents, invoice.net_cents
            )
    lines = [ledger.Line(CONTRIBUTION_EARNED, -sum(fees.values()))]
    for unit, net in nets.items():
        lines.append(ledger.Line(BUDGETS_OWED, -net, unit))
        lines.append(ledger.Line(CONTRIBUTION_PAID, fees[unit], unit))
    return lines
