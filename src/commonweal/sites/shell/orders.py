"""What an order is made of, as member and staff read it: lines, parts and their invoices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonweal.flows.quotes import queries as offers
from commonweal.flows.quotes.queries import PartStanding
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Order, show_quantity, show_rate
from commonweal.sites.shell.templatetags.house import day

TONES = {
    "due": "warn",
    "drafted": "warn",
    "invoiced": "info",
    "paid": "good",
    "cancelled": "quiet-tone",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an order, written out; `reach_url` is where the member says it is reached."""

    label: str
    when: str
    cents: int
    state: str
    tone: str
    number: str
    reach_url: str = ""


def details(order: Order, on: date, reach: Callable[[int], str] | None = None) -> dict[str, Any]:
    """Return lines and parts of an order for `shell/order_parts.html`."""
    rows = [
        (line, show_quantity(line.thousandths, line.unit_code), show_rate(line.vat, line.rate_bp))
        for line in invoicing.order_lines(order=order)
    ]
    return {
        "order_lines": rows,
        "order_parts": [_part(each, reach) for each in offers.parts(order=order, on=on)],
    }


def _part(standing: PartStanding, reach: Callable[[int], str] | None) -> Part:
    part, state = standing.part, standing.state
    words = {
        "to_come": _("to come"),
        "due": _("is invoiced next"),
        "drafted": _("draft made"),
        "invoiced": _("invoiced"),
        "paid": _("paid"),
        "cancelled": _("cancelled"),
    }
    can_reach = reach and part.kind == "milestone" and state == "to_come"
    return Part(
        part.label,
        _when(standing),
        part.cents,
        words[state],
        TONES.get(state, "quiet-tone"),
        (part.invoice.number or "") if part.invoice else "",
        reach(part.position) if reach and can_reach else "",
    )


def _when(standing: PartStanding) -> str:
    part = standing.part
    if part.reached_at:
        return _("reached on %(day)s") % {"day": day(part.reached_at)}
    if part.kind == "milestone":
        return _("when it is reached")
    if part.kind == "deposit":
        return _("deposit, from %(day)s") % {"day": day(part.due_on)}
    return _("on %(day)s") % {"day": day(part.due_on)}
