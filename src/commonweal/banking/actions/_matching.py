"""Proposals for what waits: made by the house, accepted or declined by a person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from json import dumps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commonweal.banking import naming, queries, remarks
from commonweal.banking.actions._locks import PROPOSALS, lock
from commonweal.banking.actions._placing import NothingWaits, Placing, settle, standings_of
from commonweal.banking.models import (
    MatchProposal,
    MatchRule,
    Move,
    MoveDetail,
    Payment,
    Settling,
    SuspenseOwner,
)
from commonweal.banking.queries import CLAIMS
from commonweal.banking.scoring import (
    Claim,
    ClaimIndex,
    Part,
    Received,
    Rule,
    Scored,
    Seen,
    Sent,
    score,
)
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal

State = MatchProposal.State
# What a person placed although the house knew the payer teaches nothing.
KNOWN = {"iban", "name", "rule"}
COLUMNS = {
    "move_id": "bigint", "rank": "smallint", "kind": "text", "score": "smallint",
    "reasons": "jsonb", "parts": "jsonb", "party": "text", "party_name": "text",
    "rule_id": "bigint", "made_at": "timestamptz", "state": "text", "decided_by": "text",
    "decided_by_name": "text",
}  # fmt: skip
INSERT = f"""
insert into banking_matchproposal ({", ".join(COLUMNS)}) select {", ".join(COLUMNS)}
from jsonb_to_recordset(%s::jsonb) as row ({", ".join(map(" ".join, COLUMNS.items()))})
returning id
"""


class ProposalGone(Refusal):
    message = _("Look again: a proposal was overtaken by what happened since.")


class NoOwner(Refusal):
    message = _("Choose who looks after it, or write a note.")
    field = "owner"


@action
def propose(
    *, claims: Sequence[Claim], moves: Sequence[int] | None = None, by: Actor, at: datetime
) -> list[MatchProposal]:
    """
    Say of every waiting movement (or of these) what it may be, and return what is new.

    `claims` is what is open, and what the movements name although it is paid. Nothing is booked.
    What was declined is not proposed again; a proposal that still stands is left as it is.
    """
    lock(PROPOSALS)
    waiting = {row.move.pk: row for row in queries.waiting_moves()}
    details = queries.details_of_waiting()
    asked = waiting.keys() if moves is None else set(moves)
    chosen = [row for pk, row in waiting.items() if pk in asked]
    seen = {row.move.pk: _seen(row, details.get(row.move.pk, ())) for row in chosen}
    index = _index(claims, chosen, seen.values())
    standing, declined = _known(chosen)
    changed, rows = [], []
    for row in chosen:
        found = [_row(row.move, one, at) for one in score(seen[row.move.pk], index)]
        found = [one for one in found if _same(one) not in declined[row.move.pk]]
        if [(*_same(one), one.score) for one in found] != standing[row.move.pk]:
            changed.append(row.move.pk)
            rows += _ranked(found)
    _let_go(changed, waiting.keys(), at)
    return _insert(rows)


@action
def accept(*, proposals: Sequence[int], by: Actor, at: datetime) -> list[Settling]:
    """
    Place movements as it was proposed: all of these proposals (their ids), or none.

    :raises ProposalGone: if one is not open any more
    :raises Refusal: what `place_parts` refuses
    """
    lock()  # first: who settles also overtakes proposals, and two must not wait for each other
    found = MatchProposal.objects.select_for_update(of=("self",)).filter(
        id__in=proposals, state=State.OPEN
    )
    rows = list(found.order_by("id"))
    if len(rows) < len(set(proposals)):
        raise ProposalGone
    placings = [_placing(row) for row in rows]
    ids = [row.pk for row in rows]
    decided = {"decided_by": by.id, "decided_by_name": by.name, "decided_at": at}
    MatchProposal.objects.filter(id__in=ids).update(state=State.ACCEPTED, **decided)
    return settle(placings, by, at)


@action
def decline(*, proposals: Sequence[int], because: str, by: Actor, at: datetime) -> None:
    """
    Say that a movement is not this: it is not proposed again. The log keeps the reason.

    :raises ProposalGone: if one is not open any more
    """
    found = MatchProposal.objects.filter(id__in=proposals, state=State.OPEN)
    moves = sorted(set(found.values_list("move_id", flat=True)))
    decided = {"decided_by": by.id, "decided_by_name": by.name, "decided_at": at}
    if found.update(state=State.DECLINED, **decided) < len(set(proposals)):
        raise ProposalGone
    subjects = [f"move:{pk}" for pk in moves]
    data = {"because": " ".join(because.split())}
    record(verb="banking.decline", subjects=subjects, by=by, at=at, data=data)


@action
def own(
    *,
    moves: Sequence[int],
    owner: str,
    owner_name: str,
    note: str = "",
    remind_on: date | None = None,
    by: Actor,
    at: datetime,
) -> list[SuspenseOwner]:
    """
    Say who looks after movements that wait ("user:5"; nothing: nobody), and what is known of them.

    :raises NothingWaits: if nothing of one waits
    :raises NoOwner: if neither owner nor note is given
    """
    waiting = {row.move.pk for row in queries.suspense()}
    if not waiting.issuperset(moves):
        raise NothingWaits
    note = " ".join(note.split())
    if not owner and not note:
        raise NoOwner
    rows = [
        SuspenseOwner(
            move_id=move, owner=owner, owner_name=owner_name, note=note, remind_on=remind_on,
            by=by.id, by_name=by.name, at=at,
        )
        for move in moves
    ]  # fmt: skip
    record(verb="banking.own", subjects=[f"move:{move}" for move in moves], by=by, at=at)
    return SuspenseOwner.objects.bulk_create(rows)


def _index(
    claims: Sequence[Claim], waiting: Sequence[queries.Waiting], seen: Iterable[Seen]
) -> ClaimIndex:
    rules = MatchRule.objects.filter(accepted_at__isnull=False, ended_at=None)
    return ClaimIndex(
        claims,
        rules=[Rule(rule.pk, rule.kind, rule.value, rule.party) for rule in rules],
        own={account.iban for account in queries.accounts()},
        sent=_sent(seen),
        received=_received(waiting),
    )


def _seen(row: queries.Waiting, details: Sequence[MoveDetail] = ()) -> Seen:
    move = row.move
    return Seen(
        row.cents,
        move.counterparty,
        move.counterparty_account.replace(" ", ""),
        move.reference,
        move.communication,
        move.order_reference,
        move.code,
        move.return_reason,
        move.original_reference,
        tuple(_seen_detail(detail) for detail in details),
    )


def _seen_detail(detail: MoveDetail) -> Seen:
    """A transfer behind a total; what its order was called may name the invoice too."""
    return Seen(
        detail.cents,
        detail.counterparty,
        detail.counterparty_account.replace(" ", ""),
        detail.reference,
        detail.communication,
        detail.order_reference,
        return_reason=detail.return_reason,
        original_reference=detail.order_reference,
    )


def _sent(waiting: Iterable[Seen]) -> dict[tuple[int, int], Sent]:
    """The payments of ours that these movements, and the details of totals, name."""
    credits = [seen for seen in waiting if seen.cents > 0]
    each = [*credits, *(detail for seen in credits for detail in seen.details)]
    named = {naming.payment(seen.every_text) for seen in each}
    ids = [pair[1] for pair in named if pair]
    return {
        (pay.batch_id, pay.pk): Sent(pay.account, pay.item, pay.unit, pay.cents, pay.name)
        for pay in Payment.objects.filter(id__in=ids)
    }


def _received(
    waiting: Iterable[queries.Waiting],
) -> dict[tuple[str, int], list[Received]]:
    """What the accounts behind these debits paid us before, by account and amount."""
    debits = [row for row in waiting if row.cents < 0 and row.move.counterparty_account]
    found = Move.objects.filter(
        counterparty_account__in={row.move.counterparty_account for row in debits},
        cents__in={-row.cents for row in debits},
    )
    settled: dict[tuple[str, int], list[Received]] = defaultdict(list)
    whole = list(found.filter(settled_cents=F("cents")).order_by("-booked_on", "-id"))
    # A payment of ours that came back settled a debt, and no claim.
    known = standings_of([Part(CLAIMS, move.item, None, 0) for move in whole])
    for move in whole:
        key = move.counterparty_account.replace(" ", ""), move.cents
        if (CLAIMS, move.item) in known:
            settled[key].append(Received(move.item, None, move.cents, move.booked_on))
    placed = Settling.objects.filter(move__in=found.filter(suspense_cents__gt=0), undone_at=None)
    for one in placed.select_related("move").order_by("-id"):
        account, item, unit, cents = one.parts[0]
        if account == CLAIMS and cents == one.move.cents:
            key = one.move.counterparty_account.replace(" ", ""), cents
            settled[key].append(Received(item, unit, cents, one.move.booked_on))
    return settled


Known = dict[int, list[Any]]


def _known(waiting: Sequence[queries.Waiting]) -> tuple[Known, Known]:
    """What stands for these movements, in its order, and what a person declined."""
    standing: Known = defaultdict(list)
    declined: Known = defaultdict(list)
    ids = [row.move.pk for row in waiting]
    rows = MatchProposal.objects.filter(move__in=ids, state__in=[State.OPEN, State.DECLINED])
    for row in rows.order_by("rank"):
        if row.state == State.OPEN:
            standing[row.move_id].append((*_same(row), row.score))
        else:
            declined[row.move_id].append(_same(row))
    return standing, declined


def _same(row: MatchProposal) -> tuple[str, str]:
    return row.kind, str([list(part) for part in row.parts])


def _row(move: Move, one: Scored, at: datetime) -> MatchProposal:
    return MatchProposal(
        move=move,
        rank=0,
        kind=one.kind,
        score=one.score,
        reasons=remarks.stored(one.reasons),
        parts=[list(part) for part in one.parts],
        party=one.party,
        party_name=one.party_name,
        rule_id=one.rule,
        made_at=at,
    )


def _insert(rows: Sequence[MatchProposal]) -> list[MatchProposal]:
    """Write proposals in one statement: their texts as they are, not as thousands of parameters."""
    values = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [dumps(values, cls=DjangoJSONEncoder)])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding = False
    return list(rows)


def _ranked(rows: Sequence[MatchProposal]) -> list[MatchProposal]:
    for rank, row in enumerate(rows, start=1):
        row.rank = rank
    return list(rows)


def _let_go(changed: Sequence[int], waiting: Iterable[int], at: datetime) -> None:
    """What was proposed for a movement that looks different now, or waits no more, is over."""
    rows = MatchProposal.objects.filter(state=State.OPEN)
    shown = set(rows.values_list("move_id", flat=True).distinct())
    if gone := shown & set(changed) | shown - set(waiting):
        rows.filter(move__in=gone).update(state=State.STALE, decided_at=at)


def _placing(row: MatchProposal) -> Placing:
    known = any(reason["code"] in KNOWN for reason in row.reasons)
    parts = tuple(Part(*part) for part in row.parts)
    party = "" if known else row.party
    return Placing(row.move_id, parts, party, row.party_name, row.pk)
