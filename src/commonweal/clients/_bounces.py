"""Mail that came back: noted on the clients whose address it is, until the address is corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from commonweal.clients.models import Client


@dataclass(frozen=True, slots=True)
class Bounce:
    """An address from which a letter came back, and why."""

    address: str
    reason: str


def mark(bounces: Sequence[Bounce], at: datetime) -> list[Client]:
    """Note on every client with one of these addresses that its mail came back."""
    reasons = {one.address.strip().lower(): " ".join(one.reason.split()) for one in bounces}
    reasons.pop("", None)
    marked = _with_address(reasons)
    for client in marked:
        invoice, usual = client.invoice_email, client.email
        address = invoice if invoice.lower() in reasons else usual
        client.bounced_at, client.bounced_address = at, address
        client.bounced_reason = reasons[address.lower()] or "?"
    Client.objects.bulk_update(
        marked, ["bounced_at", "bounced_address", "bounced_reason"], batch_size=500
    )
    return marked


def forget_if_corrected(client: Client) -> None:
    """An address that no longer stands here says nothing any more."""
    standing = {client.email.lower(), client.invoice_email.lower()}
    if client.bounced_at and client.bounced_address.lower() not in standing:
        forget(client)


def forget(client: Client) -> None:
    """Trust the address again."""
    client.bounced_at, client.bounced_address, client.bounced_reason = None, "", ""


def _with_address(reasons: Mapping[str, str]) -> list[Client]:
    known = Client.objects.alias(usual=Lower("email"), billing=Lower("invoice_email"))
    mine = known.filter(Q(usual__in=reasons) | Q(billing__in=reasons), merged_into=None)
    return list(mine.select_for_update().order_by("id"))
