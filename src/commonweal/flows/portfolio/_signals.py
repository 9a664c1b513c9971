"""Each signal asks one or two questions for all units at once, however many there are."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.activities import queries as activities
from commonweal.clients import queries as clients
from commonweal.flows.portfolio.values import Kind, Level, Scene, Signal
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice, Order
from commonweal.kernel.period import next_month
from commonweal.ledger import queries as ledger
from commonweal.rules.parameters import figure

CLIENTS, HELD, CARRIED = "400", "4894", "719"
CARRY_OVERS = "carry_over:"  # they leave the budget as it is, so they are no movement
VERY_LATE = timedelta(days=30)
REPORT_AHEAD = timedelta(days=14)
YEAR = 12
OPEN = (Order.State.CHECKING, Order.State.SENT, Order.State.CONFIRMED)


def negative(scene: Scene) -> Iterator[Signal]:
    """Budgets below zero: with an advance, without, or past its day."""
    below = {unit: cents for unit, cents in scene.budgets.items() if cents < 0}
    advances = activities.standing_advances(units=below)
    for unit, cents in below.items():
        advance, level = advances.get(unit), Level.BAD
        if advance is None:
            text = _("The budget is below zero, and no advance covers it.")
        elif advance.until < scene.on:
            text = _("The advance was to be repaid by %(day)s.") % {"day": _day(advance.until)}
        else:
            text = _("Below zero on an advance until %(day)s.") % {"day": _day(advance.until)}
            level = Level.WARN
        yield Signal(unit, Kind.NEGATIVE, level, text, f"advance:{unit}", cents)


def idle(scene: Scene) -> Iterator[Signal]:
    """Budgets that did not move for some months, with nothing expected on them."""
    last = months_before(scene.on, figure("signal.idle_months", scene.on).value)
    quiet = {
        unit.pk: unit.opened_on
        for unit in scene.units.values()
        if unit.opened_on <= last and not scene.expected[unit.pk]
    }
    awake = ledger.units_with_results(units=quiet, since=next_month(last), without=[CARRIED])
    asleep = {unit: opened for unit, opened in quiet.items() if unit not in awake}
    moves = ledger.last_moves(units=asleep, without=CARRY_OVERS)
    for unit, opened in asleep.items():
        day = max(moves.get(unit, opened), opened)
        if day <= last:
            words = {"day": _day(day)}
            text = _("Nothing has moved since %(day)s, and nothing is expected.") % words
            yield Signal(unit, Kind.IDLE, Level.INFO, text, f"unit:{unit}")


def one_client(scene: Scene) -> Iterator[Signal]:
    """Units of which one client brings most of the turnover of twelve months."""
    start = months_before(scene.on, YEAR)
    turnover = invoicing.turnover_by_client(
        units=scene.ids, start=start, end=scene.on + timedelta(days=1)
    )
    whole: dict[int, int] = defaultdict(int)
    for (unit, _client), cents in turnover.items():
        whole[unit] += cents
    limit: Fraction = figure("signal.client_share", scene.on).value
    large = [
        (unit, client, cents)
        for (unit, client), cents in turnover.items()
        if whole[unit] > 0 and cents > limit * whole[unit]
    ]
    names = clients.many(ids=[client for _unit, client, _cents in large])
    for unit, client, cents in large:
        words = {"client": names[client].name, "percent": 100 * cents // whole[unit]}
        text = _("%(client)s is %(percent)s %% of the turnover of twelve months.") % words
        yield Signal(unit, Kind.CLIENT, Level.INFO, text, f"client:{client}", cents)


def unpaid(scene: Scene) -> Iterator[Signal]:
    """Invoices past their day, and budget held until the client pays."""
    owed = ledger.open_of_units(account=CLIENTS, units=scene.ids)
    held = ledger.open_of_units(account=HELD, units=scene.ids)
    numbers = [ref.removeprefix("invoice:") for ref in owed.keys() | held.keys()]
    issued = {each.ref: each for each in invoicing.invoices().filter(number__in=numbers)}
    late: dict[int, list[Invoice]] = defaultdict(list)
    for ref, (unit, cents) in owed.items():
        invoice = issued.get(ref)
        if cents > 0 and invoice and invoice.due_on and invoice.due_on < scene.on:
            late[unit].append(invoice)
    for unit, invoices in late.items():
        yield _overdue(unit, invoices, sum(owed[each.ref][1] for each in invoices), scene.on)
    yield from _held(held, issued)


def _overdue(unit: int, invoices: list[Invoice], cents: int, on: date) -> Signal:
    oldest = min(invoices, key=lambda each: each.due_on or on)
    days = on - (oldest.due_on or on)
    words = {
        "count": len(invoices),
        "days": days.days,
        "number": oldest.number,
        "client": oldest.buyer["name"],
    }
    text = ngettext(
        "%(number)s of %(client)s is %(days)s days overdue.",
        "%(count)s invoices are overdue; the oldest, %(number)s of %(client)s, %(days)s days.",
        len(invoices),
    )
    level = Level.BAD if days > VERY_LATE else Level.WARN
    return Signal(unit, Kind.OVERDUE, level, text % words, oldest.ref, cents)


def _held(held: dict[str, tuple[int, int]], issued: dict[str, Invoice]) -> Iterator[Signal]:
    units: dict[int, list[str]] = defaultdict(list)
    for ref, (unit, cents) in held.items():
        if cents < 0 and ref in issued:
            units[unit].append(ref)
    for unit, refs in units.items():
        words = {"number": issued[refs[0]].number, "count": len(refs)}
        text = ngettext(
            "The work of %(number)s is not guaranteed: its budget waits for the client to pay.",
            "%(count)s invoices are not guaranteed: their budget waits for the clients to pay.",
            len(refs),
        )
        cents = -sum(held[ref][1] for ref in refs)
        yield Signal(unit, Kind.GUARANTEE, Level.WARN, text % words, refs[0], cents)


def unsafe_orders(scene: Scene) -> Iterator[Signal]:
    """Orders whose wage is not guaranteed, and work about to start that nobody confirmed."""
    soon = scene.on + timedelta(days=figure("signal.start_days", scene.on).value)
    found = list(invoicing.orders(units=scene.ids).filter(state__in=OPEN))
    confirmed = [order for order in found if order.state == Order.State.CONFIRMED]
    stands = guarantee.explain(orders=confirmed, on=scene.on)
    for order in found:
        words = {"title": order.title, "day": _day(order.starts_on)}
        if order.state != Order.State.CONFIRMED:
            if order.starts_on and order.starts_on <= soon:
                text = _("“%(title)s” starts on %(day)s and is not confirmed.") % words
                yield _of_order(order, Level.BAD, text)
            continue
        for obstacle in stands[order.pk].reasons:
            yield _of_order(order, Level.WARN, f"“{order.title}”: {obstacle}")


def _of_order(order: Order, level: Level, text: str) -> Signal:
    return Signal(order.unit_id, Kind.GUARANTEE, level, text, order.ref, order.price_cents)


def requests(scene: Scene) -> Iterator[Signal]:
    """What members decided and an adviser looks at, and papers that are held back or due."""
    for asked in activities.waiting(units=scene.ids):
        words = {"text": asked.text, "name": asked.member.full_name}
        text = _("“%(text)s” of %(name)s waits for an adviser.") % words
        yield Signal(asked.unit_id, Kind.WAITING, Level.WARN, text, asked.ref, asked.cents)
    for asked in activities.sampled(units=scene.ids):
        words = {"text": asked.text, "name": asked.member.full_name}
        text = _("Look at “%(text)s”, which %(name)s decided alone.") % words
        yield Signal(asked.unit_id, Kind.WAITING, Level.INFO, text, asked.ref, asked.cents)
    for invoice in invoicing.parked().filter(unit__in=scene.ids):
        text = _("The papers of %(number)s break a rule and were not sent.")
        yield Signal(
            invoice.unit_id, Kind.WAITING, Level.WARN, text % {"number": invoice.number},
            invoice.ref, invoice.total_cents,
        )  # fmt: skip


def growth(scene: Scene) -> Iterator[Signal]:
    """Steps of trust that what was looked at speaks for, up or back."""
    acting = activities.standing_mandates().filter(unit__in=scene.ids).select_related("member")
    members = {each.member_id for each in acting}
    proposed = activities.proposals(members=members, on=scene.on)
    for each in acting:
        if proposal := proposed.get(each.member_id):
            words = {"name": each.member.full_name}
            up = _("What %(name)s decided alone was in order: a higher limit is proposed.")
            back = _("Something %(name)s decided was not in order: a lower limit is proposed.")
            yield Signal(
                each.unit_id, Kind.WAITING, Level.INFO, (up if proposal.is_up else back) % words,
                f"member:{each.member_id}", proposal.proposed_cents,
            )  # fmt: skip


def reports(scene: Scene) -> Iterator[Signal]:
    """Reports that funders wait for."""
    for report in activities.reports_due(units=scene.ids, until=scene.on + REPORT_AHEAD):
        words = {"text": report.text, "day": _day(report.due_on)}
        late = report.due_on < scene.on
        expected = _("A funder expects “%(text)s” by %(day)s.")
        text = _("A funder waits for “%(text)s” since %(day)s.") if late else expected
        level = Level.WARN if late else Level.INFO
        yield Signal(report.unit_id, Kind.WAITING, level, text % words, f"unit:{report.unit_id}")


def goals(scene: Scene) -> Iterator[Signal]:
    """Goals whose day is over."""
    for goal in activities.open_goals(units=scene.ids).filter(due_on__lt=scene.on):
        words = {"text": goal.text, "day": _day(goal.due_on)}
        text = _("The goal “%(text)s” was to be reached by %(day)s.") % words
        yield Signal(goal.unit_id, Kind.GOAL, Level.INFO, text, goal.ref)


EVERY = (negative, unsafe_orders, unpaid, requests, growth, reports, one_client, idle, goals)


def every(scene: Scene) -> dict[int, Sequence[Signal]]:
    """Return the signals of each unit, the most urgent first."""
    found: dict[int, list[Signal]] = {unit: [] for unit in scene.ids}
    for look in EVERY:
        for signal in look(scene):
            found[signal.unit_id].append(signal)
    return {unit: sorted(some, key=lambda each: -each.level) for unit, some in found.items()}


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
