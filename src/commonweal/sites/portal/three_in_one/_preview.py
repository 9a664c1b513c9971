"""What the member sees while typing: the price turning into pay, each step with its reason."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from commonweal.flows.three_in_one import queries as three_in_one
from commonweal.flows.three_in_one.actions import Estimate, Job, Part
from commonweal.kernel.refusals import Refusal
from commonweal.rules.explanation import percent
from commonweal.rules.parameters import figure
from commonweal.sites.shell.estimates import pay_lines
from commonweal.sites.shell.kit import MoneyLine


class Preview:
    """An estimate as the page draws it, with the advice that goes with it."""

    def __init__(self, job: Job, found: Estimate, *, me: int, at: datetime) -> None:
        self.job, self.found, self.me = job, found, me
        self.advice: list[Refusal] = three_in_one.conformity(job=job, found=found, at=at)

    @property
    def price_lines(self) -> list[MoneyLine]:
        """From the price to the work budget and its parts."""
        return list(_price_lines(self.found, self.job))

    @property
    def workers(self) -> Iterator[tuple[Part, list[MoneyLine]]]:
        """Each worker's pay; the way from gross to net is shown to the worker only."""
        for part in self.found.parts:
            mine = part.worker.member_id == self.me
            yield part, pay_lines(part) if mine else []

    @property
    def is_unconfirmed(self) -> bool:
        return any(part.payslip.marks for part in self.found.parts)


def _price_lines(found: Estimate, job: Job) -> Iterator[MoneyLine]:
    contribution = figure("turnover.contribution", job.last_day)
    yield MoneyLine(_("Price without VAT"), found.price_cents, kind="start")
    yield MoneyLine(
        _("Shared contribution"),
        -found.contribution_cents,
        _("%(rate)s %% of the price: pays for the tools, the advice and the guarantee")
        % {"rate": _percent(contribution.value)},
    )
    if found.expenses_cents:
        yield MoneyLine(_("Expenses"), -found.expenses_cents, _("Kept aside for your expense note"))
    if not found.parts:
        yield MoneyLine(_("Stays on the budget"), found.work_budget_cents, kind="total")
        return
    yield MoneyLine(_("Work budget"), found.work_budget_cents, kind="subtotal")
    yield MoneyLine(
        _("Employer charges"),
        -sum(part.charge_cents for part in found.parts),
        _("Social security and holiday pay on top of the gross pay, at the house tariff"),
        unconfirmed=figure("employer.tariff", job.last_day).confidence == "unconfirmed",
    )
    if found.rest_cents:
        yield MoneyLine(
            _("Rest"), -found.rest_cents, _("Cents that cannot be divided stay on your budget")
        )
    yield MoneyLine(_("Gross pay"), sum(part.gross_cents for part in found.parts), kind="total")


def _percent(rate: Fraction) -> str:
    """A rate as the rules write it, exact, with the decimal mark of the reader."""
    return percent(rate).removesuffix(" %").replace(".", get_format("DECIMAL_SEPARATOR"))
