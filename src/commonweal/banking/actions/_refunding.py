"""Giving money back to the account it came from: owed first, paid by a batch like all else."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions._accounts_of_payees import NewPayeeAccount, note_accounts
from commonweal.banking.actions._booking import first_open_day
from commonweal.banking.actions._locks import lock
from commonweal.banking.actions._placing import Placing, overtake
from commonweal.banking.models import SOURCES, Move, PayeeAccount, Refund
from commonweal.banking.queries import OWED_BACK, Refundable
from commonweal.banking.scoring import Part
from commonweal.kernel import identifiers, money
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.rules.parameters import figure

DAYS = "bank.refund_days"
WORDS = 240


class NothingToGiveBack(Refusal):
    message = _("Choose something else: there is no money here that can go back.")


class MoreThanHeld(Refusal):
    message = _("Give back at most € %(held)s: that is what is there.")
    field = "cents"


class WhyGivenBack(Refusal):
    message = _("Say in a few words why it goes back: the client will ask.")
    field = "because"


class ToWhichAccount(Refusal):
    message = _("Enter an account number: the bank did not say from which one it came.")
    field = "iban"


class ToWhom(Refusal):
    message = _("Enter a name: the bank did not say who paid.")
    field = "name"


class RefundUndone(Refusal):
    message = _("Nothing more to do: this refund was taken back already.")


class WhyRefundUndone(Refusal):
    message = _("Say in a few words why it does not go back.")
    field = "because"


class RefundUnderWay(Refusal):
    message = _("Cancel batch %(batch)s first: it pays this refund.")


class RefundPaid(Refusal):
    message = _("Ask for the money: this refund was paid.")


@action
def refund(
    *,
    account: str,
    item: str,
    because: str,
    by: Actor,
    at: datetime,
    cents: int | None = None,
    iban: str = "",
    name: str = "",
) -> Refund:
    """
    Owe money back to who paid it: what we hold of `item` on 499, 400 or 460 and owe nothing for,
    all of it or so many `cents`. It is paid like all else, on the number it came from.

    Another number waits as one that replaces the known one does. What was proposed for the
    movement is overtaken.

    :raises NothingToGiveBack, MoreThanHeld: if not so much is there
    :raises WhyGivenBack, ToWhichAccount, ToWhom: if something lacks
    :raises WrongIban: if the number does not fit
    """
    lock()
    source = queries.refundable(account=account, items=[item]).get(item)
    if source is None or account not in SOURCES or item.startswith("refund:"):
        raise NothingToGiveBack
    row = _row(source, cents, because, iban, name, by, at)
    row.save(force_insert=True)
    (posted,) = ledger.post_across(entries=[_entry(row, source, at)], by=by, at=at)
    row.entry = posted.id
    row.save(update_fields=["entry"])
    _note_elsewhere(row, by, at)
    _overtake(row, source, at)
    return row


def _row(
    source: Refundable,
    cents: int | None,
    because: str,
    iban: str,
    name: str,
    by: Actor,
    at: datetime,
) -> Refund:
    move = source.move
    known = _number(move)
    wanted = identifiers.iban(iban) if iban.strip() else known
    asked = source.cents if cents is None else cents
    because, name = " ".join(because.split()), name.strip() or (move.counterparty if move else "")
    check_all(_faults(source, asked, because, wanted, name))
    before = Refund.objects.filter(account=source.account, source=source.item).count()
    return Refund(
        account=source.account, source=source.item, nth=before + 1, cents=asked, move=move,
        name=name, iban=wanted, is_elsewhere=bool(known and wanted != known), because=because,
        due_on=_day(at) + timedelta(days=figure(DAYS, _day(at)).value),
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip


def _number(move: Move | None) -> str:
    """Return the number a movement came from; one that no bank pays to is none."""
    try:
        return identifiers.iban(move.counterparty_account) if move else ""
    except identifiers.WrongIban:
        return ""


def _faults(source: Refundable, cents: int, because: str, iban: str, name: str) -> list[Refusal]:
    wrong: list[Refusal] = []
    if not 0 < cents <= source.cents:
        wrong.append(MoreThanHeld(held=money.show(source.cents)))
    if not because:
        wrong.append(WhyGivenBack())
    if not iban:
        wrong.append(ToWhichAccount())
    if not name:
        wrong.append(ToWhom())
    return wrong


def _entry(row: Refund, source: Refundable, at: datetime) -> ledger.Entry:
    return ledger.Entry(
        journal="misc",
        on=max(_day(at), first_open_day()),
        text=f"{row.source}: {row.because}"[:WORDS],
        key=row.ref,
        origin=row.ref,
        lines=(
            ledger.Line(row.account, row.cents, source.unit, row.source),
            ledger.Line(OWED_BACK, -row.cents, None, row.ref),
        ),
    )


def _note_elsewhere(row: Refund, by: Actor, at: datetime) -> None:
    """The number it came from serves; the other one waits, as decision 103 says."""
    if row.is_elsewhere:
        known = _number(row.move)
        numbers = [NewPayeeAccount(row.payee, each, row.name) for each in (known, row.iban)]
        note_accounts(accounts=numbers, by=by, at=at)


def _overtake(row: Refund, source: Refundable, at: datetime) -> None:
    if source.account == queries.SUSPENSE and source.move:
        part = Part(source.account, source.item, source.unit, row.cents)
        overtake([Placing(source.move.pk, (part,))], at)


@action
def take_back_refund(*, refund: Refund, because: str, by: Actor, at: datetime) -> Refund:
    """
    Do not give it back after all: another entry undoes it, and the money is where it was. Of one
    that came back less the costs of a bank, what came back is.

    :raises RefundUndone: if it was taken back
    :raises WhyRefundUndone: without a reason
    :raises RefundUnderWay, RefundPaid: if a batch pays it, or did
    """
    lock()
    found = Refund.objects.select_for_update(of=("self",)).get(id=refund.pk)
    because = " ".join(because.split())
    if found.undone_at:
        raise RefundUndone
    if not because:
        raise WhyRefundUndone
    if payment := queries.live_items(account=OWED_BACK, items=[found.ref]).get(found.ref):
        raise RefundUnderWay(batch=payment.batch_id)
    owed_cents = -books.open_amount(account=OWED_BACK, item=found.ref)
    if owed_cents <= 0:
        raise RefundPaid
    _undo(found, owed_cents, because, by, at)
    found.undone_by, found.undone_by_name = by.id, by.name
    found.undone_at, found.undone_because = at, because
    found.save(update_fields=["undone_by", "undone_by_name", "undone_at", "undone_because"])
    numbers = PayeeAccount.objects.filter(payee=found.ref, stopped_at=None)
    numbers.update(stopped_at=at, stopped_because=because)
    return found


def _undo(row: Refund, owed_cents: int, because: str, by: Actor, at: datetime) -> None:
    assert row.entry
    on = max(_day(at), first_open_day())
    if owed_cents == row.cents:
        ledger.reverse(ids=[row.entry], on=on, text=because, origin=row.ref, by=by, at=at)
        return
    source = books.Line.objects.filter(entry=row.entry, account=row.account, item=row.source)
    lines = (
        ledger.Line(OWED_BACK, owed_cents, None, row.ref),
        ledger.Line(row.account, -owed_cents, source.get().unit, row.source),
    )
    entry = ledger.Entry("misc", on, because[:WORDS], f"{row.ref}:undone", row.ref, lines)
    ledger.post_across(entries=[entry], by=by, at=at)


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()
