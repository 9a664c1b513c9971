"""A payslip as text for a reader, and as JSON for a program."""

import json
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import Any

from commonweal.rules import allowances, amateur_arts, garnishment, payout, quarter
from commonweal.rules.cases import Case
from commonweal.rules.explanation import Payslip
from commonweal.rules.lines import Line
from commonweal.rules.payout import Payout
from commonweal.rules.payslip import Amounts
from commonweal.rules.texts import LABELS
from commonweal.sites.cli._pay_beside import Allowed

WIDTH = 100
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
        "lines": [_line_as_json(line) for line in slip.lines],
        "payout": [_line_as_json(line) for line in beside],
        "quarter": [_line_as_json(line) for line in answer.quarter],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": NAMES[line.code],
        "part": line.part,
        "rule": line.rule,
        "rate": line.rate,
        "base": line.base_cents,
        "amount": line.amount_cents,
        "date": line.valid_from.isoformat(),
        "source": line.reference,
        "confidence": line.confidence,
        "unconfirmed": list(line.unconfirmed),
        "note": line.note,
    }


def as_text(answer: Answer) -> str:
    """The payslip for a reader: the wage first, then how it came about."""
    slip = answer.slip
    blocks = [f"Payslip on {slip.case.on}: {_who(slip.case)}"]
    for part, heading in HEADINGS.items():
        lines = [line for line in slip.lines if line.part == part and line.code != "net"]
        if lines:
            blocks += ["", heading, *(text for line in lines for text in _line_as_text(line))]
        if part == "pay":
            blocks += [f"{_amount(slip.amounts.net)}  NET PAY", *_payout_as_text(answer.out)]
    blocks += _quarter_as_text(answer)
    return "\n".join([*blocks, *_notes(answer), "", *_marks(answer), _version(slip)])


def _version(slip: Payslip) -> str:
    return f"Figures version {slip.rules_version}"


def _payout_as_text(out: Payout) -> list[str]:
    """From the net pay to what arrives, if anything stands in between."""
    if len(out.lines) == 1:
        return []
    lines = [line for line in out.lines if line.code not in ("payout", "attachment_payout")]
    told = [text for line in lines for text in _line_as_text(line)]
    return ["", "What stands beside the wage", *told, f"{_amount(out.paid)}  PAID"]


def _quarter_as_text(answer: Answer) -> list[str]:
    """What the employer owes less for a quarter of such pay."""
    told = [text for line in answer.quarter for text in _line_as_text(line)]
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
        "lines": [_line_as_json(line) for line in allowed.lines],
    }
    return json.dumps(answer, indent=2)


def allowed_text(allowed: Allowed) -> str:
    """An allowance for amateur arts, for a reader."""
    told = [text for line in allowed.lines for text in _line_as_text(line)]
    return "\n".join(
        [
            f"Allowance for amateur arts on {allowed.allowance.paid.day}",
            *told,
            f"{_amount(allowed.paid_cents)}  PAID, free of tax and contributions",
            f"{allowed.allowance.days_left} days with an allowance are left this year.",
            "Declare it in Working in the Arts before the work begins.",
        ]
    )


def _who(case: Case) -> str:
    words = [case.status, case.family, *([] if case.kind == "ordinary" else [case.kind])]
    text = ", ".join(words).replace("_", " ")
    return f"{text}, {case.children} children" if case.children else text


def _line_as_text(line: Line) -> list[str]:
    rate = f"  [{line.rate}]" if line.rate else ""
    mark = "  ! UNCONFIRMED" if line.unconfirmed else ""
    rule = "" if line.rule == "sum" else f"{line.rule}, since {line.valid_from}: "
    source = wrap(f"{rule}{line.reference}", WIDTH - 14)
    return [
        f"{_amount(line.amount_cents)}  {NAMES[line.code]}{rate}{mark}",
        *(f"{'':14}{text}" for text in source),
    ]


def _amount(amount_cents: int) -> str:
    return f"{Decimal(amount_cents) / 100:12,.2f}"


def _notes(answer: Answer) -> list[str]:
    """What the sources leave open, once for each rule."""
    lines = (*answer.slip.lines, *answer.out.lines)
    notes = {line.rule: line.note for line in lines if line.note}
    told = [wrap(f"{rule}: {note}", WIDTH, subsequent_indent="  ") for rule, note in notes.items()]
    return ["", "Notes", *(text for line in told for text in line)] if notes else []


def _marks(answer: Answer) -> list[str]:
    if not answer.marks:
        return ["Every figure is confirmed by its source."]
    return [f"! Unconfirmed figures: {', '.join(answer.marks)}. Check them before paying a wage."]
