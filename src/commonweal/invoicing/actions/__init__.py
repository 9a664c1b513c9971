"""Verbs on orders and invoices."""

from commonweal.invoicing.accounts import UnknownVatRate
from commonweal.invoicing.actions._credit import (
    AlreadyCredited,
    NotAnInvoice,
    credit_note,
    hold_issued,
)
from commonweal.invoicing.actions._draft import (
    MissingDescription,
    MissingLines,
    NothingToInvoice,
    OutsideScopeStandsAlone,
    PaymentTermNegative,
    WrongContribution,
    WrongQuantity,
    discard,
    draft,
)
from commonweal.invoicing.actions._issue import AlreadyIssued, issue
from commonweal.invoicing.actions._orders import (
    AlreadyConfirmed,
    AlreadyInvoiced,
    MissingName,
    MissingPurchaseOrder,
    MissingReason,
    MissingTitle,
    NotYetConfirmed,
    OrderCancelled,
    WrongPeriod,
    WrongPrice,
    cancel_order,
    confirm_order,
    hold_confirmed,
    place_order,
    refuse_settled,
)
from commonweal.invoicing.actions._render import render
from commonweal.invoicing.einvoice.values import Vat
from commonweal.invoicing.models import Invoice, InvoiceLine, Order, Rendering
from commonweal.invoicing.values import NewInvoice, NewLine, NewOrder

__all__ = [
    "AlreadyConfirmed",
    "AlreadyCredited",
    "AlreadyInvoiced",
    "AlreadyIssued",
    "Invoice",
    "InvoiceLine",
    "MissingDescription",
    "MissingLines",
    "MissingName",
    "MissingPurchaseOrder",
    "MissingReason",
    "MissingTitle",
    "NewInvoice",
    "NewLine",
    "NewOrder",
    "NotAnInvoice",
    "NotYetConfirmed",
    "NothingToInvoice",
    "Order",
    "OrderCancelled",
    "OutsideScopeStandsAlone",
    "PaymentTermNegative",
    "Rendering",
    "UnknownVatRate",
    "Vat",
    "WrongContribution",
    "WrongPeriod",
    "WrongPrice",
    "WrongQuantity",
    "cancel_order",
    "confirm_order",
    "credit_note",
    "discard",
    "draft",
    "hold_confirmed",
    "hold_issued",
    "issue",
    "place_order",
    "render",
    "refuse_settled",
]
