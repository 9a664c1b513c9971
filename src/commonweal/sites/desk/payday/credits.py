"""What we hold of a client, told on the page of the client or of its invoice."""

from collections.abc import Sequence
from typing import Any

from commonweal.flows.payday.queries import Credit
from commonweal.sites.shell.doors import Visit

GIVERS = ("finance_maker", "finance_checker")


def credits(request: Visit, held: Sequence[Credit]) -> dict[str, Any]:
    """Return what `desk/payday/_credits.html` draws."""
    return {"credits": held, "may_refund": not request.roles.isdisjoint(GIVERS)}
