"""Reads of orders, invoices and their papers."""

from commonweal.invoicing.models import VAT_LABELS, Invoice, InvoiceLine, Order, Rendering
from commonweal.invoicing.numbers import show_quantity, show_rate, show_reference, show_vat
from commonweal.invoicing.queries._invoices import (
    Papers,
    find_rendering,
    get_invoice,
    invoices,
    lines,
    papers,
    parked,
    search,
    turnover_by_client,
)  # fmt: skip
from commonweal.invoicing.queries._orders import (
    find_order,
    get_order,
    invoices_of_orders,
    orders,
    orders_of_assignments,
    to_bill,
    unit_of_order,
)  # fmt: skip
from commonweal.invoicing.queries._quotes import (
    Instalment,
    OrderLine,
    Quote,
    QuoteComment,
    QuoteLine,
    Totals,
    comments,
    find_quote,
    get_quote,
    instalments,
    newest_sent,
    open_instalments,
    order_lines,
    quote_lines,
    quote_pdf,
    quotes,
    quotes_to_remind,
    totals_of,
    unit_of_quote,
    versions,
    waiting_quotes,
    worth,
)  # fmt: skip
from commonweal.invoicing.queries._standings import Credited, Standing, credited, standings

__all__ = [
    "Instalment", "OrderLine", "Quote", "QuoteComment", "QuoteLine", "Totals", "comments",
    "find_quote", "get_quote", "instalments", "newest_sent", "open_instalments", "order_lines",
    "quote_lines", "quote_pdf", "quotes", "quotes_to_remind", "totals_of", "unit_of_quote",
    "versions", "waiting_quotes", "worth",
    "VAT_LABELS", "Credited", "Invoice", "InvoiceLine", "Order", "Papers", "Rendering", "Standing",
    "credited", "find_order", "find_rendering", "get_invoice", "get_order", "invoices",
    "invoices_of_orders", "lines", "orders", "orders_of_assignments", "papers", "parked", "search",
    "show_quantity", "show_rate", "show_reference", "show_vat", "standings", "to_bill",
    "turnover_by_client", "unit_of_order",
]  # fmt: skip
