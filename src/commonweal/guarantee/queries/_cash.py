"""The money of the coming weeks: every move that is expected, and the forecast of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from commonweal.guarantee.cash import (
    RECEIPTS,
    Behaviour,
    Book,
    CashForecast,
    CashMove,
    Kind,
    expected_on,
    forecast,
    still_due,
)
from commonweal.guarantee.queries import _cash_sql as sql
from commonweal.guarantee.queries._cash_pay import Planned, planned_pay
from commonweal.kernel.money import round_half_up
from commonweal.payroll import queries as payroll
from commonweal.purchases import queries as purchases
from commonweal.rules import due_days
from commonweal.rules.bank_days import execute_on, next_bank_day
from commonweal.rules.parameters import figure

PAYING = ["bank", "orders"]
STATE: dict[str, str] = {
    "453": Kind.WITHHOLDING, "4531": Kind.WITHHOLDING,
    "454": Kind.SOCIAL_SECURITY, "4541": Kind.SOCIAL_SECURITY,
    **dict.fromkeys(["411", "4110", "451", "4510", "4511", "4512", "4513"], Kind.VAT),
}  # fmt: skip
BASIS_POINTS = 10_000
A_MONTH = 31


@dataclass(frozen=True)
class Cash:
    """
    The money of a house on a day: `book` is what is known, `forecast` what comes of it, and
    `behaviours` how each client pays; that of the house (None) serves who has paid too little.
    """

    book: Book
    forecast: CashForecast
    behaviours: Mapping[int | None, Behaviour]

    def behaviour(self, client_id: int | None) -> Behaviour:
        """Return how a client pays, or else how all of them do."""
        return self.behaviours.get(client_id) or self.behaviours[None]

    def knows(self, client_id: int | None) -> bool:
        """Whether enough is known of the client itself."""
        return client_id in self.behaviours


def days_ahead(*, on: date) -> int:
    """Return how many days the house looks ahead."""
    days: int = figure("cash.forecast", on).value["days_ahead"]
    return days


def cash(*, on: date, days: int | None = None) -> Cash:
    """
    Return the money of the house from a day on, `days` ahead (those of the house, if not said).

    Thirteen statements, whatever the size; `on` is today: what is due is read as it stands now.
    """
    days = days_ahead(on=on) if days is None else days
    terms = figure("cash.forecast", on).value
    behaviours = _behaviours(on, terms)
    gathered = _Gathered(on, on + timedelta(days=days), terms, behaviours)
    ((opening_cents, fund_cents, waiting_cents),) = _ask(sql.STOCK)
    counted, doubtful = gathered.moves()
    if waiting_cents > 0:  # it is there, and may pay what is expected: it counts once
        counted.append(CashMove(on, Kind.WAITING, -waiting_cents, "", on))
    book = Book(on, opening_cents, fund_cents, counted, doubtful)
    return Cash(book, forecast(opening_cents, counted, on=on, days=days), behaviours)


def _ask(statement: str, **asked: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _behaviours(on: date, terms: Mapping[str, int]) -> dict[int | None, Behaviour]:
    since = on - timedelta(days=terms["history"] * A_MONTH)
    rows = _ask(sql.BEHAVIOUR, since=since, invoices=terms["invoices"])
    return {None: Behaviour(0, 0, 0)} | {
        client: Behaviour(median, spread, count)
        for client, median, spread, count in rows
        if (client is None and count) or count >= terms["invoices_least"]
    }


class _Gathered:
    """Every move of a house, on the day on which it is expected."""

    def __init__(
        self,
        on: date,
        until: date,
        terms: Mapping[str, int],
        behaviours: Mapping[int | None, Behaviour],
    ) -> None:
        self.on, self.until, self.terms, self.behaviours = on, until, terms, behaviours
        self.planned: list[Planned] = planned_pay(on, until)

    def moves(self) -> tuple[list[CashMove], list[CashMove]]:
        """Return what is counted on, and what is not: contested, or overdue for too long."""
        claims = list(self._claims())
        orders = list(self._orders())
        counted = [move for move, doubtful in claims if not doubtful]
        counted += [*orders, *self._wages(), *self._state(orders), *self._others()]
        return counted, [move for move, doubtful in claims if doubtful]

    def _claims(self) -> Iterator[tuple[CashMove, bool]]:
        house_days = figure("invoice.payment_days", self.on).value
        late = self.on - timedelta(days=self.terms["doubtful"])
        for (
            item, cents, client, name, due_on, vat, gross, guaranteed, foreign, contested, opened,
        ) in _ask(sql.CLAIMS):  # fmt: skip
            due_on = due_on or opened + timedelta(days=house_days)
            vat_cents = round_half_up(cents * vat, gross) if gross else 0
            kind = Kind.FUNDING if foreign else Kind.INVOICE
            move = self._receipt(
                kind, cents, item, due_on, name or item, client, cents - vat_cents, guaranteed
            )
            yield move, contested or due_on < late

    def _receipt(
        self, kind: Kind, cents: int, origin: str, due_on: date, text: str, client: int | None,
        net_cents: int, guaranteed: bool,
    ) -> CashMove:  # fmt: skip
        pays = self.behaviours.get(client) or self.behaviours[None]
        on = expected_on(due_on, pays, on=self.on, late_again=self.terms["late_again"])
        on = next_bank_day(on)  # nothing comes in on a Sunday
        return CashMove(
            on, kind, cents, origin, due_on, text, client, net_cents, guaranteed, pays.spread_days
        )

    def _orders(self) -> Iterator[CashMove]:
        """What clients confirmed is invoiced when the work ends, and paid as they always pay."""
        house_days = figure("invoice.payment_days", self.on).value
        for id, client, name, title, ends_on, days, rate_bp, net, guaranteed in _ask(sql.ORDERS):
            invoiced_on = max(ends_on or self.on, self.on)
            due_on = invoiced_on + timedelta(days=house_days if days is None else days)
            cents = net + round_half_up(net * rate_bp, BASIS_POINTS)
            yield self._receipt(
                Kind.ORDER, cents, f"order:{id}", due_on, f"{name}: {title}", client, net,
                guaranteed,
            )  # fmt: skip

    def _wages(self) -> Iterator[CashMove]:
        for owed in payroll.payable(due_by=self.until):
            yield self._out(Kind.WAGE, owed.cents, owed.item, owed.due_on)
        for pay in self.planned:
            yield self._out(Kind.PLANNED_WAGE, pay.net_cents, pay.origin, pay.due_on)

    def _out(self, kind: Kind, cents: int, origin: str, due_on: date, text: str = "") -> CashMove:
        """What we pay leaves on the last bank day that is in time; what is late, on the next."""
        on = max(next_bank_day(self.on), execute_on(due_on))
        return CashMove(on, kind, -cents, origin, due_on, text)

    def _state(self, orders: list[CashMove]) -> Iterator[CashMove]:
        """What is kept for the state, and what the work and orders to come will add to it."""
        accrued: dict[str, dict[date, int]] = {kind: defaultdict(int) for kind in STATE.values()}
        settled = dict.fromkeys(accrued, 0)
        for account, month, cents, paid in _ask(sql.KEPT, paying=PAYING, accounts=list(STATE)):
            kind = STATE[account]
            accrued[kind][due_days.due_on(kind, month)] += cents
            settled[kind] += paid
        for kind, arose_on, cents in [*self._to_come(), *_vat_of(orders)]:
            accrued[kind][due_days.due_on(kind, arose_on)] += cents
        for kind, by_day in accrued.items():
            for due_on, cents in still_due(by_day, settled[kind]).items():
                yield self._out(Kind(kind), cents, f"{kind}:{due_on}", due_on)

    def _to_come(self) -> Iterator[tuple[str, date, int]]:
        for pay in self.planned:
            yield Kind.WITHHOLDING, pay.ends_on, pay.withholding_cents
            yield Kind.SOCIAL_SECURITY, pay.ends_on, pay.social_cents

    def _others(self) -> Iterator[CashMove]:
        for owed in purchases.payable(due_by=self.until):
            yield self._out(Kind.SUPPLIER, owed.cents, owed.item, owed.due_on, owed.name)
        for item, cents, execute_on_day in _ask(sql.UNDER_WAY):
            on = max(self.on, execute_on_day or next_bank_day(self.on))
            yield CashMove(on, Kind.UNDER_WAY, -cents, item, on)
        for item, cents in _ask(sql.REFUNDS):
            yield CashMove(self.on, Kind.REFUND, -cents, item, self.on)


def _vat_of(orders: list[CashMove]) -> Iterator[tuple[str, date, int]]:
    """The VAT of an order arises when it is invoiced: at the latest when it is due."""
    for order in orders:
        if order.kind in RECEIPTS and order.cents != order.net_cents:
            yield Kind.VAT, order.due_on, order.cents - order.net_cents
