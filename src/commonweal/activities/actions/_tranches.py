"""Tranches: called from the funder, released as the money comes, taken back."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.activities import _tranches as money
from commonweal.activities.actions._budget import NewCommitment, UnitClosed, commit, release
from commonweal.activities.models import CommitmentKind, FundingAgreement, FundingTranche
from commonweal.banking.queries import BANK_VERBS
from commonweal.kernel.actions import action, record, unread
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

State = FundingTranche.State


class AgreementNotSigned(Refusal):
    message = _("Sign the agreement first: money of “%(title)s” can be called while it runs.")


class NotExpected(Refusal):
    message = _("Choose a tranche that is still expected: tranche %(number)s was called before.")


class NothingToCancel(Refusal):
    message = _("Choose a tranche that is not paid yet: nothing of tranche %(number)s is to come.")


class WhyCancelledMissing(Refusal):
    message = _("Say in a few words why the money does not come.")
    field = "reason"


@action
def call_tranches(
    *, tranches: Sequence[FundingTranche], by: Actor, at: datetime
) -> list[FundingTranche]:
    """
    Ask the funder for tranches, each under a reference of its own: from now on it owes them.

    A funder's promise is not guaranteed. What a tranche leaves the unit stays confirmed until the
    money is there.

    :raises Refusal: if an agreement does not run, a tranche is not expected, or a unit is closed
    """
    held, on = _hold(tranches), at.astimezone(ZONE).date()
    check_all(fault for tranche in held for fault in _not_callable(tranche, on))
    for tranche in held:
        tranche.state, tranche.called_on = State.CALLED, on
        tranche.reference = money.reference(tranche)
        tranche.contribution_cents = money.contribution(tranche.cents, on)
    FundingTranche.objects.bulk_update(
        held, ["state", "called_on", "reference", "contribution_cents"]
    )
    ledger.post(entries=[money.call(tranche, on) for tranche in held], by=by, at=at)
    _confirm({tranche: tranche.cents - tranche.contribution_cents for tranche in held}, by, at)
    return held


@action
def release_tranches(*, by: Actor, at: datetime) -> list[ledger.Posted]:
    """
    Let the budget of called tranches follow what the bank did since the last run, in proportion.

    Of a tranche of which a third is paid, a third of its budget becomes available. If the bank
    takes that back, or a person its placing, the third is confirmed again and no more.
    """
    if not unread(job="activities.release_tranches", verbs=BANK_VERBS):
        return []
    items = {row.item for row in books.open_list(account=money.HELD)}
    items.update(books.reopened(account=money.FUNDERS))
    ids = [int(item.removeprefix("tranche:")) for item in items if item.startswith("tranche:")]
    return _release(_hold(FundingTranche.objects.filter(id__in=ids)), by, at)


@action
def cancel_tranches(
    *, tranches: Sequence[FundingTranche], reason: str, by: Actor, at: datetime
) -> None:
    """
    Expect tranches no more. Of a tranche that was called, what is not paid is taken back by an
    entry; what was paid stays with the unit. The log keeps the reason.

    :raises Refusal: without a reason, or if nothing of a tranche is to come
    """
    held, on, reason = _hold(tranches), at.astimezone(ZONE).date(), " ".join(reason.split())
    called = [tranche for tranche in held if tranche.state == State.CALLED]
    unpaid = money.unpaid(called)
    check_all(
        [
            *([] if reason else [WhyCancelledMissing()]),
            *(NothingToCancel(number=each.position) for each in held if _is_over(each, unpaid)),
        ]
    )
    _release(called, by, at)
    keys = {tranche: f"call:{tranche.ref}" for tranche in called}
    calls = books.entries_by_key(keys=list(keys.values()))
    ledger.post(
        entries=[
            money.take_back(tranche, unpaid[tranche.ref], calls[key][0], on)
            for tranche, key in keys.items()
        ],
        by=by,
        at=at,
    )
    release(origins=[tranche.ref for tranche in held], by=by, at=at)
    FundingTranche.objects.filter(id__in=[each.pk for each in held]).update(state=State.CANCELLED)
    record(
        verb="activities.cancel_tranches", by=by, at=at, data={"reason": reason},
        subjects=[*(each.ref for each in held), *{f"funding:{each.agreement_id}" for each in held}],
    )  # fmt: skip


def _hold(tranches: Iterable[FundingTranche]) -> list[FundingTranche]:
    ids = [tranche.pk for tranche in tranches]
    rows = FundingTranche.objects.select_for_update(of=("self",)).filter(id__in=ids)
    return list(rows.select_related("agreement__unit").order_by("id"))


def _not_callable(tranche: FundingTranche, on: date) -> Iterator[Refusal]:
    agreement = tranche.agreement
    unit = agreement.unit
    if agreement.state != FundingAgreement.State.SIGNED:
        yield AgreementNotSigned(title=agreement.title)
    if tranche.state != State.EXPECTED:
        yield NotExpected(number=tranche.position)
    if unit.closed_on and unit.closed_on <= on:
        yield UnitClosed(name=unit.name, day=f"{unit.closed_on:%d/%m/%Y}")


def _is_over(tranche: FundingTranche, unpaid: dict[str, int]) -> bool:
    paid = tranche.state == State.CALLED and not unpaid.get(tranche.ref)
    return paid or tranche.state == State.CANCELLED


def _release(tranches: list[FundingTranche], by: Actor, at: datetime) -> list[ledger.Posted]:
    """
    What was paid and is still held goes to the budget, what is open again is held again; what is
    confirmed is what is held.
    """
    held, unpaid, turns = money.held(tranches), money.unpaid(tranches), money.turns(tranches)
    on, entries, left = at.astimezone(ZONE).date(), [], {}
    for tranche in tranches:
        whole = tranche.cents - tranche.contribution_cents
        to_hold = whole - money.earned(tranche, unpaid.get(tranche.ref, 0))
        if due := held.get(tranche.ref, 0) - to_hold:
            entries.append(money.move(tranche, due, turns[tranche.ref], on))
            left[tranche] = to_hold
    _confirm({tranche: cents for tranche, cents in left.items() if cents}, by, at)
    release(origins=[tranche.ref for tranche, cents in left.items() if not cents], by=by, at=at)
    return ledger.post(entries=entries, by=by, at=at)


def _confirm(amounts: dict[FundingTranche, int], by: Actor, at: datetime) -> None:
    promised = [
        NewCommitment(tranche.unit_id, CommitmentKind.CONFIRMED, tranche.ref, cents)
        for tranche, cents in amounts.items()
    ]
    commit(commitments=promised, by=by, at=at)
