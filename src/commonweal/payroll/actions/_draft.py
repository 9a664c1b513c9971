"""From contracts to payslips that are not kept yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll.models import Figures, Payslip
from commonweal.payroll.values import PayInput
from commonweal.rules import explanation, labour
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import Line
from commonweal.rules.parameters import Figure


class NotComputable(Refusal):
    message = _("Contract %(contract)s of %(name)s cannot be paid yet. %(reason)s")


def drafts(contracts: Iterable[PayInput], at: datetime) -> list[Payslip]:
    computed = [(each, _computed(each)) for each in contracts]
    check_all(answer for _each, answer in computed if isinstance(answer, Refusal))
    known = [(each, slip) for each, slip in computed if not isinstance(slip, Refusal)]
    _keep_figures(slip for _each, slip in known)
    return [_draft(each, slip, at) for each, slip in known]


def _computed(contract: PayInput) -> explanation.Payslip | NotComputable:
    try:
        return explanation.payslip(contract.case)
    except RuleError as error:
        return NotComputable(
            contract=contract.contract_id,
            name=contract.name,
            reason=gettext(error.message) % error.values,
        )


def _draft(contract: PayInput, slip: explanation.Payslip, at: datetime) -> Payslip:
    found = slip.amounts
    return Payslip(
        contract_id=contract.contract_id,
        member_id=contract.member_id,
        unit_id=contract.unit_id,
        name=contract.name,
        title=contract.title,
        worker_status=contract.worker_status,
        family=contract.family,
        children=contract.children,
        withholding_bp=contract.withholding_bp,
        minutes=contract.minutes,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        due_on=labour.wage_due_on(contract.ends_on),
        guaranteed=contract.guaranteed,
        gross_cents=found.gross,
        contribution_cents=found.contribution,
        work_bonus_cents=found.work_bonus,
        special_cents=found.special_contribution,
        withholding_cents=found.withholding,
        net_cents=found.net,
        employer_cents=found.employer.due,
        tariff_cents=found.employer.tariff,
        provision_cents=found.employer.provision,
        lines=[_line(line) for line in slip.lines],
        marks=list(slip.marks),
        figures_id=slip.rules_version,
        made_at=at,
    )


def _line(line: Line) -> Mapping[str, Any]:
    """What a line says for itself; what its figures say is kept once, with the figures."""
    kept = {
        "code": line.code,
        "part": line.part,
        "rate": line.rate,
        "base": line.base_cents,
        "amount": line.amount_cents,
    }
    if line.rule == "sum":
        return kept | {"of": line.reference, "unconfirmed": line.unconfirmed}
    return kept | {"figures": [line.rule, *line.also]}


def _keep_figures(slips: Iterable[explanation.Payslip]) -> None:
    """Keep the figures of payslips, each set once."""
    sets = {slip.rules_version: slip.sources for slip in slips}
    Figures.objects.bulk_create(
        [Figures(version=version, sources=_sources(sources)) for version, sources in sets.items()],
        ignore_conflicts=True,
    )


def _sources(sources: Mapping[str, Figure]) -> Mapping[str, Any]:
    return {
        name: {
            "from": figure.valid_from.isoformat(),
            "source": figure.reference,
            "confidence": figure.confidence,
            "note": figure.note,
        }
        for name, figure in sources.items()
    }
