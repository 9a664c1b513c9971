"""Questions about work that a budget pays: what it costs, which there is, what happened."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from commonweal.activities import queries as units
from commonweal.banking import queries as bank
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.flows.from_budget import _estimate, _story
from commonweal.flows.from_budget._story import station
from commonweal.flows.from_budget.values import Estimate, Hired, Work
from commonweal.flows.three_in_one.queries import Happening
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.refusals import Refusal
from commonweal.payroll import queries as payroll

__all__ = [
    "Contract", "Estimate", "Hired", "Work", "contracts", "estimate", "get_contract", "hired",
    "kept_aside", "obstacles", "station", "story",
]  # fmt: skip


def estimate(*, work: Work, at: datetime) -> Estimate:
    """
    Return what work costs its unit, and what can be spent before and after it, storing nothing.

    :raises Refusal: if somebody cannot be paid so
    :raises RuleError: if the rules do not know such a day or pay
    """
    return _estimate.estimate(work, at)


def obstacles(*, work: Work, found: Estimate, at: datetime) -> list[Refusal]:
    """Return all that stands in the way of this work, each with its remedy."""
    unit = units.get(id=work.unit_id)
    return list(_estimate.refusals(work, found, unit, at))


def contracts(*, unit: int) -> "QuerySet[Contract]":
    """Return the contracts of a unit that no order pays, with their members, the newest first."""
    ordered = invoicing.orders(units=[unit]).exclude(assignment=None).order_by()
    found = work.contracts_of_units(units=[unit])
    return found.exclude(assignment__in=ordered.values("assignment"))


def get_contract(*, unit: int, contract: int) -> Contract:
    """
    Return one contract that the budget of a unit pays, with all that belongs to it.

    :raises Contract.DoesNotExist: if there is none
    """
    contracts(unit=unit).get(pk=contract)
    return work.get_contract(contract=contract)


def hired(*, contracts: Sequence[Contract], on: date) -> list[Hired]:
    """Say of contracts of one unit what they cost and where they stand, in four queries."""
    if not contracts:
        return []
    slips = payroll.of_contracts(contracts=[contract.pk for contract in contracts])
    payments = bank.payments_of(items=[slip.item for slip in slips.values()])
    promised = units.commitments(unit=contracts[0].unit_id, on=on).filter(kind="reserved")
    aside = dict(promised.values_list("origin", "cents"))
    return [_hired(each, slips.get(each.pk), payments, aside) for each in contracts]


def _hired(
    contract: Contract,
    slip: payroll.Payslip | None,
    payments: dict[str, bank.Payment],
    aside: dict[str, int],
) -> Hired:
    if slip is None:
        return Hired(contract, aside.get(contract.ref, 0))
    payment = payments.get(slip.item)
    paid_on = payment.batch.executed_on if payment else None
    return Hired(contract, slip.gross_cents + slip.tariff_cents, slip, paid_on)


def kept_aside(*, unit: int, on: date) -> int:
    """Return what a unit keeps aside for contracts, in cents."""
    promised = units.commitments(unit=unit, on=on).filter(kind="reserved")
    found = promised.filter(origin__startswith="contract:").aggregate(cents=Sum("cents", default=0))
    return int(found["cents"])


def story(*, contract: Contract, at: datetime) -> list[Happening]:
    """Return each step of a contract: what happened, by whom and when, and what comes next."""
    return _story.story(contract, at)
