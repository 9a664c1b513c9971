"""What the page says to “what can I pay myself on that day?”: the chain, and why not more."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonweal.flows.outlook.queries import Answer, Payable
from commonweal.kernel.refusals import Refusal
from commonweal.rules import texts
from commonweal.rules.errors import RuleError
from commonweal.rules.lines import Line
from commonweal.rules.simulate import Answer as Pay
from commonweal.sites.shell.kit import MoneyLine


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario as the page draws it; `pay` is None when there is none."""

    answer: Answer

    @property
    def pay(self) -> Pay | None:
        return self.answer.pay

    @property
    def lines(self) -> list[MoneyLine]:
        """From what can be spent to the net pay."""
        return list(_chain(self.answer, self.pay)) if self.pay else []

    @property
    def refusal(self) -> str:
        """Why there is no pay, and what to do."""
        return _said(self.answer.refusal) if self.answer.refusal else ""

    @property
    def kept_cents(self) -> int:
        """What has to stay for later."""
        return self.answer.spendable_cents - self.answer.free_cents

    @property
    def is_unconfirmed(self) -> bool:
        return bool(self.pay and self.pay.marks)


@dataclass(frozen=True, slots=True)
class Shown:
    """Both scenarios."""

    payable: Payable

    @property
    def sure(self) -> Scenario:
        return Scenario(self.payable.sure)

    @property
    def everything(self) -> Scenario:
        return Scenario(self.payable.everything)

    @property
    def more_cents(self) -> int:
        """How much more net the scenario with everything leaves."""
        every, sure = self.payable.everything.pay, self.payable.sure.pay
        return (every.net_cents if every else 0) - (sure.net_cents if sure else 0)


def _said(refusal: Refusal | RuleError) -> str:
    return refusal.said(_) if isinstance(refusal, RuleError) else str(refusal)


def _chain(answer: Answer, pay: Pay) -> Iterator[MoneyLine]:
    yield MoneyLine(_("Spendable on that day"), answer.spendable_cents, kind="start")
    if answer.limit:
        reason = _("What is known of later: above all “%(text)s”") % {"text": answer.limit.text}
        kept = answer.free_cents - answer.spendable_cents
        yield MoneyLine(_("Needed later"), kept, reason)
        yield MoneyLine(_("Work budget"), answer.free_cents, kind="subtotal")
    lines = {line.code: line for line in pay.lines}
    yield MoneyLine(
        _("Employer charges"),
        -pay.charge_cents,
        _("Social security and holiday pay on top of the gross pay, at the house tariff"),
        unconfirmed=bool(lines["tariff_charge"].unconfirmed),
    )
    if pay.rest_cents:
        why = _("Cents that cannot be divided stay on your budget")
        yield MoneyLine(_("Rest"), -pay.rest_cents, why)
    yield MoneyLine(_("Gross pay"), pay.gross_cents, kind="subtotal")
    yield from (_pay_line(line) for line in lines.values() if _is_shown(line))
    yield MoneyLine(_("Net pay"), pay.net_cents, kind="total")


def _is_shown(line: Line) -> bool:
    """No tax is worth a line; other nothings are not."""
    says = bool(line.amount_cents) or line.code.endswith("withholding")
    return line.part == "pay" and line.code != "gross" and says


def _pay_line(line: Line) -> MoneyLine:
    return MoneyLine(
        _(texts.LABELS[line.code]),
        line.amount_cents,
        _(texts.REASONS[line.code]),
        kind="plus" if line.amount_cents > 0 else "minus",
        unconfirmed=bool(line.unconfirmed),
    )
