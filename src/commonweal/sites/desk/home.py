"""What waits at the desk, for each role."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.activities import queries as activities
from commonweal.banking import queries as banking
from commonweal.employment import queries as employment
from commonweal.guarantee import queries as guarantee
from commonweal.ledger import queries as ledger
from commonweal.sites.desk import queues
from commonweal.sites.shell.kit import Task

DECLARERS = {"payroll", "adviser"}
BOOKKEEPERS = {"finance_maker", "finance_checker", "auditor"}
URGENCY = ("bad", "warn", "info")
PAYERS = BOOKKEEPERS | {"payroll", "adviser"}  # who may look at the clock of wages


def late_wages(*, roles: frozenset[str], at: datetime) -> int | None:
    """Return how many wages are late, for who may look at the clock; None for others."""
    return guarantee.late(on=at.date()) if roles & PAYERS else None


def waiting(*, roles: frozenset[str], at: datetime, late: int | None = None) -> list[Task]:
    """Return what waits for a person in these roles, `late` wages too; nothing that is done."""
    found = [
        *_books(roles),
        *_openings(roles),
        *_declarations(roles, at),
        *_late(late),
        *_payments(roles, at),
        *_bank(roles),
        *queues.waiting(roles=roles, at=at),
        *_decisions(roles),
        *_advances(roles, at),
    ]
    return sorted((task for task in found if task.count != 0), key=_urgency)


def _urgency(task: Task) -> int:
    """The most urgent first; what is alike stays in the order of the desk."""
    return URGENCY.index(task.tone) if task.tone in URGENCY else len(URGENCY)


def _books(roles: frozenset[str]) -> Iterator[Task]:
    if roles & BOOKKEEPERS:
        proof = ledger.last_proof()
        faults = len(proof.faults) if proof else 0
        yield Task(
            ngettext("proof of the books fails", "proofs of the books fail", faults),
            reverse("desk:books_proofs"),
            _("Stop closing and paying until the fault is found."),
            tone="bad",
            count=faults,
        )


def _openings(roles: frozenset[str]) -> Iterator[Task]:
    if "adviser" in roles:
        waiting = activities.openings(states=["sent"]).count()
        yield Task(
            ngettext("request for an activity", "requests for activities", waiting),
            reverse("desk:openings"),
            _("Check the profession and its papers, then decide."),
            tone="info",
            count=waiting,
        )


def _declarations(roles: frozenset[str], at: datetime) -> Iterator[Task]:
    if roles & DECLARERS:
        href = reverse("desk:declarations")
        declarations, unnamed = employment.attention().count(), len(employment.unnamed(at=at))
        yield Task(
            ngettext("declaration needs a person", "declarations need a person", declarations),
            href,
            _("Refused, too late, or the answer was lost."),
            tone="bad",
            count=declarations,
        )
        yield Task(
            ngettext(
                "contract cannot be declared yet", "contracts cannot be declared yet", unnamed
            ),
            href,
            _("The identity of the member is not complete."),
            tone="warn",
            count=unnamed,
        )


def _late(late: int | None) -> Iterator[Task]:
    if late:
        yield Task(
            ngettext("wage is late", "wages are late", late),
            f"{reverse('desk:guarantee_clock')}?stage=late",
            _("Pay them today: this figure must be 0."),
            tone="bad",
            count=late,
        )


def _payments(roles: frozenset[str], at: datetime) -> Iterator[Task]:
    if roles & {"finance_maker", "finance_checker"}:
        yield from _files(reverse("desk:payments"))
    if "finance_maker" in roles:
        wages = guarantee.to_pay(on=at.date())
        yield Task(
            ngettext("wage is due", "wages are due", wages),
            reverse("desk:payments"),
            _("Put what is due in a batch; a second person approves it."),
            tone="info",
            count=wages,
        )
    if "finance_checker" in roles:
        batches = banking.batches().filter(state="draft").count()
        yield Task(
            ngettext("payment batch to approve", "payment batches to approve", batches),
            reverse("desk:payments"),
            _("You approve what somebody else prepared."),
            tone="warn",
            count=batches,
        )


def _files(href: str) -> Iterator[Task]:
    """Payment files that may not have arrived, and those that nobody gave to the bank yet."""
    unknown = banking.gone_astray().count()
    yield Task(
        ngettext("payment file may be lost", "payment files may be lost", unknown),
        href,
        _("Nobody knows whether the bank has it: ask before anything else."),
        tone="bad",
        count=unknown,
    )
    said = list(banking.batches_to_confirm().values_list("pk", flat=True))
    yield Task(
        ngettext("refusal to confirm", "refusals to confirm", len(said)),
        reverse("desk:batch", args=[said[0]]) if said else href,
        _("A report says so: look at the bank. Nothing of it is paid again before that."),
        tone="bad",
        count=len(said),
    )
    made = banking.batches().filter(state="exported").count()
    yield Task(
        ngettext("payment file to give to the bank", "payment files to give to the bank", made),
        href,
        _("It is made, and nobody is paid before the bank has it."),
        tone="warn",
        count=made,
    )


def _bank(roles: frozenset[str]) -> Iterator[Task]:
    if "finance_maker" in roles:
        moves = banking.waiting_count()
        yield Task(
            ngettext("bank movement waits in suspense", "bank movements wait in suspense", moves),
            reverse("desk:matching"),
            _("No reference explains them: say what they are for."),
            tone="warn",
            count=moves,
        )
        missing = len(banking.gaps())
        yield Task(
            ngettext("bank statement is missing", "bank statements are missing", missing),
            reverse("desk:bank"),
            _("Between two that came: ask the bank for them."),
            tone="warn",
            count=missing,
        )


def _decisions(roles: frozenset[str]) -> Iterator[Task]:
    if "adviser" in roles:
        waiting, sampled = activities.waiting().count(), activities.sampled().count()
        href = reverse("desk:validations")
        yield Task(
            ngettext("decision waits for an adviser", "decisions wait for an adviser", waiting),
            href,
            _("Above what its member decides alone; nobody else has heard of it."),
            tone="warn",
            count=waiting,
        )
        yield Task(
            ngettext("decision to look at", "decisions to look at", sampled),
            f"{href}?show=sample",
            _("A sample of what members decided alone."),
            tone="info",
            count=sampled,
        )


def _advances(roles: frozenset[str], at: datetime) -> Iterator[Task]:
    """One line each: an adviser speaks to the people of that budget."""
    if "adviser" in roles:
        for late in activities.overdue_advances(on=at.date()):
            yield Task(
                _("The advance of “%(unit)s” is not repaid") % {"unit": late.advance.unit.name},
                reverse("desk:unit_advance", args=[late.advance.unit_id]),
                _("Past its day: speak to the member, then extend it or wait for the money."),
                icon="hand-coins",
                tone="bad",
            )
