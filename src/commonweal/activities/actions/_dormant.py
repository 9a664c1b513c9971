"""Units that sleep: their managers are told, and after the notice the budget is settled."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.actions._budget import Spend, spend
from commonweal.activities.models import MandateRole, Unit
from commonweal.activities.queries import Sleeping
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.letters import actions as letters

BUDGETS_OWED, EARMARKED_FUNDS = "4890", "4892"


class UnitNotClosed(Refusal):
    message = _("Choose a unit that was closed: “%(name)s” is open.")


class ReopeningReasonMissing(Refusal):
    message = _("Say who asked for it and why: it stands beside the entry in the books.")
    field = "reason"


@action
def notify_dormant(*, by: Actor, at: datetime, busy: Collection[int] = ()) -> list[Unit]:
    """
    Write to the managers of units that began to sleep, and note the day; who moved since then
    sleeps no more. `busy` names units with work that only higher rooms know of.

    What is below zero is not written about: an adviser talks with its people.
    """
    today = _today(at)
    asleep = queries.sleeping(on=today, busy=busy)
    told = Unit.objects.exclude(dormant_told_on=None).filter(closed_on=None)
    told.exclude(id__in=[each.unit.pk for each in asleep if each.told_on]).update(
        dormant_told_on=None
    )
    fresh = [each for each in asleep if each.told_on is None and not each.is_for_adviser]
    units = [each.unit for each in fresh]
    Unit.objects.filter(id__in=[unit.pk for unit in units]).update(dormant_told_on=today)
    letters.post(letters=_letters(fresh, today), by=by, at=at)
    return units


@action
def settle_dormant(*, by: Actor, at: datetime, busy: Collection[int] = ()) -> list[Unit]:
    """
    Close the units that still sleep after their notice; what is left on their budgets goes to the
    earmarked mutual funds, and comes back whenever its member asks (`reopen`).

    What is below zero stays as it is, for the adviser.
    """
    today = _today(at)
    due = _due(None, today, busy)
    held = Unit.objects.select_for_update(no_key=True).filter(id__in=[e.unit.pk for e in due])
    still = _due([unit.pk for unit in held.order_by("id")], today, busy)
    rich = [each for each in still if each.cents]
    spends = [
        Spend(each.unit.pk, queries.dormant_key(each.unit.pk, today), each.cents) for each in rich
    ]
    spend(spends=spends, by=by, at=at)
    ledger.post(entries=[_entry(each, today) for each in rich], by=by, at=at)
    Unit.objects.filter(id__in=[each.unit.pk for each in still]).update(closed_on=today)
    return [each.unit for each in still]


@action
def reopen(*, unit: int, reason: str, by: Actor, at: datetime) -> Unit:
    """
    Open a closed unit again, and give back what its settlement took: the money stays the member's.

    :raises UnitNotClosed: if it is open
    :raises ReopeningReasonMissing: without a reason
    """
    opened = Unit.objects.select_for_update(no_key=True).get(pk=unit)
    reason = " ".join(reason.split())
    check_all(
        [
            *([] if opened.closed_on else [UnitNotClosed(name=opened.name)]),
            *([] if reason else [ReopeningReasonMissing()]),
        ]
    )
    assert opened.closed_on is not None
    ids = books.ids_by_key(keys=[queries.dormant_key(unit, opened.closed_on)])
    ledger.reverse(ids=ids, on=_today(at), text=reason, origin=opened.ref, by=by, at=at)
    opened.closed_on = opened.dormant_told_on = None
    opened.save(update_fields=["closed_on", "dormant_told_on"])
    return opened


def _due(units: Collection[int] | None, today: date, busy: Collection[int]) -> list[Sleeping]:
    asleep = queries.sleeping(units=units, on=today, busy=busy)
    return [each for each in asleep if each.is_due(today)]


def _entry(each: Sleeping, today: date) -> ledger.Entry:
    return ledger.Entry(
        "misc",
        today,
        f"{each.unit.name} \N{RIGHTWARDS ARROW} {EARMARKED_FUNDS}",
        queries.dormant_key(each.unit.pk, today),
        each.unit.ref,
        (
            ledger.Line(BUDGETS_OWED, each.cents, each.unit.pk),
            ledger.Line(EARMARKED_FUNDS, -each.cents),
        ),
    )


def _letters(fresh: Sequence[Sleeping], today: date) -> list[letters.NewLetter]:
    about = {each.unit.pk: each for each in fresh}
    managers = queries.standing_mandates().filter(unit__in=about, role=MandateRole.MANAGER)
    return [
        letters.NewLetter(
            to=mandate.member.email,
            name=mandate.member.full_name,
            language=mandate.member.language,
            kind="unit_dormant",
            context=_context(about[mandate.unit_id], today),
            about=mandate.ref,
        )
        for mandate in managers.select_related("member").order_by("unit", "id")
    ]


def _context(each: Sleeping, today: date) -> dict[str, object]:
    return {
        "unit": each.unit.name,
        "since": each.since.isoformat(),
        "cents": each.cents,
        "settles_on": queries.settles_on(today).isoformat(),
        "link": f"{settings.SITE_ADDRESS}/my/budget/{each.unit.pk}/",
    }


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()
