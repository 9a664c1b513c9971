"""`commonweal einvoice import`: purchases from files, with the figures as the file has them."""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal.einvoice.document import Document
from commonweal.einvoice.reader import MOST_BYTES
from commonweal.sites.cli._trouble import Trouble

if TYPE_CHECKING:
    from commonweal.purchases.actions import NewPurchase, Received

ACCEPT, REJECT, DUPLICATE = "ACCEPT", "REJECT", "DUPLICATE"
Row = dict[str, Any]


def add_arguments(taken: argparse.ArgumentParser) -> None:
    """Which files, and for whom to read."""
    taken.add_argument("files", nargs="+", metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="only say what would become of them")
    taken.add_argument(
        "--json",
        action="store_true",
        help="[{file, verdict, rules, fatal, kind, number, totals, vat, references, routed, …}],"
        " amounts in hundredths of the currency",
    )


def run(options: argparse.Namespace) -> int:
    """
    Take the files in, and print of each what it says and where it went; 1 if one is refused.

    :raises Trouble: if there is no cooperative yet to keep them for
    """
    from commonweal.flows.purchasing import actions as purchasing
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.models import LegalEntity

    if not options.dry_run and not LegalEntity.objects.exists():
        raise Trouble("Found the cooperative first, or add --dry-run: there is nobody to buy yet.")
    found = [_read(name) for name in options.files]
    verb = purchasing.take_in.dry_run if options.dry_run else purchasing.take_in
    new = [one for one in found if not isinstance(one, dict)]
    received = iter(verb(documents=new, by=SYSTEM, at=clock.now()))
    rows = [one if isinstance(one, dict) else _row(next(received), options) for one in found]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain))
    else:
        print("\n\n".join("\n".join(_lines(row)) for row in rows))
    return int(any(row["verdict"] == REJECT for row in rows))


def _read(name: str) -> "NewPurchase | Row":
    """A file that cannot be opened is refused alone: the others are taken in."""
    from commonweal.purchases.actions import NewPurchase

    path = Path(name)
    # A name that is no text (a byte of another system) is shown with marks in its place.
    shown = os.fsencode(name).decode("utf-8", "replace")
    try:
        if path.is_dir():
            return _unopened(shown, f"Name the files in it, as in {shown.rstrip('/')}/*.xml.")
        if path.stat().st_size > MOST_BYTES:
            return _unopened(
                shown,
                f"Ask the supplier for smaller attachments: more than {MOST_BYTES // 1_000_000} MB "
                "is not read.",
            )
        return NewPurchase(shown, path.read_bytes(), "import")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return _unopened(shown, f"Name a file that can be read: {reason}.")


def _unopened(name: str, why: str) -> Row:
    return {"file": name, "verdict": REJECT, "why": why}


def _row(one: "Received", options: argparse.Namespace) -> Row:
    purchase = one.purchase
    row: Row = {"file": one.new.name, "verdict": _verdict(one), "why": purchase.problem or None}
    if one.paper:
        row |= {
            "rules": purchase.judged_by,
            "fatal": one.verdict.fatal if one.verdict else (),
            "warnings": one.verdict.warnings if one.verdict else (),
            **_said(one.paper),
            "addressed": purchase.addressee,
        }
    was_there = one.is_duplicate or not options.dry_run
    row["routed"] = {
        "purchase": purchase.pk if was_there else None,
        "state": purchase.state,
        "unit": purchase.unit_id,
        "why": _why(one),
    }
    return row


def _verdict(one: "Received") -> str:
    if one.is_duplicate:
        return DUPLICATE
    return REJECT if one.purchase.problem or one.purchase.breaks_rules else ACCEPT


def _why(one: "Received") -> str:
    purchase = one.purchase
    if one.is_duplicate:
        return f"It is here already, since {purchase.received_at:%Y-%m-%d}"
    if purchase.problem:
        return "It cannot be read"
    if purchase.breaks_rules:
        return "It breaks the rules"
    if twin := purchase.twin:
        said = f"of {twin.issued_on} over {_euro(twin.gross_cents)} {twin.currency}"
        return f"A purchase {said} has the same supplier and number, and says otherwise"
    return purchase.why


def _said(paper: Document) -> Row:
    totals = paper.totals
    return {
        "kind": paper.kind,
        "type": paper.type_code,
        "number": paper.number,
        "issued_on": paper.issued_on,
        "due_on": paper.due_on,
        "currency": paper.currency,
        "supplier": {
            "name": paper.seller.name,
            "vat_number": paper.seller.vat_number or None,
            "number": str(paper.seller.legal_id) if paper.seller.legal_id else None,
            "country": paper.seller.address.country or None,
        },
        "buyer": {"name": paper.buyer.name, "vat_number": paper.buyer.vat_number or None},
        "totals": {
            "lines": totals.lines_cents,
            "allowances": totals.allowances_cents,
            "charges": totals.charges_cents,
            "net": totals.net_cents,
            "vat": totals.vat_cents,
            "gross": totals.gross_cents,
            "prepaid": totals.prepaid_cents,
            "rounding": totals.rounding_cents,
            "payable": totals.payable_cents,
        },
        "vat": [
            {
                "category": row.category,
                "rate": row.rate,
                "net": row.net_cents,
                "vat": row.vat_cents,
                "reason": row.reason or None,
                "reason_code": row.reason_code or None,
            }
            for row in paper.vat
        ],
        "references": _references(paper),
        "payment": [
            {"account": one.account or None, "reference": one.reference or None}
            for one in paper.payment
        ],
        "line_count": len(paper.lines),
    }


def _references(paper: Document) -> Row:
    said = paper.references
    return {
        "buyer": said.buyer or None,
        "order": said.order or None,
        "sales_order": said.sales_order or None,
        "contract": said.contract or None,
        "project": said.project or None,
        "despatch": said.despatch or None,
        "receipt": said.receipt or None,
        "tender": said.tender or None,
        "object": str(said.object) if said.object else None,
        "accounting": said.accounting or None,
        "invoices": [one.number for one in paper.precedents],
    }


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(row: Row) -> Iterator[str]:
    """The verdict, then what the paper says, then where it went."""
    yield f"{_printable(row['file'])}: {row['verdict']}" + _by(row)
    if row.get("why"):
        yield f"  {row['why']}"
    if "number" in row:
        yield from _paper(row)
    if "routed" in row:
        yield f"  {_place(row['routed'])}: {row['routed']['why']}."


def _by(row: Row) -> str:
    if row.get("fatal"):
        return f" {' '.join(row['fatal'])}"
    return f" ({row['rules']})" if row.get("rules") else ""


def _paper(row: Row) -> Iterator[str]:
    totals, currency, supplier = row["totals"], row["currency"], row["supplier"]
    kind = "Invoice" if row["kind"] == "invoice" else "Credit note"
    due = f", due {row['due_on']}" if row["due_on"] else ""
    yield f"  {kind} {row['number']} of {row['issued_on']}{due}"
    number = supplier["vat_number"] or supplier["number"] or "no number"
    yield f"  from {supplier['name']} ({number})"
    to_us = {"us": "us", "unsaid": "no number of the buyer", "other": "not us"}[row["addressed"]]
    yield f"  to {row['buyer']['name']} ({to_us})"
    net, vat, gross, payable = (_euro(totals[of]) for of in ("net", "vat", "gross", "payable"))
    yield f"  net {net}, VAT {vat}, with VAT {gross} {currency}"
    also = [
        f"{word} {_euro(totals[word])}"
        for word in ("allowances", "charges", "prepaid", "rounding")
        if totals[word]
    ]
    yield f"  to pay {_euro(totals['payable'])} {currency}" + (
        f" ({', '.join(also)})" if also else ""
    )
    for one in row["vat"]:
        rate = f" {one['rate']} %" if one["rate"] is not None else ""
        yield f"  VAT {one['category']}{rate}: {_euro(one['vat'])} on {_euro(one['net'])}"
    if said := _named(row["references"], row["payment"]):
        yield f"  references: {', '.join(said)}"


def _named(references: Row, payment: Sequence[Row]) -> list[str]:
    said = [
        f"{word.replace('_', ' ')} {value}"
        for word, value in references.items()
        if value and word != "invoices"
    ]
    said += [f"invoice {number}" for number in references["invoices"]]
    return said + [f"payment {one['reference']}" for one in payment if one["reference"]]


def _place(routed: Row) -> str:
    if routed["unit"]:
        return f"Goes to activity {routed['unit']}"
    return "Goes to the desk" if routed["state"] == "inbox" else "Stays where it is"


def _euro(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)
