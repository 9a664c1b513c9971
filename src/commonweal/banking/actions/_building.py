"""Building a batch of payments: what may be in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions._locks import lock
from commonweal.banking.models import Account, Payment, PaymentBatch
from commonweal.kernel import identifiers, money
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import queries as books


class NothingToPay(Refusal):
    message = _("Choose at least one payment.")


class NoBankAccount(Refusal):
    message = _("Enter the bank account of the cooperative first: nothing can be paid without it.")


class WrongPayeeIban(Refusal):
    message = _(
        "Compare the account number of %(name)s with the bank card: "
        "the last digits of “%(number)s” do not fit."
    )
    field = "iban"


class NotAnAmount(Refusal):
    message = _("Give %(name)s an amount above zero.")
    field = "cents"


class ChosenTwice(Refusal):
    message = _("Choose %(item)s of %(name)s once: it is in this list twice.")


class AlreadyUnderWay(Refusal):
    message = _("Leave out %(item)s of %(name)s: payment batch %(batch)s is already paying it.")


class MoreThanOwed(Refusal):
    message = _("Pay %(name)s at most %(owed)s euro for %(item)s: that is what is still owed.")


@dataclass(frozen=True, slots=True)
class NewPayment:
    """
    What to pay: `item` is open on `account` of the books ("payslip:12" on 455), in cents.

    `reference` is a structured reference or words for the payee; it is executed on `due_on`, or
    on the day the file is made when that is later. `payee` is who gets it ("member:12").
    """

    item: str
    account: str
    name: str
    iban: str
    cents: int
    reference: str
    due_on: date
    unit: int | None = None
    payee: str = ""
    kind: str = "wage"


WRITE = """
insert into banking_payment (batch_id, item, account, unit, kind, payee, name, iban, cents,
    reference, due_on, live)
select %s, each.*, true
from unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::text[], %s::date[]) as each
"""
AnyPayment = TypeVar("AnyPayment", NewPayment, Payment)


@action
def build_batch(
    *,
    payments: Sequence[NewPayment],
    by: Actor,
    at: datetime,
    account: Account | None = None,
    execute_on: date | None = None,
) -> PaymentBatch:
    """
    Put payments together, to be approved by somebody else; from the main account, or another.

    With `execute_on` all are executed on that day, else each on the day it is due.

    :raises NothingToPay, NoBankAccount: if there is nothing, or nothing to pay it from
    :raises WrongPayeeIban, NotAnAmount, ChosenTwice: if a payment cannot be made
    :raises AlreadyUnderWay, MoreThanOwed: if an item is being paid, or less is owed
    """
    lock()
    payer = account or queries.find_main_account()
    if not payments:
        raise NothingToPay
    if payer is None:
        raise NoBankAccount
    check_all([*_faults(payments), *_under_way(payments), *too_much(payments)])
    batch = PaymentBatch.objects.create(
        account=payer,
        count=len(payments),
        total_cents=sum(payment.cents for payment in payments),
        built_by=by.id,
        built_by_name=by.name,
        built_at=at,
        execute_on=execute_on,
    )
    _write(batch, payments)
    return batch


def _faults(payments: Sequence[NewPayment]) -> Iterator[Refusal]:
    seen: set[tuple[str, str]] = set()
    for payment in payments:
        if payment.cents <= 0:
            yield NotAnAmount(name=payment.name)
        if (payment.account, payment.item) in seen:
            yield ChosenTwice(name=payment.name, item=payment.item)
        seen.add((payment.account, payment.item))
        try:
            identifiers.iban(payment.iban)
        except identifiers.WrongIban:
            yield WrongPayeeIban(name=payment.name, number=payment.iban)


def _under_way(payments: Sequence[NewPayment]) -> Iterator[Refusal]:
    for account, items in _by_account(payments).items():
        live = queries.live_items(account=account, items=list(items))
        for item, payment in live.items():
            yield AlreadyUnderWay(name=items[item].name, item=item, batch=payment.batch_id)


def too_much(payments: Sequence[AnyPayment]) -> Iterator[Refusal]:
    """Refuse payments above what the books still owe: the credit side of their account."""
    for account, items in _by_account(payments).items():
        amounts = books.open_amounts(account=account, items=list(items))
        for item, payment in items.items():
            owed_cents = -amounts.get(item, 0)
            if payment.cents > owed_cents:
                owed = money.show(max(owed_cents, 0))
                yield MoreThanOwed(name=payment.name, item=item, owed=owed)


def _by_account(payments: Sequence[AnyPayment]) -> dict[str, dict[str, AnyPayment]]:
    found: dict[str, dict[str, AnyPayment]] = {}
    for payment in payments:
        found.setdefault(payment.account, {})[payment.item] = payment
    return found


def _write(batch: PaymentBatch, payments: Sequence[NewPayment]) -> None:
    """One statement of arrays: a payday of 20,000 is written in the time of a few hundred rows."""
    columns = zip(*map(_row, payments), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [batch.pk, *map(list, columns)])


def _row(payment: NewPayment) -> tuple[object, ...]:
    """The columns of WRITE, in its order."""
    return (
        payment.item,
        payment.account,
        payment.unit,
        payment.kind,
        payment.payee,
        payment.name.strip(),
        identifiers.iban(payment.iban),
        payment.cents,
        payment.reference.strip(),
        payment.due_on,
    )
