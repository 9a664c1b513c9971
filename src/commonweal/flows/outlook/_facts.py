"""What is known of a unit on a day, each fact read once."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Advance, Commitment, Deal
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.flows.outlook._running import Start
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.queries import Stand
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Instalment, Order, Quote
from commonweal.ledger import queries as ledger
from commonweal.rules.parameters import figure

STANDING = ("planned", "cleared", "declared", "refused")
STUDENT = "student"
MINUTES_IN_AN_HOUR = 60


class Facts:
    """A unit on a day: promises, orders, contracts that are not paid, deals, an advance."""

    def __init__(self, unit: int, on: date) -> None:
        self.unit, self.on = unit, on
        self._commitments = list(activities.commitments(unit=unit, on=on))

    @cached_property
    def promised(self) -> Mapping[str, Commitment]:
        """What is planned or confirmed, by origin."""
        return {each.origin: each for each in self._commitments if each.kind != "reserved"}

    @cached_property
    def reservations(self) -> Mapping[str, Commitment]:
        """What is kept aside, by origin."""
        return {each.origin: each for each in self._commitments if each.kind == "reserved"}

    @cached_property
    def aside(self) -> Mapping[str, int]:
        """The cents that are kept aside, by origin."""
        return {origin: each.cents for origin, each in self.reservations.items()}

    @cached_property
    def advance(self) -> Advance | None:
        return activities.advances(units=[self.unit], on=self.on).first()

    @cached_property
    def start(self) -> Start:
        """The budget now."""
        budget, aside = ledger.budget(unit=self.unit), sum(self.aside.values())
        if self.advance is None:
            return Start(budget, aside)
        return Start(budget, aside, self.advance.cents, self.advance.drawn_cents)

    @cached_property
    def contracts(self) -> list[Contract]:
        """The contracts of the unit whose wage is still to be paid."""
        jobs = work.assignments(units=[self.unit]).filter(contracts__state__in=STANDING)
        ids = list(jobs.order_by().values_list("pk", flat=True).distinct())
        return list(work.contracts(assignments=ids).filter(state__in=STANDING))

    @cached_property
    def orders(self) -> Mapping[str, Order]:
        """The orders that promised something or that somebody works on, with clients, by ref."""
        origins = [*self.promised, *self.reservations]
        ids = {int(name) for name in map(_order_number, origins) if name.isdecimal()}
        jobs = {contract.assignment_id for contract in self.contracts}
        found = invoicing.orders(units=[self.unit]).filter(Q(id__in=ids) | Q(assignment__in=jobs))
        return {order.ref: order for order in found}

    @cached_property
    def stands(self) -> Mapping[int, Stand]:
        """Whether the house stands for the wages of these orders, or would."""
        return guarantee.explain(orders=list(self.orders.values()), on=self.on)

    @cached_property
    def parts(self) -> Mapping[str, Instalment]:
        """The parts of orders that promised something each, by ref."""
        orders = {order.pk for order in self.orders.values()}
        found = invoicing.instalments_of(orders=orders) if self._has("order") else []
        return {part.ref: part for part in found}

    @cached_property
    def quotes(self) -> Mapping[str, Quote]:
        """The quotes that clients have not answered, by ref."""
        ids = {int(origin.partition(":")[2]) for origin in self._has("quote")}
        return {quote.ref: quote for quote in invoicing.quotes_of(ids=ids)} if ids else {}

    def _has(self, kind: str) -> list[str]:
        """The origins of promises of a kind that is read apart: quotes, orders in parts."""
        mark = {"order": "/", "quote": ":"}[kind]
        return [one for one in self.promised if one.startswith(f"{kind}:") and mark in one]

    @cached_property
    def job_of(self) -> Mapping[int, Order]:
        """The order of each job, by assignment."""
        return {order.assignment_id or 0: order for order in self.orders.values()}

    @cached_property
    def deals(self) -> Mapping[str, Deal]:
        """The transfers and internal invoices that wait for an answer, by ref."""
        found = [
            activities.deal(row)
            for kind in ("transfer", "invoice")
            for row in activities.deals(unit=self.unit, kind=kind, stage="waiting")
        ]
        return {deal.ref: deal for deal in found}

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return activities.names(units={deal.other(self.unit) for deal in self.deals.values()})

    def told(self, deal: Deal) -> str:
        """Name a deal by what it is for and who is on the other side."""
        words = {"text": deal.text, "name": self._names.get(deal.other(self.unit), "")}
        if deal.payer == self.unit:
            return _("%(text)s, to %(name)s") % words
        return _("%(text)s, from %(name)s") % words

    @cached_property
    def _worked_before(self) -> Mapping[int, int]:
        students = [each.pk for each in self.contracts if each.worker_status == STUDENT]
        return work.student_hours_before(contracts=students) if students else {}

    def quota_left(self, contract: Contract) -> int:
        """What earlier work leaves a student of the quota of the year, in minutes."""
        if contract.worker_status != STUDENT:
            return 0
        quota = figure("nsso.student.quota", contract.ends_on).value * MINUTES_IN_AN_HOUR
        return max(int(quota) - self._worked_before.get(contract.pk, 0), 0)


def _order_number(origin: str) -> str:
    kind, _colon, rest = origin.partition(":")
    return rest.partition(":")[0].partition("/")[0] if kind == "order" else ""
