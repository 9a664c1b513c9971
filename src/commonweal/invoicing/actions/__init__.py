"""Verbs on orders and invoices."""

from commonweal.einvoice.values import Vat
from commonweal.invoicing.accounts import UnknownVatRate
from commonweal.invoicing.actions._answers import (
    ChooseSomething,
    NoSuchOption,
    NotWithTheClient,
    QuoteExpired,
    QuoteSettled,
    QuoteSuperseded,
    SaySomething,
    SayWhatToChange,
    SayWhyNot,
    accept_quote,
    ask_change,
    comment_quote,
    decline_quote,
)
from commonweal.invoicing.actions._credit import (
    AlreadyCredited,
    NotAnInvoice,
    credit_note,
    credit_parts,
    hold_issued,
)
from commonweal.invoicing.actions._credited import (
    MoreThanAtThisRate,
    MoreThanInvoiced,
    NamedTwice,
    NothingToCredit,
    UnknownLine,
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
    NothingToCheck,
    NotYetConfirmed,
    OrderCancelled,
    StillChecking,
    WrongPeriod,
    WrongPrice,
    cancel_order,
    confirm_order,
    hold_back,
    hold_confirmed,
    let_go,
    place_order,
    refuse_settled,
)
from commonweal.invoicing.actions._parts import (
    AlreadyReached,
    NotAMilestone,
    NothingAgreed,
    detail_order,
    reach_milestone,
)
from commonweal.invoicing.actions._postal import (
    NoPapersYet,
    NotInThePost,
    mark_posted,
    put_in_post,
)  # fmt: skip
from commonweal.invoicing.actions._quotes import (
    AlreadyAccepted,
    NoDraft,
    NotBeingChecked,
    NothingOffered,
    NothingToTakeBack,
    PartWithoutDay,
    PartWithoutWords,
    TooSmallForParts,
    ValidityOver,
    VersionWaits,
    WrongShares,
    change_quote,
    draft_quote,
    expire_quotes,
    let_go_quote,
    mark_reminded,
    new_version,
    send_quote,
    withdraw_quote,
)
from commonweal.invoicing.actions._render import render
from commonweal.invoicing.models import (
    Instalment,
    Invoice,
    InvoiceLine,
    Order,
    PostalCopy,
    Quote,
    QuoteComment,
    Rendering,
)
from commonweal.invoicing.quote_values import NewQuote, NewQuoteLine, PlannedPart, Totals
from commonweal.invoicing.values import CreditLine, NewCredit, NewInvoice, NewLine, NewOrder

__all__ = [
    "AlreadyAccepted", "AlreadyConfirmed", "AlreadyCredited", "AlreadyInvoiced",
    "AlreadyIssued", "AlreadyReached", "ChooseSomething", "CreditLine", "Instalment", "Invoice",
    "InvoiceLine", "MissingDescription", "MissingLines", "MissingName", "MissingPurchaseOrder",
    "MissingReason", "MissingTitle", "MoreThanAtThisRate", "MoreThanInvoiced", "NamedTwice",
    "NewCredit", "NewInvoice", "NewLine", "NewOrder", "NewQuote", "NewQuoteLine", "NoDraft",
    "NoPapersYet", "NoSuchOption", "NotAMilestone", "NotAnInvoice", "NotBeingChecked",
    "NotInThePost", "NotWithTheClient", "NotYetConfirmed", "NothingAgreed", "NothingOffered",
    "NothingToCheck", "NothingToCredit", "NothingToInvoice", "NothingToTakeBack", "Order",
    "OrderCancelled", "OutsideScopeStandsAlone", "PartWithoutDay", "PartWithoutWords",
    "PaymentTermNegative", "PlannedPart", "PostalCopy", "Quote", "QuoteComment", "QuoteExpired",
    "QuoteSettled", "QuoteSuperseded", "Rendering", "SaySomething", "SayWhatToChange",
    "SayWhyNot", "StillChecking", "TooSmallForParts", "Totals", "UnknownLine", "UnknownVatRate",
    "ValidityOver", "Vat", "VersionWaits", "WrongContribution", "WrongPeriod", "WrongPrice",
    "WrongQuantity", "WrongShares", "accept_quote", "ask_change", "cancel_order",
    "change_quote", "comment_quote", "confirm_order", "credit_note", "credit_parts",
    "decline_quote", "detail_order", "discard", "draft", "draft_quote", "expire_quotes",
    "hold_back", "hold_confirmed", "hold_issued", "issue", "let_go", "let_go_quote",
    "mark_posted", "mark_reminded", "new_version", "place_order", "put_in_post",
    "reach_milestone", "refuse_settled", "render", "send_quote", "withdraw_quote",
]  # fmt: skip
