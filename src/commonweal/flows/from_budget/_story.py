"""The story of a contract that a budget pays: each step with who, when, and what comes next."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from commonweal.activities import queries as units
from commonweal.banking import queries as bank
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.flows.three_in_one import _story
from commonweal.flows.three_in_one.queries import Happening
from commonweal.kernel.clock import ZONE
from commonweal.kernel.queries import events
from commonweal.payroll import queries as payroll

PLANNED, DECLARED, WORKED, PAID = range(4)


def story(contract: Contract, at: datetime) -> list[Happening]:
    """Return every step of a contract in the order in which it happened or is expected."""
    (standing,) = [
        each
        for each in work.standings(assignments=[contract.assignment_id])[contract.assignment_id]
        if each.contract.pk == contract.pk
    ]
    told = [_hired(contract), *_story.decisions([contract])]
    if contract.state != "cancelled":
        told += [_story.declaration(standing, at), *_worked(contract, at)]
        slip = payroll.of_contracts(contracts=[contract.pk]).get(contract.pk)
        payment = bank.payments_of(items=[slip.item]).get(slip.item) if slip else None
        unit = contract.assignment.unit_id
        told += _story.wage(
            standing, slip, payment, _("Its cost is kept aside in the budget."),
            units.pay_terms(units=[unit])[unit],
        )  # fmt: skip
    return _story.in_order(told)


def _hired(contract: Contract) -> Happening:
    log = events(of=[contract.ref]).filter(verb="from_budget.hire").first()
    words = {"name": contract.member.full_name}
    return Happening(
        _("%(name)s hired, and the cost kept aside") % words,
        log.at if log else None, log.by_name if log else "", subject=contract.ref,
    )  # fmt: skip


def _worked(contract: Contract, at: datetime) -> Iterator[Happening]:
    over = contract.ends_on < at.astimezone(ZONE).date() and contract.state in DONE
    yield Happening(_("Last work day"), contract.ends_on, state="done" if over else "next")


DONE = ("declared", "worked")


def station(state: str) -> int:
    """Return how far a contract is: 0 planned, 1 declared, 2 worked, 3 paid."""
    return {"declared": DECLARED, "worked": WORKED, "paid": PAID}.get(state, PLANNED)
