"""What an invoice will need of a client, asked before the work instead of after."""

from django.utils.translation import gettext_lazy as _

from commonweal.clients.models import Client, Kind
from commonweal.kernel.refusals import Refusal


class MissingEmail(Refusal):
    message = _("Ask %(name)s for an e-mail address: the order is confirmed by mail.")
    field = "email"


class MissingAddress(Refusal):
    message = _("Complete street, postcode and city of %(name)s: the law wants them on invoices.")
    field = "street"


class MissingVatNumber(Refusal):
    message = _(
        "Ask %(name)s for its VAT number; in Belgium the enterprise number is enough. Is it a "
        "private person? Then say so."
    )
    field = "vat_number"


class MissingPurchaseOrder(Refusal):
    message = _("Ask %(name)s for its purchase-order number: it does not pay invoices without one.")
    field = "purchase_order"


def missing(*, client: Client, purchase_order: str | None = None) -> list[Refusal]:
    """
    Say what is still lacking before this client can be invoiced, each with its remedy.

    `purchase_order` is the client's own number for this order, where there is one.
    """
    checks: list[tuple[bool, type[Refusal]]] = [
        (not client.email, MissingEmail),
        (not (client.street and client.postcode and client.city), MissingAddress),
        (_lacks_number(client), MissingVatNumber),
        (client.purchase_order_required and not purchase_order, MissingPurchaseOrder),
    ]
    return [refusal(name=client.name) for lacking, refusal in checks if lacking]


def _lacks_number(client: Client) -> bool:
    known = client.vat_number or (client.country == "BE" and client.enterprise_number)
    return client.kind != Kind.PERSON and not known
