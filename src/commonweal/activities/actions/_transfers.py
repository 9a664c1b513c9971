"""Budget that one unit gives to another: proposed, consented to, in the books."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.actions import _sides as sides
from commonweal.activities.actions._budget import NewCommitment, Spend, commit, hold, spend
from commonweal.activities.actions._sides import AlreadyAnswered, AmountNotPositive, Move, Word
from commonweal.activities.actions._trust import call_off
from commonweal.activities.models import Commitment, CommitmentKind, Transfer
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.kernel.scope import past_the_lock
from commonweal.rules.parameters import figure

State = Transfer.State
OPEN = (State.CHECKING, State.PROPOSED)


class NoText(Refusal):
    message = _("Say what the budget is for: both sides read it in their statements.")
    field = "text"


class TransferExpired(Refusal):
    message = _("Ask “%(giver)s” to propose it again: the time to answer was over after %(day)s.")


class GiverCannotPay(Refusal):
    message = _("Ask “%(giver)s” to propose it again later: its budget does not cover it any more.")


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """
    Budget to give, in cents. The same `key` is answered with the first transfer. `checking`:
    an adviser looks at it before the receiver is asked.
    """

    giver_id: int
    receiver_id: int
    cents: int
    text: str
    key: str | None = None
    checking: bool = False


@action
def propose_transfers(
    *, transfers: Sequence[NewTransfer], by: Actor, at: datetime
) -> list[Transfer]:
    """
    Keep budget aside at the givers and ask the receivers for their consent, in the same order.

    :raises SameUnit, UnknownUnit, OtherUnitClosed, UnitClosed: if these two cannot deal
    :raises AmountNotPositive, NoText: if amount or text is missing
    :raises BudgetTooSmall: if a giver cannot spend as much
    """
    hold(units={new.giver_id for new in transfers})  # the second click of two waits here
    found = _answered_before(transfers)
    fresh = [new for new in transfers if new.key not in found]
    check_all(_refusals(fresh, sides.today(at)))
    made = Transfer.objects.bulk_create([_proposal(new, by, at) for new in fresh])
    commit(commitments=[_reservation(transfer) for transfer in made], by=by, at=at)
    _ask([transfer for transfer in made if transfer.state == State.PROPOSED], by, at)
    new_ones = iter(made)
    return [found[new.key] if new.key in found else next(new_ones) for new in transfers]


@action
def release_checked_transfers(
    *, transfers: Sequence[Transfer], by: Actor, at: datetime
) -> list[Transfer]:
    """
    Let transfers go that an adviser looked at: the receivers are asked, with their full time.

    :raises AlreadyAnswered: if one waits for no adviser
    """
    held = _held(transfers)
    check_all(_not_in(held, [State.CHECKING]))
    until = _answer_by(at)
    for transfer in held:
        transfer.state, transfer.expires_on, transfer.asked_at = State.PROPOSED, until, at
    Transfer.objects.bulk_update(held, ["state", "expires_on", "asked_at"])
    _reservations(held).update(expires_on=until)
    _ask(held, by, at)
    return held


@action
def accept_transfers(*, transfers: Sequence[Transfer], by: Actor, at: datetime) -> list[Transfer]:
    """
    Consent for the receivers: the budget leaves the givers and is theirs at once.

    :raises AlreadyAnswered: if one waits for no answer any more
    :raises TransferExpired: if the time to answer is over
    :raises UnitClosed: if a receiver was closed meanwhile
    :raises GiverCannotPay: if a giver's budget fell below what it kept aside
    """
    sides.hold({unit for each in transfers for unit in (each.giver_id, each.receiver_id)})
    held = _held(transfers)
    receivers = {transfer.receiver_id for transfer in held}
    check_all([*_unanswerable(held, at), *sides.closed(receivers, sides.today(at))])
    _take_from_givers(held, by, at)
    sides.post([_move(transfer) for transfer in held], by, at)
    _answer(held, State.ACCEPTED, "", by, at)
    _tell([(each, each.giver_id) for each in held], "transfer_accepted", by, at)
    return held


@action
def refuse_transfer(*, transfer: Transfer, reason: str, by: Actor, at: datetime) -> Transfer:
    """
    Refuse for the receiver: the giver can spend its budget again, and reads why.

    :raises NoReason: if no reason is given
    :raises AlreadyAnswered, TransferExpired: if it waits for no answer any more
    """
    reason = sides.said(reason)
    (held,) = _held([transfer])
    check_all(_unanswerable([held], at))
    _end([held], State.REFUSED, reason, by, at)
    sides.keep_reason(held.ref, reason, by, at)
    _tell([(held, held.giver_id)], "transfer_refused", by, at)
    return held


@action
def withdraw_transfer(*, transfer: Transfer, by: Actor, at: datetime, reason: str = "") -> Transfer:
    """
    Take a proposal back for the giver; a receiver who was asked hears of it.

    :raises AlreadyAnswered: if it was answered
    """
    reason = " ".join(reason.split())
    call_off(origins=[transfer.ref], by=by, at=at)
    (held,) = _held([transfer])
    check_all(_not_in([held], OPEN))
    _end([held], State.WITHDRAWN, reason, by, at)
    sides.keep_reason(held.ref, reason, by, at)
    _tell([(held, held.receiver_id)] if held.asked_at else [], "transfer_withdrawn", by, at)
    return held


@action
def expire(*, by: Actor, at: datetime) -> list[Transfer]:
    """
    End the proposals whose day is over and tell both sides, and take away every reservation, of
    whatever origin, that expired. They counted no more already; now they are gone.
    """
    today = sides.today(at)
    late = Transfer.objects.select_for_update(skip_locked=True).filter(
        state=State.PROPOSED, expires_on__lt=today
    )
    held = list(late.order_by("id"))
    _end(held, State.EXPIRED, "", by, at)
    stale = Commitment.objects.select_for_update(skip_locked=True).filter(
        kind=CommitmentKind.RESERVED, expires_on__lt=today
    )
    gone = list(stale.order_by("id").values_list("id", flat=True))
    Commitment.objects.filter(id__in=gone).delete()
    both = [(each, side) for each in held for side in (each.giver_id, each.receiver_id)]
    _tell(both, "transfer_expired", by, at)
    return held


def _answered_before(transfers: Sequence[NewTransfer]) -> dict[str | None, Transfer]:
    keys = [new.key for new in transfers if new.key]
    return {each.key: each for each in Transfer.objects.filter(key__in=keys)} if keys else {}


def _refusals(new: Sequence[NewTransfer], on: date) -> Iterator[Refusal]:
    units = sides.units_of({id for each in new for id in (each.giver_id, each.receiver_id)})
    for each in new:
        yield from sides.objections(each.giver_id, each.receiver_id, units, on)
        if each.cents <= 0:
            yield AmountNotPositive()
        if not each.text.strip():
            yield NoText()


def _proposal(new: NewTransfer, by: Actor, at: datetime) -> Transfer:
    return Transfer(
        giver_id=new.giver_id,
        receiver_id=new.receiver_id,
        cents=new.cents,
        text=" ".join(new.text.split()),
        state=State.CHECKING if new.checking else State.PROPOSED,
        key=new.key,
        expires_on=_answer_by(at),
        proposed_by=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
        asked_at=None if new.checking else at,
    )


def _answer_by(at: datetime) -> date:
    on = sides.today(at)
    days: int = figure("transfer.consent_days", on).value
    return on + timedelta(days=days)


def _reservation(transfer: Transfer) -> NewCommitment:
    """What waits for an adviser does not expire: the time of the receiver has not begun."""
    until = None if transfer.state == State.CHECKING else transfer.expires_on
    return NewCommitment(
        transfer.giver_id, CommitmentKind.RESERVED, transfer.ref, transfer.cents, until
    )


def _reservations(transfers: Sequence[Transfer]) -> "QuerySet[Commitment]":
    return Commitment.objects.filter(
        kind=CommitmentKind.RESERVED, origin__in=[transfer.ref for transfer in transfers]
    )


def _held(transfers: Sequence[Transfer]) -> list[Transfer]:
    """Lock the transfers as they stand now: of two answers at once, one finds it answered."""
    rows = Transfer.objects.select_for_update().filter(pk__in=[each.pk for each in transfers])
    return list(rows.order_by("pk"))


def _not_in(held: Sequence[Transfer], states: Sequence[State]) -> Iterator[Refusal]:
    for transfer in held:
        if transfer.state not in states:
            yield AlreadyAnswered(what=transfer.text, state=transfer.get_state_display())


def _unanswerable(held: Sequence[Transfer], at: datetime) -> Iterator[Refusal]:
    yield from _not_in(held, [State.PROPOSED])
    for transfer in held:
        if transfer.state == State.PROPOSED and transfer.expires_on < sides.today(at):
            giver = queries.names(units=[transfer.giver_id])[transfer.giver_id]
            yield TransferExpired(giver=giver, day=f"{transfer.expires_on:%d/%m/%Y}")


def _take_from_givers(held: Sequence[Transfer], by: Actor, at: datetime) -> None:
    """Spend at the givers. Why one cannot is its own affair: the receiver reads only that."""
    spends = [Spend(each.giver_id, each.ref, each.cents) for each in held]
    try:
        with past_the_lock():
            spend(spends=spends, by=by, at=at)
    except Refusal as refusal:
        givers = queries.names(units=[each.giver_id for each in held])
        raise GiverCannotPay(giver="”, “".join(givers.values())) from refusal


def _move(transfer: Transfer) -> Move:
    return Move(
        transfer.ref, transfer.text, transfer.giver_id, transfer.receiver_id, transfer.cents
    )


def _end(held: Sequence[Transfer], state: State, answer: str, by: Actor, at: datetime) -> None:
    """Close proposals without money: what was kept aside at the givers is free again."""
    _answer(held, state, answer, by, at)
    with past_the_lock():
        _reservations(held).delete()


def _answer(held: Sequence[Transfer], state: State, answer: str, by: Actor, at: datetime) -> None:
    for transfer in held:
        transfer.state, transfer.answer = state, answer
        transfer.answered_by_name, transfer.answered_at = by.name, at
    Transfer.objects.bulk_update(held, ["state", "answer", "answered_by_name", "answered_at"])


def _ask(transfers: Sequence[Transfer], by: Actor, at: datetime) -> None:
    _tell([(each, each.receiver_id) for each in transfers], "transfer_proposed", by, at)


def _tell(pairs: Sequence[tuple[Transfer, int]], kind: str, by: Actor, at: datetime) -> None:
    """Write of each transfer to the people of a unit."""
    names = queries.names(
        units={unit for each, _to in pairs for unit in (each.giver_id, each.receiver_id)}
    )
    sides.tell([_word(each, unit, kind, names) for each, unit in pairs], by, at)


def _word(transfer: Transfer, unit: int, kind: str, names: Mapping[int, str]) -> Word:
    context = {
        "giver": names[transfer.giver_id],
        "receiver": names[transfer.receiver_id],
        "cents": transfer.cents,
        "text": transfer.text,
        "expires_on": f"{transfer.expires_on}",
        "reason": transfer.answer,
    }
    return Word(unit, kind, context, f"transfer/{transfer.pk}", transfer.ref)
