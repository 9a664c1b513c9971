"""“Good to pay” by the unit, and the entry in the books by the desk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.activities import actions as activities
from commonweal.activities.actions import NewCommitment, Spend
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all, each_of
from commonweal.ledger import actions as ledger
from commonweal.purchases import accounts, queries
from commonweal.purchases.actions._routing import AlreadySettled, NotWaiting, hold, unpayable
from commonweal.purchases.models import Purchase, PurchaseVat
from commonweal.purchases.queries import Outcome

State = Purchase.State
BOOKED_COLUMNS = ("state", "booked_on", "entry_id", "account", "deducted_bp", "twin")


class NotACost(Refusal):
    message = _(
        "Choose what was bought: %(account)s is no account for the cost of a purchase here."
    )
    field = "account"


class NeedsConsent(Refusal):
    message = _(
        "Wait until who spends for “%(unit)s” says “good to pay”: its budget pays %(number)s."
    )


class NotCovered(activities.BudgetTooSmall):
    message = _(
        "Wait until the budget is there, or let the desk give it to another activity: %(wanted)s "
        "euro is asked and “%(unit)s” has %(spendable)s euro left."
    )


@action
def approve(
    *, purchases: Sequence[Purchase], account: str, by: Actor, at: datetime
) -> list[Purchase]:
    """
    Say “good to pay” for the units: what the purchases cost is kept aside on their budgets until
    the desk books them. `account` says what was bought.

    :raises NotACost: if the account is no cost of a unit
    :raises NotWaiting: if one does not wait for this
    :raises NotSound, SameNumber, OtherCurrency, NotForUs: if one can never be paid
    :raises NotCovered, UnitClosed: if a unit cannot pay
    """
    held = hold(purchases)
    if account not in queries.COSTS:
        raise NotACost(account=account)
    check_all(
        [
            *(
                NotWaiting(number=str(each), state=each.get_state_display())
                for each in held
                if each.state != State.DRAFT
            ),
            *unpayable(held),
        ]
    )
    with _in_words_of_a_purchase():
        activities.commit(commitments=list(_kept_aside(held)), by=by, at=at)
    for each in held:
        each.state, each.account = State.APPROVED, account
        each.approved_by_name, each.approved_at = by.name, at
    Purchase.objects.bulk_update(held, ["state", "account", "approved_by_name", "approved_at"])
    return held


@action
def book(
    *,
    purchases: Sequence[Purchase],
    by: Actor,
    at: datetime,
    account: str = "",
    deducted_bp: int | None = None,
    due_bp: int | None = None,
) -> list[Purchase]:
    """
    Write purchases in the books, dated today: the supplier is owed, the cost leaves the budget.

    Without `account` each goes where its unit said. `deducted_bp` is the part of the VAT that is
    deducted, `due_bp` the rate of the VAT that we owe ourselves, both in basis points.

    :raises NotSound, SameNumber, OtherCurrency, NotForUs: if one can never be paid
    :raises AlreadySettled: if one is booked or refused
    :raises NeedsConsent: if a unit has to say “good to pay” first
    :raises NotACost: if there is no account, or none for a cost
    :raises NotCovered, UnitClosed: if a unit cannot pay
    """
    held = hold(purchases)
    for each in held:
        each.account = account or each.account
        if deducted_bp is not None:
            each.deducted_bp = deducted_bp
    check_all([*unpayable(held), *_not_ready(held)])
    outcomes = {each.pk: queries.costs(purchase=each, due_bp=due_bp) for each in held}
    check_all(_without_consent(held, outcomes))
    with _in_words_of_a_purchase():
        activities.spend(spends=_spends(held, outcomes), by=by, at=at)
    activities.release(origins=[each.ref for each in held], by=by, at=at)
    on = at.astimezone(ZONE).date()
    items = {each.pk: queries.item_credited(purchase=each) for each in held}
    entries = [accounts.entry(each, outcomes[each.pk], on=on, item=items[each.pk]) for each in held]
    posted = ledger.post(entries=entries, by=by, at=at)
    for each, place in zip(held, posted, strict=True):
        each.state, each.booked_on, each.entry_id = State.BOOKED, on, place.id
        _keep_vat(each, outcomes[each.pk])
    Purchase.objects.bulk_update(
        held, ["state", "booked_on", "entry_id", "account", "deducted_bp", "twin"]
    )
    return held


@contextmanager
def _in_words_of_a_purchase() -> Iterator[None]:
    """Nobody lowers what a supplier asks: a budget that cannot pay it has another remedy."""
    try:
        yield
    except Refusal as refusal:
        check_all(
            NotCovered("amount", **one.values)
            if isinstance(one, activities.BudgetTooSmall)
            else one
            for one in each_of(refusal)
        )


def _kept_aside(held: Sequence[Purchase]) -> Iterator[NewCommitment]:
    for each in held:
        cost = each.sign * queries.costs(purchase=each).cost_cents
        if cost > 0 and each.unit_id:
            yield NewCommitment(each.unit_id, "reserved", each.ref, cost)


def _not_ready(held: Sequence[Purchase]) -> Iterator[Refusal]:
    for each in held:
        if each.state in (State.BOOKED, State.REFUSED):
            yield AlreadySettled(number=str(each), state=each.get_state_display())
        own = queries.COSTS if each.unit_id else queries.COSTS + queries.INVESTMENTS
        if each.account not in own:
            yield NotACost(account=each.account or "“”")


def _without_consent(held: Sequence[Purchase], outcomes: dict[int, Outcome]) -> Iterator[Refusal]:
    """What gives money back needs no consent; the house decides on its own purchases."""
    for each in held:
        costs_money = each.sign * outcomes[each.pk].cost_cents > 0
        if each.unit and costs_money and each.state != State.APPROVED:
            yield NeedsConsent(unit=each.unit.name, number=str(each))


def _spends(held: Sequence[Purchase], outcomes: dict[int, Outcome]) -> list[Spend]:
    return [
        Spend(each.unit_id, each.ref, cost)
        for each in held
        if each.unit_id and (cost := each.sign * outcomes[each.pk].cost_cents) > 0
    ]


def _keep_vat(purchase: Purchase, outcome: Outcome) -> None:
    """Keep with each row what the return asks of it."""
    rows = queries.vat_rows(purchase=purchase)
    for row, booked in zip(rows, outcome.rows, strict=True):
        row.due_cents, row.deducted_cents = booked.due_cents, booked.deducted_cents
    PurchaseVat.objects.bulk_update(rows, ["due_cents", "deducted_cents"])
