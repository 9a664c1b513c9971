"""Something comes of what was lost: it goes back where the loss was borne."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import actions as banking
from commonweal.guarantee._shares import spread
from commonweal.guarantee.actions._fund import charge, hold_fund
from commonweal.guarantee.actions._marks import note_lost
from commonweal.guarantee.models import Bankruptcy, Loss, RecoveredPart, Recovery
from commonweal.guarantee.queries._fund import FUND
from commonweal.guarantee.queries._losses import SUSPENSE, is_of, losses_of
from commonweal.guarantee.queries._recovered import (
    Back,
    back_of,
    contributions_of,
    part_between,
    standing,
)
from commonweal.kernel import money
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

OUTPUT_VAT, BUDGETS_OWED = "4510", "4890"
CONTRIBUTION_PAID, CONTRIBUTION_EARNED = "6199", "7040"
HOUSE = 1


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


class NothingLostThere(Refusal):
    message = _("Choose what was lost in this bankruptcy: nothing of this is.")
    field = "of"


class RecoveryTakenBack(Refusal):
    message = _("Nothing more to do: this was taken back already.")


class WhyRecoveryBack(Refusal):
    message = _("Say in a few words why it is taken back.")
    field = "because"


@action
def recover(
    *, bankruptcy: Bankruptcy, move: str, cents: int, of: str = "", by: Actor, at: datetime
) -> Recovery:
    """
    Record what came in at the bank ("move:9", waiting on 499) of what was lost, in cents.

    A dividend is divided over all lost invoices in proportion to what is left of each; over those
    of one legal entity, which claims by itself (`of` "entity:2"); or it is what somebody pays of
    one invoice ("invoice:2026-000012"). Its VAT is due again; the rest goes back to the fund, and
    of what was not guaranteed to the budget of its unit, less the contribution. The books of a
    sister take their part over its current account with the house, which has the bank account.

    :raises NoAmount, NotWaiting, RecordedBefore: if there is no such payment
    :raises NothingLostThere: if nothing was lost of what it is for
    :raises MoreThanLost: if it is more than what is left of the loss
    """
    banking.hold_bank()  # nobody places the same money meanwhile
    hold_fund()
    held = Bankruptcy.objects.get(pk=bankruptcy.pk)  # somebody may have withdrawn it meanwhile
    lost = [loss for loss in losses_of(bankruptcy=bankruptcy) if is_of(loss, of)]
    back = back_of(losses=lost)
    left = [] if held.withdrawn_at else [loss.open_cents - back[loss.pk] for loss in lost]
    check_all(_refusals(bankruptcy, move, cents, of, left))
    parts = dict(zip([loss.pk for loss in lost], spread(cents, left), strict=True))
    rows = _between(lost, back, {loss.pk: back[loss.pk] + parts[loss.pk] for loss in lost})
    new = Recovery(bankruptcy=bankruptcy, move=move, of=of, nth=_nth(move), by=by.id, at=at)
    return _enter(new, rows, by, at)


@action
def take_back_recovery(
    *, recovery: Recovery, because: str, move: str = "", by: Actor, at: datetime
) -> Recovery:
    """
    Undo what was recorded of a loss: the payment was something else and waits again; or the bank
    took it back, and `move` is the debit that waits ("move:12"), which is placed with it.

    :raises RecoveryTakenBack: if it was
    :raises WhyRecoveryBack: without a reason
    :raises NotWaiting: if that debit does not wait with as much
    """
    banking.hold_bank()
    hold_fund()
    because = " ".join(because.split())
    check_all(_back_refusals(recovery, because, move))
    before = list(recovery.parts.select_related("loss__invoice"))
    lost = [part.loss for part in before]
    back = back_of(losses=lost)
    taken = {part.loss_id: part.net_cents + part.vat_cents for part in before}
    rows = _between(lost, back, {loss.pk: back[loss.pk] - taken[loss.pk] for loss in lost})
    place = move or recovery.move
    new = Recovery(
        bankruptcy=recovery.bankruptcy, move=place, of=recovery.of, nth=_nth(place),
        corrects=recovery, because=because, by=by.id, at=at,
    )  # fmt: skip
    return _enter(new, rows, by, at)


def _between(
    lost: Sequence[Loss], before: Mapping[int, int], after: Mapping[int, int]
) -> list[Back]:
    """What moves of each loss, of which so many cents (by id) came back before and after it."""
    fees = contributions_of(losses=lost)
    return [
        part_between(loss, before[loss.pk], after[loss.pk], fees.get(loss.pk, 0)) for loss in lost
    ]


def _nth(move: str) -> int:
    return Recovery.objects.filter(move=move).count() + 1


def _refusals(
    bankruptcy: Bankruptcy, move: str, cents: int, of: str, left: Sequence[int]
) -> Iterator[Refusal]:
    if cents <= 0:
        yield NoAmount()
        return
    if standing(Recovery.objects.filter(bankruptcy=bankruptcy, move=move, of=of)).exists():
        yield RecordedBefore()
    elif -books.open_amount(account=SUSPENSE, item=move) < cents:
        yield NotWaiting(amount=money.show(cents))
    if of and not left:
        yield NothingLostThere()
    elif cents > sum(left):
        yield MoreThanLost(amount=money.show(sum(left)))


def _back_refusals(recovery: Recovery, because: str, move: str) -> Iterator[Refusal]:
    if not because:
        yield WhyRecoveryBack()
    if recovery.corrects_id or Recovery.objects.filter(corrects=recovery).exists():
        yield RecoveryTakenBack()
    elif move and books.open_amount(account=SUSPENSE, item=move) < recovery.cents:
        yield NotWaiting(amount=money.show(recovery.cents))


def _enter(new: Recovery, rows: Sequence[Back], by: Actor, at: datetime) -> Recovery:
    """Post it in the books of each legal entity, keep it with its parts, and mark what is left."""
    on = at.astimezone(ZONE).date()
    undone = _undone(new)
    ups = list(_top_ups(new, rows, on))
    posted = ledger.post(entries=[*ups, *_entries(new, rows, on, undone)], by=by, at=at)
    place = posted[len(ups)]
    new.fund_cents = sum(row.net_cents for row in rows if row.loss.guaranteed)
    new.vat_cents = sum(row.vat_cents for row in rows)
    new.cents = sum(row.cents for row in rows)
    new.units_cents = new.cents - new.fund_cents - new.vat_cents
    new.entry = place.id
    new.save(force_insert=True)
    RecoveredPart.objects.bulk_create(
        RecoveredPart(recovery=new, loss=row.loss, net_cents=row.net_cents, vat_cents=row.vat_cents)
        for row in rows
        if row.cents
    )
    changes: dict[str, int] = defaultdict(int)
    for row in rows:
        changes[row.loss.invoice.ref] -= row.cents
    note_lost(changes, new.bankruptcy.ref, by, at)
    return new


def back_key(recovery: Recovery, entity: int) -> str:
    """Return the key under which a fund was fed because this recovery was taken out of it again."""
    return f"fund:{recovery.bankruptcy.ref}:back:{recovery.pk}:{entity}"


def _top_ups(new: Recovery, rows: Sequence[Back], on: date) -> Iterator[ledger.Entry]:
    """What a fund lacks that used a dividend for another loss before it was taken back."""
    if new.corrects is None:
        return
    needed: dict[int, int] = defaultdict(int)
    for row in rows:
        if row.loss.guaranteed:
            needed[row.loss.invoice.entity_id or HOUSE] -= row.net_cents
    for entity, cents in needed.items():
        short = cents + books.account_balance(account=FUND, entity=entity)
        if short > 0:
            yield charge(short, on=on, key=back_key(new.corrects, entity), entity=entity)


def _undone(new: Recovery) -> Mapping[int, int]:
    """Of what is taken back: the entry in the books of each legal entity."""
    if new.corrects is None:
        return {}
    entities = {part.loss.invoice.entity_id or HOUSE for part in new.corrects.parts.all()}
    received = _receiver(new.corrects.move)
    keys = {_key(new.corrects, entity): entity for entity in {*entities, received}}
    found = books.entries_by_key(keys=list(keys))
    return {keys[key]: id for key, (id, _lines) in found.items()}


def _key(recovery: Recovery, entity: int) -> str:
    once = recovery.move if recovery.nth == 1 else f"{recovery.move}:{recovery.nth}"
    return f"recovery:{once}" if entity == HOUSE else f"recovery:{once}/entity:{entity}"


def _receiver(move: str) -> int:
    """The legal entity on whose account the money came in: it waits in its books."""
    return books.owners(items=[move]).get((SUSPENSE, move), HOUSE)


def _entries(
    new: Recovery, rows: Sequence[Back], on: date, undone: Mapping[int, int]
) -> Iterator[ledger.Entry]:
    """First who has the bank account; what belongs to another entity passes through 4164."""
    receiver = _receiver(new.move)
    of: dict[int, list[Back]] = {receiver: []}
    for row in rows:
        of.setdefault(row.loss.invoice.entity_id or HOUSE, []).append(row)
    sums = {entity: sum(row.cents for row in some) for entity, some in of.items()}
    for entity, some in of.items():
        if entity == receiver:
            first = [ledger.Line(SUSPENSE, sum(sums.values()), None, new.move)]
            first += [_owed(-sums[each], receiver, each) for each in of if each != receiver]
        else:
            first = [_owed(sums[entity], receiver, entity)]
        lines = [line for line in (*first, *_lines(some)) if line.cents]
        if lines:
            yield ledger.Entry(
                "bank" if entity == receiver else "misc",
                on,
                f"{new.bankruptcy.client.name} {new.bankruptcy.file_number}".strip(),
                _key(new, entity),
                new.bankruptcy.ref,
                lines,
                undone.get(entity),
                entity,
            )


def _owed(cents: int, receiver: int, other: int) -> ledger.Line:
    return ledger.Line(books.BETWEEN, cents, None, books.between(receiver, other))


def _lines(rows: Sequence[Back]) -> list[ledger.Line]:
    """What was not guaranteed is the unit's again, less the contribution on it."""
    fund = sum(row.net_cents for row in rows if row.loss.guaranteed)
    nets: dict[int, int] = defaultdict(int)
    fees: dict[int, int] = defaultdict(int)
    for row in rows:
        if not row.loss.guaranteed:
            nets[row.loss.unit_id] += row.net_cents
            fees[row.loss.unit_id] += row.fee_cents
    lines = [
        ledger.Line(FUND, -fund),
        ledger.Line(OUTPUT_VAT, -sum(row.vat_cents for row in rows)),
        ledger.Line(CONTRIBUTION_EARNED, -sum(fees.values())),
    ]
    for unit, net in nets.items():
        lines.append(ledger.Line(BUDGETS_OWED, -net, unit))
        lines.append(ledger.Line(CONTRIBUTION_PAID, fees[unit], unit))
    return lines
