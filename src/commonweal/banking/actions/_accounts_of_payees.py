"""The account numbers of those we pay: the first serves at once, one that replaces it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions._locks import lock
from commonweal.banking.models import PayeeAccount
from commonweal.banking.queries import History
from commonweal.kernel import identifiers
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.rules.parameters import figure

HOLD = "bank.account_hold"
# Why a number was stopped when the payee gave another: a code, which the pages put in words.
REPLACED = "replaced"
How = PayeeAccount.How


class NotWaiting(Refusal):
    message = _("Choose an account number that waits: %(iban)s is confirmed or stopped already.")


class ReasonForAccount(Refusal):
    message = _("Say in a few words how you know it: whom you asked, and where you found them.")
    field = "because"


class WhyStopped(Refusal):
    message = _("Say in a few words why the number is stopped: its payee will ask.")
    field = "because"


class EnteredBySameHands(Refusal):
    message = _("Ask a colleague to confirm %(iban)s: who entered it cannot confirm it.")


@dataclass(frozen=True, slots=True)
class NewPayeeAccount:
    """
    A number on which `payee` ("member:12") is to be paid from now on; `name` as the bank has.
    `looks_like` names the payee with whom this one may be confused.
    """

    payee: str
    iban: str
    name: str
    looks_like: str = ""


@action
def note_accounts(
    *, accounts: Sequence[NewPayeeAccount], by: Actor, at: datetime
) -> list[PayeeAccount]:
    """
    Note on which numbers payees are to be paid; return what each was noted as, in this order.

    The first number of a payee serves at once; of one that looks like another payee, once it is
    confirmed. Another one waits as long as `bank.account_hold`
    says and until it is confirmed; it takes the place of a number that still waited. The number
    that serves, or that waits already, is given again without any change.

    :raises WrongIban: if a number does not fit
    """
    lock()
    known = queries.histories(payees=[account.payee for account in accounts])
    stopped: list[PayeeAccount] = []
    found = [_note(known[new.payee], new, stopped, by, at) for new in accounts]
    replaced = [row.pk for row in stopped if row.pk]
    PayeeAccount.objects.filter(pk__in=replaced).update(stopped_at=at, stopped_because=REPLACED)
    new_rows = {id(row): row for row in found if not row.pk}  # one number may be given twice
    PayeeAccount.objects.bulk_create(new_rows.values())
    return found


@action
def confirm_account(
    *, account: PayeeAccount, how: str, because: str = "", by: Actor, at: datetime
) -> PayeeAccount:
    """
    Confirm a number that waits: by a second factor, a link to the known address, or the desk.

    It serves once its waiting time is over, not before. A colleague says how they know it, and is
    not who entered it.

    :raises NotWaiting: if it is confirmed or stopped
    :raises ReasonForAccount, EnteredBySameHands: if a colleague may not confirm it like this
    """
    account = _locked(account)
    if account.confirmed_at or account.stopped_at or how == How.FIRST:
        raise NotWaiting(iban=account.iban)
    if how == How.DESK and not because.strip():
        raise ReasonForAccount
    if how == How.DESK and by.id == account.entered_by:
        raise EnteredBySameHands(iban=account.iban)
    _confirm(account, how, by, at)
    account.confirmed_because = because.strip()
    account.save(
        update_fields=[
            "confirmed_how", "confirmed_by", "confirmed_by_name", "confirmed_at",
            "confirmed_because",
        ]
    )  # fmt: skip
    return account


@action
def stop_account(*, account: PayeeAccount, because: str, by: Actor, at: datetime) -> PayeeAccount:
    """
    Never pay on this number again. If it waited, the one before goes on serving; if it served,
    payments to the payee wait until another number is given and confirmed.

    :raises NotWaiting: if it is stopped already
    :raises WhyStopped: if nobody would know why
    """
    account = _locked(account)
    if account.stopped_at:
        raise NotWaiting(iban=account.iban)
    if not because.strip():
        raise WhyStopped
    account.stopped_at, account.stopped_because = at, because.strip()
    account.save(update_fields=["stopped_at", "stopped_because"])
    return account


def _note(
    known: History, new: NewPayeeAccount, stopped: list[PayeeAccount], by: Actor, at: datetime
) -> PayeeAccount:
    """Return the row of a number, new or known; rows that it takes the place of are stopped."""
    iban = identifiers.iban(new.iban)
    serving = known.serving(at)
    if serving and serving.iban == iban:
        _stop(known.waiting(at), stopped, at)
        return serving
    waiting = next((row for row in known.waiting(at) if row.iban == iban), None)
    if waiting:
        return waiting
    _stop([*known.waiting(at), *known.live(iban)], stopped, at)
    row = PayeeAccount(
        payee=new.payee, iban=iban, name=new.name.strip(), entered_by=by.id,
        entered_by_name=by.name, entered_at=at, usable_at=at, looks_like=new.looks_like,
    )  # fmt: skip
    if known.rows:
        row.usable_at = at + timedelta(hours=figure(HOLD, at.date()).value)
    elif not new.looks_like:
        _confirm(row, How.FIRST, by, at)
    known.rows.append(row)
    return row


def _stop(rows: Sequence[PayeeAccount], stopped: list[PayeeAccount], at: datetime) -> None:
    for row in rows:
        row.stopped_at, row.stopped_because = at, REPLACED
        stopped.append(row)


def _confirm(row: PayeeAccount, how: str, by: Actor, at: datetime) -> None:
    row.confirmed_how, row.confirmed_at = how, at
    row.confirmed_by, row.confirmed_by_name = by.id, by.name


def _locked(account: PayeeAccount) -> PayeeAccount:
    """Read it again, alone: two people may have pressed at the same time."""
    lock()
    return PayeeAccount.objects.get(pk=account.pk)
