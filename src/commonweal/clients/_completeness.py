"""What is still lacking of a client, and where its electronic invoices go."""

from django.utils.translation import gettext_lazy as _
from stdnum.eu import vat

from commonweal.clients._addresses import needs_postcode
from commonweal.clients.models import Client, Kind
from commonweal.kernel.refusals import Refusal

UNION = {country.upper() for country in vat.MEMBER_STATES} | {"GR"}


class MissingEmail(Refusal):
    message = _("Ask %(name)s for an e-mail address: the order and the invoice are sent there.")
    field = "email"


class MissingAddress(Refusal):
    message = _("Complete the address of %(name)s: an invoice needs street, postcode and city.")
    field = "street"


class MissingVatNumber(Refusal):
    message = _("Ask %(name)s for its VAT number; say so if it is a private person.")
    field = "vat_number"


class MissingPurchaseOrder(Refusal):
    message = _("Ask %(name)s for its purchase-order number: it does not pay invoices without one.")
    field = "purchase_order"


class MergedClient(Refusal):
    message = _("Choose “%(kept)s” instead: “%(name)s” was merged into it.")
    field = "client"


def missing(*, client: Client, purchase_order: str | None = None) -> list[Refusal]:
    """
    Say what is still lacking before this client can be invoiced, each with its remedy.

    `purchase_order` is the client's own number for this order, where there is one.
    """
    if client.merged_into:
        return [MergedClient(name=client.name, kept=client.merged_into.name)]
    checks: list[tuple[bool, type[Refusal]]] = [
        (not (client.email or client.invoice_email), MissingEmail),
        (_lacks_address(client), MissingAddress),
        (_lacks_number(client), MissingVatNumber),
        (client.purchase_order_required and not purchase_order, MissingPurchaseOrder),
    ]
    return [refusal(name=client.name) for lacking, refusal in checks if lacking]


def _lacks_address(client: Client) -> bool:
    lacks_postcode = not client.postcode and needs_postcode(client.country)
    return lacks_postcode or not (client.street and client.city)


def _lacks_number(client: Client) -> bool:
    """Only in the Union: elsewhere many a business has no VAT number, and no VAT is charged."""
    if client.country not in UNION:
        return False
    known = client.vat_number or (client.country == "BE" and client.enterprise_number)
    return client.kind != Kind.PERSON and not known
