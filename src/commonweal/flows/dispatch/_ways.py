"""Which way leads to a client now."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commonweal.clients.queries import Client, Kind
from commonweal.einvoice.addresses import endpoint
from commonweal.einvoice.values import Party
from commonweal.flows.dispatch.values import Channel
from commonweal.invoicing.actions import PostalCopy
from commonweal.invoicing.queries import Papers
from commonweal.peppol import queries as peppol
from commonweal.peppol.actions import Participant


@dataclass(frozen=True, slots=True)
class Way:
    """The channel, with the address it leads to; on paper, why."""

    channel: Channel
    address: str = ""
    participant: Participant = ("", "")
    because: PostalCopy.Because = PostalCopy.Because.CHOSEN


def way(paper: Papers, client: Client, *, over_peppol: bool) -> Way:
    """
    Say how papers reach a client: over Peppol (if asked for) a business or public body with a
    number there, else by mail, else by post.

    Over Peppol only what was judged by the rules of Peppol: those without an address there got a
    document of the European norm alone.
    """
    if over_peppol and (found := participant(client)) and judged_for_peppol(paper):
        return Way(Channel.PEPPOL, participant=found)
    if address := mail_address(client):
        return Way(Channel.MAIL, address=address)
    came_back = client.bounced_at is not None
    because = PostalCopy.Because.BOUNCED if came_back else PostalCopy.Because.NO_ADDRESS
    return Way(Channel.POST, because=because)


def participant(client: Client) -> Participant | None:
    """Return where a client may receive over Peppol; None for a private person."""
    if client.kind == Kind.PERSON or not peppol.is_connected():
        return None
    return endpoint(
        Party(
            client.name,
            client.street,
            client.postcode,
            client.city,
            client.country,
            client.enterprise_number or "",
            client.vat_number,
            peppol_id=client.peppol_id,
        )
    )


def judged_for_peppol(paper: Papers) -> bool:
    """Whether the electronic invoice passed the rules of Peppol."""
    return "PEPPOL" in paper.invoice.rendering.rules


def mail_address(client: Client) -> str:
    """Return where invoices are mailed to; nothing if mail there came back or cannot arrive."""
    address = client.invoice_email or client.email
    if client.bounced_at and client.bounced_address in ("", address):
        return ""
    return address if _is_usable(address) else ""


def _is_usable(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
