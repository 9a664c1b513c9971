"""A collective budget divided over its members by the key they agreed on."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.actions import _sides as sides
from commonweal.activities.actions._budget import Spend, spend
from commonweal.activities.models import Unit, UnitKind
from commonweal.activities.queries import Portion
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.kernel.scope import past_the_lock
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

BUDGETS_OWED = "4890"


class NothingToSplit(Refusal):
    message = _("Choose an amount above zero to divide.")
    field = "amount"


class NoKey(Refusal):
    message = _("Give members a weight first: nobody has a part in the budget of “%(unit)s” yet.")


class NoAccount(Refusal):
    message = _(
        "Ask the office to open a 3in1 account for %(name)s, or set the weight of %(name)s to 0: "
        "there is no account that could receive this part."
    )


class NotCollective(Refusal):
    message = _("Divide the budget of an activity: “%(unit)s” is the account of one person.")


@action
def split_budget(*, unit: Unit, cents: int, key: str, by: Actor, at: datetime) -> Unit:
    """
    Divide an amount of a budget, in cents, over the members by its key: to the cent, each part
    to the member's own 3in1 account. They consented by agreeing on the key.

    `key` makes it happen once: a second click finds the split of the first.

    :raises NothingToSplit: if the amount is not above zero
    :raises NoKey: if nobody has a weight
    :raises NoAccount: if a member has no 3in1 account that is open
    :raises NotCollective: if the unit is a 3in1 account itself
    :raises BudgetTooSmall: if less can be spent
    """
    unit = _hold(unit)
    portions = queries.portions(unit=unit.pk, cents=max(cents, 0))
    check_all(_objections(unit, cents, portions))
    if _was_done(unit, key):
        return unit
    spend(spends=[Spend(unit.pk, f"split:{key}", cents)], by=by, at=at)
    with past_the_lock():
        ledger.post(entries=list(_entries(unit, key, portions, at)), by=by, at=at)
    return unit


def _hold(unit: Unit) -> Unit:
    """Lock the budget and the accounts of its members: none is closed before its part is there."""
    getting = queries.portions(unit=unit.pk, cents=0)
    sides.hold({unit.pk} | {each.account.pk for each in getting if each.account})
    return Unit.objects.get(pk=unit.pk)


def _objections(unit: Unit, cents: int, portions: Sequence[Portion]) -> Iterator[Refusal]:
    if unit.kind != UnitKind.ACTIVITY:
        yield NotCollective(unit=unit.name)
        return
    if cents <= 0:
        yield NothingToSplit()
    if not portions:
        yield NoKey(unit=unit.name)
    for portion in portions:
        if portion.account is None:
            yield NoAccount(name=portion.member.full_name)


def _was_done(unit: Unit, key: str) -> bool:
    """Whoever had a part then: the key of the click is in the books with the first of them."""
    names = [f"split:{key}:{each.member_id}" for each in unit.mandates.all()]
    with past_the_lock():
        return bool(books.entries_by_key(keys=names))


def _entries(
    unit: Unit, key: str, portions: Sequence[Portion], at: datetime
) -> Iterator[ledger.Entry]:
    for portion in portions:
        if portion.account is None or not portion.cents:
            continue
        yield ledger.Entry(
            journal="misc",
            on=at.astimezone(ZONE).date(),
            text=gettext("Part of %(name)s in “%(unit)s”")
            % {"name": portion.member.full_name, "unit": unit.name},
            key=f"split:{key}:{portion.member.pk}",
            origin=unit.ref,
            lines=(
                ledger.Line(BUDGETS_OWED, portion.cents, unit.pk),
                ledger.Line(BUDGETS_OWED, -portion.cents, portion.account.pk),
            ),
        )
