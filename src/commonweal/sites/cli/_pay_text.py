"""A payslip as text for a reader, and as JSON for a program."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonweal.rules import allowances, amateur_arts, garnishment, payout, quarter
from commonweal.rules.cases import Case
from commonweal.rules.explanation import Payslip
from commonweal.rules.lines import Line
from commonweal.rules.payout import Payout
from commonweal.rules.payslip import Amounts
from commonweal.rules.texts import LABELS
from commonweal.sites.cli import _told
from commonweal.sites.cli._pay_beside import Allowed

NAMES = {
    **LABELS, **allowances.LABELS, **garnishment.LABELS, **payout.LABELS, **quarter.LABELS,
    **amateur_arts.LABELS,
}  # fmt: skip
HEADINGS = {
    "pay": "Pay (these lines add up to the net)",
    "step": "How the tax was found",
    "employer": "What the employer owes on top",
    "house": "The work budget of the unit",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A payslip, what of it arrives, and what the employer owes less for such a quarter."""

    slip: Payslip
    out: Payout
    quarter: tuple[Line, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The parameters behind both that still have to be confirmed."""
        lines = (*self.out.lines, *self.quarter)
        beside = (name for line in lines for name in line.unconfirmed)
        return tuple(dict.fromkeys((*self.slip.marks, *beside)))


def amounts(found: Amounts, out: Payout | None = None) -> dict[str, int]:
    """The amounts that matter, in cents."""
    employer = found.employer
    return {
        "gross": found.gross,
        "social_security": found.social_security,
        "work_bonus": found.work_bonus,
        "taxable": found.taxable,
        "withholding": found.withholding,
        "special_contribution": found.special_contribution,
        "net": found.net,
        "employer_contribution": employer.due,
        "provision": employer.provision,
        "tariff_charge": employer.tariff,
        "work_budget": found.work_budget,
        "attachment": out.attachment.taken if out and out.attachment else 0,
        "paid": out.paid if out else found.net,
    }


def as_json(answer: Answer) -> dict[str, Any]:
    """The payslip in cents, with every line."""
    slip, out = answer.slip, answer.out
    beside = [] if len(out.lines) == 1 else out.lines
    return {
        **amounts(slip.amounts, out),
        "unconfirmed": list(answer.marks),
        "rules_version": slip.rules_version,
        "lines": [_told.as_json(line, NAMES[line.code]) for line in slip.lines],
        "payout": [_told.as_json(line, NAMES[line.code]) for line in beside],
        "quarter": [_told.as_json(line, NAMES[line.code]) for line in answer.quarter],
    }


def as_text(answer: Answer) -> str:
    """The payslip for a reader: the wage first, then how it came about."""
    slip = answer.slip
    blocks = [f"Payslip on {slip.case.on}: {_who(slip.case)}"]
    for part, heading in HEADINGS.items():
        lines = [line for line in slip.lines if line.part == part and line.code != "net"]
        if lines:
            blocks += ["", heading, *_as_text(lines)]
        if part == "pay":
            blocks += [f"{_told.amount(slip.amounts.net)}  NET PAY", *_payout_as_text(answer.out)]
    blocks += _quarter_as_text(answer)
    notes = _told.notes((*slip.lines, *answer.out.lines))
    return "\n".join([*blocks, *notes, "", *_marks(answer), _version(slip)])


def _as_text(lines: Iterable[Line]) -> list[str]:
    return [text for line in lines for text in _told.as_text(line, NAMES[line.code])]


def _version(slip: Payslip) -> str:
    return f"Figures version {slip.rules_version}"


def _payout_as_text(out: Payout) -> list[str]:
    """From the net pay to what arrives, if anything stands in between."""
    if len(out.lines) == 1:
        return []
    lines = [line for line in out.lines if line.code not in ("payout", "attachment_payout")]
    told = _as_text(lines)
    return ["", "What stands beside the wage", *told, f"{_told.amount(out.paid)}  PAID"]


def _quarter_as_text(answer: Answer) -> list[str]:
    """What the employer owes less for a quarter of such pay."""
    told = _as_text(answer.quarter)
    return ["", "What the employer owes less for the quarter", *told] if told else []


def allowed_json(allowed: Allowed) -> str:
    """An allowance for amateur arts, in cents."""
    paid = allowed.allowance.paid
    marks = dict.fromkeys(name for line in allowed.lines for name in line.unconfirmed)
    answer = {
        "gross": paid.cents,
        "travel": paid.travel_cents,
        "social_security": 0,
        "withholding": 0,
        "net": allowed.paid_cents,
        "days_left": allowed.allowance.days_left,
        "solidarity": allowed.solidarity_cents,
        "unconfirmed": list(marks),
        "lines": [_told.as_json(line, NAMES[line.code]) for line in allowed.lines],
    }
    return json.dumps(answer, indent=2)


def allowed_text(allowed: Allowed) -> str:
    """An allowance for amateur arts, for a reader."""
    told = _as_text(allowed.lines)
    return "\n".join(
        [
            f"Allowance for amateur arts on {allowed.allowance.paid.day}",
            *told,
            f"{_told.amount(allowed.paid_cents)}  PAID, free of tax and contributions",
            f"{allowed.allowance.days_left} days with an allowance are left this year.",
            "Declare it in Working in the Arts before the work begins.",
        ]
    )


def _who(case: Case) -> str:
    words = [case.status, case.family, *([] if case.kind == "ordinary" else [case.kind])]
    text = ", ".join(words).replace("_", " ")
    return f"{text}, {case.children} children" if case.children else text


def _marks(answer: Answer) -> list[str]:
    if not answer.marks:
        return ["Every figure is confirmed by its source."]
    return [f"! Unconfirmed figures: {', '.join(answer.marks)}. Check them before paying a wage."]
