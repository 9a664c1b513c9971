"""What the member sees while typing: the pay, and what it leaves of the budget."""

from datetime import datetime

from django.utils.translation import gettext as _

from commonweal.flows.from_budget import queries as from_budget
from commonweal.flows.from_budget.actions import Work
from commonweal.flows.from_budget.queries import Estimate
from commonweal.kernel.refusals import Refusal
from commonweal.rules.parameters import figure
from commonweal.sites.shell.estimates import pay_lines
from commonweal.sites.shell.kit import MoneyLine


class Preview:
    """An estimate as the page draws it, with the advice that goes with it."""

    def __init__(self, work: Work, found: Estimate, *, at: datetime) -> None:
        self.work, self.found = work, found
        (self.part,) = found.parts
        objections = from_budget.obstacles(work=work, found=found, at=at)
        self.advice: list[Refusal] = [each for each in objections if each.field != "title"]

    @property
    def budget_lines(self) -> list[MoneyLine]:
        """From what can be spent now to what can be spent after it."""
        tariff = figure("employer.tariff", self.part.worker.last_day)
        return [
            MoneyLine(_("Spendable now"), self.found.before_cents, kind="start"),
            MoneyLine(_("Gross pay"), -self.part.gross_cents),
            MoneyLine(
                _("Employer charges"),
                -self.part.charge_cents,
                _("Social security and holiday pay on top of the gross pay, at the house tariff"),
                unconfirmed=tariff.confidence == "unconfirmed",
            ),
            MoneyLine(_("Spendable after it"), self.found.rest_cents, kind="total"),
        ]

    @property
    def own_lines(self) -> list[MoneyLine]:
        """The way from gross to net; only for who works."""
        return pay_lines(self.part) if self.is_own else []

    @property
    def is_own(self) -> bool:
        return self.part.worker.member_id == self.work.entered_by

    @property
    def is_unconfirmed(self) -> bool:
        return bool(self.part.payslip.marks)
