"""From contracts to payslips that are not kept yet: computed together, refused by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll._computed import amounts
from commonweal.payroll.models import Payslip
from commonweal.payroll.values import PayInput
from commonweal.rules import batch
from commonweal.rules.batch import Batch
from commonweal.rules.cases import Case
from commonweal.rules.errors import RuleError
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.written import Marks, written


class NotComputable(Refusal):
    message = _("Contract %(contract)s of %(name)s cannot be paid yet. %(reason)s")


class MonthNotComputable(NotComputable):
    message = _("The month up to %(day)s of %(name)s cannot be paid yet. %(reason)s")


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A payslip to be kept: `amounts` are cents in the order of AMOUNTS, `lines` is JSON, `corrects`
    the payslip whose place it takes.
    """

    contract: PayInput
    amounts: tuple[int, ...]
    lines: str
    marks: Marks
    rules: PayRules
    corrects: Payslip | None = None


def drafts(contracts: Sequence[PayInput]) -> list[Draft]:
    """
    Compute contracts as one batch.

    An extra withholding that a pay cannot bear is left to a later pay of the month.

    :raises NotComputable: if the rules cannot compute a contract, all of them together
    """
    if not contracts:
        return []
    found = _computed(contracts)
    unable = {row for row in found.refused if contracts[row].extra_withholding_cents}
    if unable:
        return drafts(
            [
                replace(each, extra_withholding_cents=0) if row in unable else each
                for row, each in enumerate(contracts)
            ]
        )
    check_all(_refusal(contracts[row], found.refused[row]) for row in sorted(found.refused))
    return list(_drafts(contracts, found))


def _computed(contracts: Sequence[PayInput]) -> Batch:
    asked = [_case(each) for each in contracts]
    check_all(answer for answer in asked if isinstance(answer, Refusal))
    return batch.payslips(batch.questions([each for each in asked if isinstance(each, Case)]))


def _case(contract: PayInput) -> Case | NotComputable:
    try:
        return contract.case
    except RuleError as error:
        return _refusal(contract, error)


def _refusal(contract: PayInput, error: RuleError) -> NotComputable:
    kind = NotComputable if contract.contract_id else MonthNotComputable
    return kind(
        contract=contract.contract_id,
        day=f"{contract.ends_on}",
        name=contract.name,
        reason=error.said(gettext),
    )


def _drafts(contracts: Sequence[PayInput], found: Batch) -> Iterator[Draft]:
    text = written(found)
    rules = map(found.rules_of, range(len(contracts)))
    return map(Draft, contracts, amounts(found), text.lines, text.marks, rules)
