"""How desk and portal show where work stands with social security."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.employment import queries as work
from commonweal.employment.queries import Contract, Declaration, Objection
from commonweal.sites.shell.kit import Text

TONES: Mapping[str, str] = {
    "queued": "info",
    "sending": "info",
    "sent": "info",
    "accepted": "good",
    "warned": "warn",
    "refused": "bad",
    "unknown": "warn",
    "late": "bad",
    "withdrawn": "",
}
NEXT: Mapping[str, Text] = {
    "queued": _("goes out within a minute"),
    "sending": _("goes out now"),
    "sent": _("the answer is asked for until it comes"),
    "refused": _("correct what was objected to, then declare again"),
    "unknown": _("is looked for; or look it up and say what you found"),
    "late": _("declare it late, with the reason"),
}
CONTRACT_TONES: Mapping[str, str] = {
    "planned": "",
    "cleared": "info",
    "declared": "good",
    "worked": "good",
    "refused": "bad",
    "cancelled": "",
}
CONTRACT_NEXT: Mapping[str, Text] = {
    "planned": _("waits for the client"),
    "cleared": _("is being declared"),
    "refused": _("is being put right by payroll"),
}


@dataclass(frozen=True, slots=True)
class ShownDeclaration:
    """A declaration as a page shows it."""

    declaration: Declaration
    tone: str
    next: Text
    objections: list[Objection]
    message: list[tuple[str, str]]
    answer: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownContract:
    """A contract as a list shows it."""

    contract: Contract
    tone: str
    next: Text


def shown(declaration: Declaration) -> ShownDeclaration:
    """Put a declaration in words. A refusal that was corrected since asks for nothing more."""
    announces = declaration.kind == Declaration.Kind.IN
    settled = declaration.state == "refused" and declaration.contract.state != "refused"
    return ShownDeclaration(
        declaration=declaration,
        tone=TONES[declaration.state],
        next="" if settled and announces else NEXT.get(declaration.state, ""),
        objections=work.objections(declaration),
        message=_lines(declaration.message),
        answer=_lines(declaration.answer),
    )


def shown_contract(contract: Contract) -> ShownContract:
    """Put the state of a contract in words."""
    return ShownContract(
        contract, CONTRACT_TONES[contract.state], CONTRACT_NEXT.get(contract.state, "")
    )


def _lines(text: str) -> list[tuple[str, str]]:
    return list(_leaves(json.loads(text))) if text else []


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each value of a message with the path of names that leads to it, in order."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{name} {place}")
    else:
        yield name, str(value)
