"""What is to be paid, from every room that owes something: one list, by day of execution."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from commonweal.banking import queries as banking
from commonweal.flows.payday import _payees, _state
from commonweal.flows.payday._refunds import Credit, credits, credits_of, find_credit
from commonweal.flows.payday._state import TAX, StateDue
from commonweal.flows.payday.values import LINK, Due, Owed, PayDay
from commonweal.kernel import identifiers
from commonweal.kernel.clock import ZONE
from commonweal.payroll import queries as payroll
from commonweal.purchases import queries as purchases
from commonweal.rules import bank_days

__all__ = [
    "KINDS", "LINK", "TAX", "Credit", "Due", "PayDay", "StateDue", "credits", "credits_of", "days",
    "due", "find_credit", "nearest", "unnoted", "unusable",
]  # fmt: skip

WAGE, ATTACHMENT, SUPPLIER, REFUND = "wage", "attachment", "supplier", "refund"
LOOK_AHEAD = timedelta(days=90)
NEAREST = 8
KINDS = (WAGE, ATTACHMENT, SUPPLIER, REFUND, TAX)


def due(*, until: date, at: datetime, kinds: Collection[str] = KINDS) -> list[Due]:
    """
    Return what falls due up to and including a day and that no batch pays yet, the first first.

    Each is executed on the last bank day on or before the day it is due, or on the first day the
    bank can still do it. A payee whose account number changed, or does not fit, is held, and so
    is a new supplier who may be confused with one whom we know.
    """
    owed = [each for each in _owed(until, at) if each.kind in kinds]
    live = _live(owed)
    owed = [each for each in owed if (each.account, each.item) not in live]
    known = _payees.histories(payees={each.payee for each in owed})
    strangers = [one for one in owed if one.is_named and one.iban and not known[one.payee].rows]
    likes = _payees.lookalikes(owed=strangers)
    on = _bank_days({each.due_on for each in owed}, at)
    found = [
        _due(each, *on[each.due_on], known[each.payee], likes.get(each.item, ""), at)
        for each in owed
    ]
    return sorted(found, key=lambda one: (one.execute_on, one.due_on, one.kind))


def days(*, dues: Sequence[Due], cents: int) -> list[PayDay]:
    """Return what can be paid, day by day; `cents` is on the account before the first."""
    found = []
    ready = sorted((one for one in dues if not one.held), key=lambda one: one.execute_on)
    for day, some in groupby(ready, key=lambda one: one.execute_on):
        those = tuple(some)
        cents -= sum(one.cents for one in those)
        found.append(PayDay(day, those[0].hand_over_by, those, cents))
    return found


def nearest(*, cents: int, at: datetime) -> list[Due]:
    """
    Return what so many cents that left our account outside a batch may have paid: of what is due
    and no batch pays, what comes nearest to it.
    """
    found = due(until=at.date() + LOOK_AHEAD, at=at)
    return sorted(found, key=lambda one: (abs(one.cents - cents), one.due_on, one.item))[:NEAREST]


def unusable(*, payees: dict[str, str], at: datetime) -> dict[str, str]:
    """
    Return the payees who cannot be paid on these account numbers at an instant, and why in one
    sentence; whoever was never paid can be.
    """
    known = banking.histories(payees=payees)
    found = {payee: known[payee].held(at, iban) for payee, iban in payees.items()}
    return {payee: str(why.words) for payee, why in found.items() if why}


def unnoted(*, at: datetime) -> list[Due]:
    """
    Return what would be paid on a number that is not the one that serves, and that nobody noted
    yet: an invoice of a supplier with another account number than the last, or the first of one
    who may be confused with another supplier.
    """
    return [each for each in due(until=at.date() + LOOK_AHEAD, at=at) if each.asks]


def _owed(until: date, at: datetime) -> Iterator[Owed]:
    words = _("Wage %(number)s")  # translated once for a payday of thousands
    for wage in payroll.payable(due_by=until):
        of_creditor = wage.item.startswith("attachment:")
        yield Owed(
            kind=ATTACHMENT if of_creditor else WAGE,
            item=wage.item,
            account=wage.account,
            payee=f"creditor:{wage.iban}" if of_creditor else f"member:{wage.member_id}",
            name=wage.name,
            iban=wage.iban,
            cents=wage.cents,
            reference=wage.reference or words % {"number": wage.item.rsplit(":", 1)[-1]},
            due_on=wage.due_on,
        )
    yield from _refunds(until)
    yield from _taxes(until, at)
    for bill in purchases.payable(due_by=until):
        payee = f"supplier:{bill.supplier_key}" if bill.supplier_key else f"supplier:{bill.name}"
        yield Owed(
            SUPPLIER, bill.item, bill.account, payee, bill.name, bill.iban, bill.cents,
            bill.reference, bill.due_on, is_named=not bill.supplier_vat,
        )  # fmt: skip


def _refunds(until: date) -> Iterator[Owed]:
    words = _("Refund of %(what)s")
    for refund in banking.refunds_owed(due_by=until):
        yield Owed(
            REFUND, refund.ref, banking.OWED_BACK, refund.payee, refund.name, refund.iban,
            refund.owed_cents, words % {"what": refund.about}, refund.due_on,
        )  # fmt: skip


def _taxes(until: date, at: datetime) -> Iterator[Owed]:
    """What is kept for the state; without a number of its office it waits, and says so."""
    dues = _state.owed(until=until, on=at.astimezone(ZONE).date())
    known = banking.authorities() if dues else {}
    for due in dues:
        office = known.get(due.kind)
        yield Owed(
            TAX, due.item, due.account, f"state:{due.kind}",
            office.name if office else str(banking.Authority.Kind(due.kind).label),
            office.iban if office else "", due.cents,
            (office.reference if office else "") or due.words, due.due_on,
        )  # fmt: skip


def _live(owed: Sequence[Owed]) -> set[tuple[str, str]]:
    """What a batch pays already: one question for each account of the books."""
    return {
        (account, item)
        for account in {each.account for each in owed}
        for item in banking.live_items(
            account=account, items=[each.item for each in owed if each.account == account]
        )
    }


def _bank_days(due: Collection[date], at: datetime) -> dict[date, tuple[date, datetime]]:
    """When what is due on each day is executed, and until when its file is handed over."""
    soonest = bank_days.first_execution(at)
    days = {day: max(bank_days.execute_on(day), soonest) for day in due}
    return {day: (on, bank_days.hand_over_by(on)) for day, on in days.items()}


def _due(
    owed: Owed, day: date, hand_over_by: datetime, known: banking.History, like: str, at: datetime
) -> Due:
    why = known.held(at, owed.iban) if owed.iban else None
    return Due.of(
        owed,
        execute_on=day,
        hand_over_by=hand_over_by,
        held=_held(owed, why, like),
        asks=bool(like) or (why is not None and why.account is None),
        looks_like=like,
    )


def _held(owed: Owed, why: banking.Held | None, like: str) -> str:
    """A number that served before is the one on which is paid; another one is held."""
    if not owed.iban and owed.kind == TAX:
        return _("Enter the account number of the office first: %(name)s.") % {"name": owed.name}
    if not owed.iban:
        return _("Ask %(name)s for an account number: there is none.") % {"name": owed.name}
    try:
        identifiers.iban(owed.iban)
    except identifiers.WrongIban as refusal:
        return str(refusal)
    if like:
        return _(
            "Confirm the account number first: “%(name)s” looks like “%(known)s”, who is paid on "
            "another number."
        ) % {"name": owed.name, "known": like}
    return str(why.words) if why else ""
