"""For whom a unit works."""

from commonweal.invoicing.models import Invoice, Order, Quote


def worked_for(*, unit: int) -> list[int]:
    """Return the ids of the clients of a unit's quotes, orders and invoices."""
    quoted = Quote.objects.filter(unit=unit).values_list("client_id")
    ordered = Order.objects.filter(unit=unit).values_list("client_id")
    invoiced = Invoice.objects.filter(unit=unit).values_list("client_id")
    return sorted(client for (client,) in quoted.union(ordered, invoiced))
