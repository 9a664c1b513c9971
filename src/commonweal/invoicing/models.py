"""Quotes and orders that clients confirm, and the invoices and credit notes that come of them."""

from commonweal.invoicing._invoices import (
    Attachment,
    Dispute,
    Invoice,
    InvoiceLine,
    Recurrence,
    Rendering,
    Rounding,
    Series,
)
from commonweal.invoicing._orders import Instalment, Order, OrderLine
from commonweal.invoicing._postal import PostalCopy
from commonweal.invoicing._quotes import Quote, QuoteComment, QuoteLine
from commonweal.invoicing._receivables import Receivable
from commonweal.invoicing._vat import VAT_CHOICES, VAT_HAS_ITS_RATE, VAT_LABELS

__all__ = [
    "VAT_CHOICES",
    "VAT_HAS_ITS_RATE",
    "VAT_LABELS",
    "Attachment",
    "Dispute",
    "Instalment",
    "Invoice",
    "InvoiceLine",
    "Order",
    "OrderLine",
    "PostalCopy",
    "Quote",
    "QuoteComment",
    "QuoteLine",
    "Receivable",
    "Recurrence",
    "Rendering",
    "Rounding",
    "Series",
]
