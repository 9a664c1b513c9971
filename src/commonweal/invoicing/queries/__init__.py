"""Reads of orders, invoices and their papers."""

from commonweal.einvoice.values import Subtotal
from commonweal.invoicing.models import (
    VAT_LABELS,
    Dispute,
    Instalment,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    PostalCopy,
    Quote,
    QuoteComment,
    QuoteLine,
    Recurrence,
    Rendering,
)
from commonweal.invoicing.numbers import show_quantity, show_rate, show_reference, show_vat
from commonweal.invoicing.queries._disputes import disputes, get_dispute, open_disputes
from commonweal.invoicing.queries._drafts import (
    attachments,
    draft_pdf,
    drafts,
    drafts_of_orders,
    find_by_key,
    get_draft,
    held_drafts,
    lines_of_orders,
    parts_to_bill,
    parts_to_prepare,
    recurrences,
    recurrences_due,
    to_issue,
)
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
from commonweal.invoicing.queries._list import (
    FIRST_DUE,
    LARGEST,
    NEWEST,
    IssuedRow,
    ListOrder,
    Sums,
    issued,
    sums,
)
from commonweal.invoicing.queries._of_client import (
    invoices_of_clients,
    orders_waiting_for,
    payment_code,
    units_of_clients,
)
from commonweal.invoicing.queries._orders import (
    find_order,
    get_order,
    invoices_of_orders,
    orders,
    orders_named,
    orders_of_assignments,
    to_bill,
    to_prepare,
    unit_of_order,
)  # fmt: skip
from commonweal.invoicing.queries._postal import postal_copies, to_post
from commonweal.invoicing.queries._quotes import (
    cents_by_share,
    comments,
    find_quote,
    get_quote,
    instalments,
    instalments_of,
    newest_sent,
    open_instalments,
    order_lines,
    order_of_quote,
    planned_parts,
    quote_lines,
    quote_pdf,
    quotes,
    quotes_of,
    quotes_to_remind,
    show_when,
    totals_of,
    unit_of_quote,
    versions,
    versions_of,
    waiting_quotes,
    worth,
)  # fmt: skip
from commonweal.invoicing.queries._sieve import Sieve
from commonweal.invoicing.queries._standings import (
    Credited,
    Left,
    Standing,
    credited,
    left,
    standings,
)
from commonweal.invoicing.queries._worked_for import worked_for
from commonweal.invoicing.quote_values import Totals

__all__ = [
    "Credited", "Dispute", "FIRST_DUE", "Instalment", "Invoice", "InvoiceLine", "IssuedRow",
    "LARGEST", "Left", "ListOrder", "NEWEST", "Order", "OrderLine", "Papers", "PostalCopy",
    "Quote", "QuoteComment", "QuoteLine", "Recurrence", "Rendering", "Sieve", "Standing",
    "Subtotal", "Sums", "Totals", "VAT_LABELS", "attachments", "cents_by_share", "comments",
    "credited", "disputes", "draft_pdf", "drafts", "drafts_of_orders", "find_by_key", "find_order",
    "find_quote", "find_rendering", "get_dispute", "get_draft", "get_invoice", "get_order",
    "get_quote", "held_drafts", "instalments", "instalments_of", "invoices",
    "invoices_of_clients", "invoices_of_orders", "issued", "left", "lines", "lines_of_orders",
    "newest_sent", "open_disputes", "open_instalments", "order_lines", "order_of_quote", "orders",
    "orders_named", "orders_of_assignments", "orders_waiting_for", "papers", "parked",
    "parts_to_bill", "parts_to_prepare", "payment_code", "planned_parts", "postal_copies",
    "quote_lines", "quote_pdf", "quotes", "quotes_of", "quotes_to_remind", "recurrences",
    "recurrences_due", "search", "show_quantity", "show_rate", "show_reference", "show_vat",
    "show_when", "standings", "sums", "to_bill", "to_issue", "to_post", "to_prepare", "totals_of",
    "turnover_by_client", "unit_of_order", "unit_of_quote", "units_of_clients", "versions",
    "versions_of", "waiting_quotes", "worked_for", "worth",
]  # fmt: skip
