"""
What the house says about a bank file. Codes are stored, sentences are made when somebody reads
them, in that person's language. Values that end in `_cents` are shown as euro.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from commonweal.banking.values import Remark
from commonweal.kernel import money


class Stored(TypedDict):
    """A remark as a row keeps it."""

    code: str
    values: Mapping[str, str | int]


SENTENCES = {
    # Faults: the statement, or the whole file, is refused.
    "empty": _("Export the file again from the bank: this one is empty."),
    "too_large": _("Split the file: it is larger than %(limit)s MB."),
    "unknown_format": _(
        "Choose a CODA, camt.053 or camt.054 file of the bank: this file is none of these."
    ),
    "other_kind": _("Choose CODA, camt.053 or CSV at the bank: this file is %(kind)s."),
    "unknown_columns": _(
        "Say once at the desk which column is which: this is a CSV that nobody mapped yet."
    ),
    "csv_column": _("Map the columns again: the file has no column “%(column)s”."),
    "csv_side": _(
        "End the mapping and map the columns again, with “%(column)s” as the side: the amounts "
        "have no sign, and only that column tells which went out."
    ),
    "csv_side_word": _(
        "Look at the column of the side: “%(text)s” in line %(line)s says neither in nor out."
    ),
    "packed": _("Unpack the file first, or save a sheet as CSV: this one is packed (%(kind)s)."),
    "pdf": _("Export CODA, camt.053 or CSV at the bank: a PDF is for people to read."),
    "csv_cells": _("Export the file again from the bank: line %(line)s has too few columns."),
    "csv_broken": _("Export the file again from the bank: its lines cannot be told apart."),
    "csv_no_rows": _("Export the file again from the bank: there is no movement in it."),
    "csv_amount": _(
        "Look at the columns of the mapping: “%(text)s” in line %(line)s is no amount as it says."
    ),
    "csv_day": _(
        "Look at the columns of the mapping: “%(text)s” in line %(line)s is no day as it says."
    ),
    "csv_running": _(
        "Look at the column of the balance, or ask the bank for the whole file: the balances of "
        "account %(account)s do not follow from its movements."
    ),
    "csv_other_account": _(
        "Choose the account %(found)s, or the column that tells it: the file is not of %(told)s."
    ),
    "csv_not_ours": _(
        "Ask for a file with balances: the account is not ours, and nothing else proves this one."
    ),
    "other_document": _(
        "Choose a camt.053 or camt.054 file of the bank: this one is an XML document “%(kind)s”."
    ),
    "intraday": _(
        "Ask the bank for the statement of the day (camt.053): this is an intraday report "
        "(camt.052), which is not final."
    ),
    "broken_xml": _("Export the file again from the bank: the XML breaks off (%(detail)s)."),
    "doctype": _(
        "Export the file again from the bank: it declares a document type, which no bank does."
    ),
    "coda_version": _(
        "Ask the bank for CODA version 2: the file says version %(version)s, which cannot be read."
    ),
    "record": _("Export the file again from the bank: line %(line)s is no readable CODA record."),
    "element": _("Export the file again from the bank: “%(text)s” cannot be read as %(element)s."),
    "truncated": _("Export the file again from the bank: the statement stops before its end."),
    "no_statement": _("Export the file again from the bank: there is no statement in it."),
    "no_account": _("Export the file again from the bank: the statement names no account."),
    "no_sequence": _("Export the file again from the bank: the statement has no number."),
    "no_currency": _("Export the file again from the bank: the statement names no currency."),
    "no_old_balance": _(
        "Export the file again from the bank: the statement has no opening balance."
    ),
    "no_new_balance": _(
        "Export the file again from the bank: the statement has no closing balance."
    ),
    "interim": _(
        "Ask the bank for the final statement: this one has an interim balance where it should "
        "open or close."
    ),
    "page": _("Ask the bank for the statement in one file: this is page %(page)s of it."),
    "other_currency": _(
        "Ask the bank for the right file: the account is in %(account)s, an amount in %(amount)s."
    ),
    "account_differs": _(
        "Ask the bank for the right file: the statement opens on account %(opening)s and closes "
        "on %(closing)s."
    ),
    "unbalanced": _(
        "Ask the bank for the right file: the old balance %(old_cents)s and moves of "
        "%(moved_cents)s do not make the new balance %(new_cents)s; "
        "the difference is %(off_cents)s."
    ),
    "count_differs": _(
        "Export the file again from the bank: it announces %(announced)s records and has %(found)s."
    ),
    "totals_differ": _(
        "Ask the bank for the right file: it announces %(debit_cents)s out and %(credit_cents)s "
        "in, its moves make %(out_cents)s out and %(in_cents)s in."
    ),
    "other_content": _(
        "Compare both files with the bank, and let it correct itself on a next statement: what "
        "statement %(sequence)s tells is booked with other amounts; this file is kept beside it."
    ),
    "days_booked": _(
        "Ask the bank for the other days alone: what moved from %(first)s to %(last)s is booked "
        "already, by other statements of this account."
    ),
    # The same statement again: nothing changes.
    "duplicate": _("Statement %(sequence)s of this account was imported before: nothing changes."),
    "other_format": _(
        "This day of the account was imported before, in another format: nothing changes."
    ),
    "csv_known": _("Every movement of %(sequence)s was imported before: nothing changes."),
    # Warnings: it is booked, and somebody should look.
    "trailing": _("What follows the end of the statement (line %(line)s) was left out."),
    "letters": _("Look at the names: the file is not in the letters that it declares."),
    "not_final": _("%(count)s movements that the bank has not booked yet were left out."),
    "summary_differs": _(
        "The summary in the file says %(count)s movements of %(total_cents)s together, the "
        "movements are %(found)s of %(found_cents)s; the balances prove right."
    ),
    "details_differ": _(
        "The details of a movement of %(entry_cents)s do not add up to it; it is taken as one."
    ),
    "not_valid": _("The file does not follow its schema (%(detail)s)."),
    "csv_unproved": _(
        "Nothing proves this file: it has no balances. The old balance is the one before it."
    ),
    "csv_more": _(
        "%(count)s movements of this day were imported before; only the others are taken in."
    ),
    "gap": _(
        "Look for a missing statement: this one opens at %(old_cents)s, the one before closed at "
        "%(previous_cents)s."
    ),
    "books_differ": _(
        "The books hold %(books_cents)s on this account before its first statement, which opens "
        "at %(old_cents)s."
    ),
    "month_closed": _(
        "The books are closed up to %(month)s: %(count)s movements are dated in the month after."
    ),
    # Why an amount waits on the suspense account.
    "no_reference": _("No structured reference: nobody knows yet what this is for."),
    "unknown_reference": _("No open item carries this reference."),
    "came_back": _("It came back to us: that is no payment of a client."),
    "settled": _("The item with this reference is already paid."),
    "overpaid": _("More than was open: the rest waits here."),
    "debit": _("An amount went out that no payment file of ours announced."),
    "order_exceeded": _("More went out than the payment file of that name still had open."),
}


def sentence(code: str, values: Mapping[str, str | int]) -> str:
    """Return the sentence of a remark in the active language."""
    shown = {
        name: money.show(value) if name.endswith("_cents") and isinstance(value, int) else value
        for name, value in values.items()
    }
    told = str(SENTENCES[code])
    if "line" in values and "%(line)s" not in told:
        return f"{told % shown} {_('See line %(line)s of the file.') % shown}"
    return told % shown


def stored(remarks: Sequence[Remark]) -> list[Stored]:
    """Return remarks as a row keeps them."""
    return [{"code": remark.code, "values": dict(remark.values)} for remark in remarks]


def first(remarks: Sequence[Stored]) -> str:
    """Return the first sentence, the gravest, or nothing."""
    return sentence(**remarks[0]) if remarks else ""
