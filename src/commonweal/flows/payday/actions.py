"""
Paying what is due: batches by day and kind, and every step on the way looks at the accounts again.

`hand_over` commits its claim before it sends, so it runs outside any transaction; the others are
verbs as everywhere.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.actions import Placing
from commonweal.banking.queries import Handover, PaymentBatch, Settling
from commonweal.flows.payday import _state, queries
from commonweal.flows.payday._accounts import (
    NothingDiffers,
    change_account,
    note_number,
    send_account_link,
    stop_account,
)
from commonweal.flows.payday._money_back import tell_refunds
from commonweal.flows.payday._state import OwedChanged
from commonweal.flows.payday.values import Due
from commonweal.kernel import identifiers
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.purchases import queries as purchases

__all__ = [
    "ARRIVED",
    "LOST",
    "ChangedAccount",
    "ChangedAfterFile",
    "ChangedDebt",
    "NothingDiffers",
    "NothingReady",
    "OwedChanged",
    "OwnBill",
    "approve",
    "change_account",
    "export",
    "hand_over",
    "note_number",
    "place",
    "prepare",
    "send_account_link",
    "stop_account",
    "tell_refunds",
    "uploaded",
]

# What a person can say of a file of which nobody knows.
ARRIVED, LOST = "sent", "withdrawn"


class ChangedAccount(Refusal):
    message = _(
        "Cancel batch %(batch)s and build it again: the account number of %(name)s changed since."
    )


class ChangedAfterFile(Refusal):
    message = _(
        "Let a colleague take the file of batch %(batch)s back, and build it again: the account "
        "number of %(name)s changed since."
    )


class ChangedDebt(Refusal):
    message = _("Cancel batch %(batch)s and build it again: what is owed to the state changed.")


class OwnBill(Refusal):
    message = _(
        "Let a colleague approve batch %(batch)s: you entered or last changed the bill %(bill)s."
    )


class NothingReady(Refusal):
    message = _("Choose at least one payment that does not wait.")


@action
def prepare(
    *,
    until: date,
    by: Actor,
    at: datetime,
    kinds: Collection[str] = queries.KINDS,
    items: Collection[str] | None = None,
    dues: Sequence[Due] | None = None,
) -> list[PaymentBatch]:
    """
    Build a batch for each day of execution and each kind of what falls due up to a day; of these
    `items` only, if given. What is held is left out: `queries.due` says why. Who read what is due
    just now gives it as `dues`; what was paid meanwhile is refused.

    The account number of a payee who was never paid is noted, and serves from now on.

    :raises NothingReady: if nothing of it can be paid now
    :raises OwedChanged: if what is owed to the state is not what was read
    """
    found = queries.due(until=until, at=at, kinds=kinds) if dues is None else dues
    chosen = [due for due in found if items is None or due.item in items]
    first = _note(chosen, by, at)
    ready = [due for due in chosen if not due.held and due.iban == first.get(due.payee, due.iban)]
    if not ready:
        raise NothingReady
    _state.open_items(dues=ready, by=by, at=at)
    ready.sort(key=lambda due: (due.execute_on, queries.KINDS.index(due.kind)))
    return [
        banking.build_batch(payments=list(map(_payment, some)), execute_on=day, by=by, at=at)
        for (day, _kind), some in groupby(ready, key=lambda due: (due.execute_on, due.kind))
    ]


def _note(dues: Collection[Due], by: Actor, at: datetime) -> dict[str, str]:
    """
    Note the first number of a payee, which serves at once, and return it by payee; a second one
    in the same list is asked about at the desk, like any other.
    """
    first: dict[str, Due] = {}
    for due in dues:
        if due.iban and not due.held and not _is_misspelt(due):
            first.setdefault(due.payee, due)
    known = bank.histories(payees=first)
    new = {payee: due for payee, due in first.items() if not known[payee].rows}
    if new:
        noted = [banking.NewPayeeAccount(payee, due.iban, due.name) for payee, due in new.items()]
        banking.note_accounts(accounts=noted, by=by, at=at)
    return {payee: due.iban for payee, due in new.items()}


def _is_misspelt(due: Due) -> bool:
    try:
        return due.iban != identifiers.iban(due.iban)
    except identifiers.WrongIban:
        return True


def _payment(due: Due) -> banking.NewPayment:
    return banking.NewPayment(
        item=due.item,
        account=due.account,
        name=due.name,
        iban=due.iban,
        cents=due.cents,
        reference=due.reference,
        due_on=due.due_on,
        payee=due.payee,
        kind=due.kind,
    )


@action
def approve(*, batch: PaymentBatch, by: Actor, at: datetime) -> PaymentBatch:
    """
    Approve a batch that somebody else built, with no bill that one entered or changed last.

    :raises OwnBill: for each such bill, whatever the roles
    :raises ChangedAccount: if a payee gave another account number since
    :raises ChangedDebt: if the state is owed another amount since
    """
    check_all([*_own_bills(batch, by), *_changed(batch, at), *_tax_changed(batch, at)])
    return banking.approve_batch(batch=batch, by=by, at=at)


@action
def export(*, batch: PaymentBatch, by: Actor, at: datetime) -> PaymentBatch:
    """
    Make the file of an approved batch.

    :raises ChangedAccount: if a payee gave another account number since
    :raises ChangedDebt: if the state is owed another amount since
    """
    check_all([*_changed(batch, at), *_tax_changed(batch, at)])
    return banking.export_batch(batch=batch, by=by, at=at)


def hand_over(*, batch: PaymentBatch, by: Actor, at: datetime) -> Handover:
    """
    Give the file of a batch to the bank over its line, at most once; not within a transaction.

    The file is what was approved: a number that changed after it was made is told before.

    :raises ChangedAfterFile: if a payee gave another account number since
    """
    check_all(_changed(batch, at, ChangedAfterFile))
    return banking.hand_over(batch=batch, by=by, at=at)


@transaction.atomic
def uploaded(*, batch: PaymentBatch, by: Actor, at: datetime) -> Handover:
    """Say that a person gave the file of a batch to the bank; after that nobody else may."""
    check_all(_changed(batch, at, ChangedAfterFile))
    handover = banking.claim_handover(batch=batch, way=Handover.Way.BY_HAND, by=by, at=at)
    return banking.end_handover(handover=handover, outcome=ARRIVED, answer="", by=by, at=at)


@action
def place(*, placings: Sequence[Placing], by: Actor, at: datetime) -> list[Settling]:
    """
    Place movements that wait, as `banking.place_parts` does. A tax that was paid at the bank's own
    site is named in the books first, so that the payment settles its period.

    :raises Refusal: what `place_parts` refuses
    """
    left = {part.item for one in placings for part in one.parts if part.cents < 0}
    banking.hold_bank()
    _state.name(items=left, by=by, at=at)
    return banking.place_parts(placings=placings, by=by, at=at)


def _own_bills(batch: PaymentBatch, by: Actor) -> Iterator[Refusal]:
    """Who invents a bill shall need two colleagues to have it paid, not one."""
    rows = bank.payments(batch=batch).filter(item__startswith="purchase:")
    items = list(rows.values_list("item", flat=True))
    for bill in purchases.touched_by(items=items, person=by.id) if items else ():
        yield OwnBill(batch=batch.pk, bill=str(bill))


def _tax_changed(batch: PaymentBatch, at: datetime) -> Iterator[Refusal]:
    """The books may owe the state another amount than when the batch was built."""
    rows = bank.payments(batch=batch).filter(kind=queries.TAX)
    cents = dict(rows.values_list("item", "cents"))
    if cents and any(_state.changed(cents=cents, at=at)):
        yield ChangedDebt(batch=batch.pk)


def _changed(
    batch: PaymentBatch, at: datetime, refusal: type[Refusal] = ChangedAccount
) -> Iterator[Refusal]:
    """One line for each payee, however many payments it gets."""
    paid = bank.payments(batch=batch).exclude(payee="")
    numbers = {
        payee: (iban, name) for payee, iban, name in paid.values_list("payee", "iban", "name")
    }
    ibans = {payee: iban for payee, (iban, _name) in numbers.items()}
    for payee in queries.unusable(payees=ibans, at=at):
        yield refusal(batch=batch.pk, name=numbers[payee][1])
