"""What waits at the desk, for each role."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.banking import queries as banking
from commonweal.employment import queries as employment
from commonweal.invoicing import queries as invoicing
from commonweal.payroll import queries as payroll
from commonweal.sites.shell.kit import Task

DECLARERS = {"payroll", "adviser"}
BILLERS = {"customer_service", "finance_maker"}


def waiting(*, roles: frozenset[str], at: datetime) -> list[Task]:
    """Return what waits for a person in these roles; what is done is not listed."""
    found = [*_declarations(roles, at), *_payments(roles, at), *_bank(roles), *_invoices(roles)]
    return [task for task in found if task.count]


def _declarations(roles: frozenset[str], at: datetime) -> Iterator[Task]:
    if roles & DECLARERS:
        href = reverse("desk:declarations")
        yield Task(
            _("declarations need a person"),
            href,
            _("Refused, too late, or the answer was lost."),
            tone="bad",
            count=employment.attention().count(),
        )
        yield Task(
            _("contracts cannot be declared yet"),
            href,
            _("The identity of the member is not complete."),
            tone="warn",
            count=len(employment.unnamed(at=at)),
        )


def _payments(roles: frozenset[str], at: datetime) -> Iterator[Task]:
    if "finance_maker" in roles:
        yield Task(
            _("wages are due"),
            reverse("desk:payments"),
            _("Put them in a batch; a second person approves it."),
            tone="info",
            count=len(payroll.payable(due_by=at.date())),
        )
    if "finance_checker" in roles:
        yield Task(
            _("payment batches to approve"),
            reverse("desk:payments"),
            _("You approve what somebody else prepared."),
            tone="warn",
            count=banking.batches().filter(state="draft").count(),
        )


def _bank(roles: frozenset[str]) -> Iterator[Task]:
    if "finance_maker" in roles:
        yield Task(
            _("bank movements wait in suspense"),
            reverse("desk:bank"),
            _("No invoice was found for them."),
            tone="warn",
            count=len(banking.suspense()),
        )


def _invoices(roles: frozenset[str]) -> Iterator[Task]:
    if roles & BILLERS:
        yield Task(
            _("invoices are held back"),
            reverse("desk:invoices"),
            _("Their papers break a rule; nothing was sent."),
            tone="bad",
            count=invoicing.parked().count(),
        )
