"""What a client reads of its invoices, over all members it worked with."""

from collections.abc import Collection

from django.db.models import QuerySet

from commonweal.invoicing import paycode
from commonweal.invoicing.models import Invoice, Order
from commonweal.invoicing.numbers import show_reference
from commonweal.kernel.scope import past_the_lock


def units_of_clients(*, clients: Collection[int]) -> list[int]:
    """
    Return the units that invoiced these clients, whatever the scope: a signed link opens them, and
    its page shows the invoices of these clients only.
    """
    with past_the_lock():
        own = Invoice.objects.filter(client__in=clients, number__isnull=False)
        return sorted(set(own.values_list("unit", flat=True)))


def invoices_of_clients(*, clients: Collection[int]) -> "QuerySet[Invoice]":
    """Return what was issued to these clients within the scope, the newest first."""
    own = Invoice.objects.filter(client__in=clients, number__isnull=False)
    return own.select_related("unit", "entity", "corrects").order_by("-issued_on", "-id")


def payment_code(*, invoice: Invoice, cents: int) -> str:
    """Return the QR code that a banking app pays `cents` of this invoice with: an SVG image."""
    seller = invoice.entity
    return paycode.svg(
        name=seller.name,
        iban=seller.iban,
        bic=seller.bic,
        cents=cents,
        reference=show_reference(invoice.reference or ""),
    )


def orders_waiting_for(*, clients: Collection[int]) -> list[Order]:
    """Return the orders that wait for the answer of these clients, whatever the scope."""
    with past_the_lock():
        waiting = Order.objects.filter(client__in=clients, state=Order.State.SENT).order_by("id")
        return list(waiting.select_related("client"))
