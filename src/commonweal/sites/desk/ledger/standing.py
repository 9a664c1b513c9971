"""What is still open on the control accounts, item by item, with its age."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import AgedItem
from commonweal.sites.desk.ledger.words import READERS, sections
from commonweal.sites.shell.books import account_label
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.keyset import SIZE, Page
from commonweal.sites.shell.kit import Tab

ACCOUNTS = ("400", "440", "455", "4891")
STEPS = (30, 60, 90)  # days; the last bucket has no end


class Row(NamedTuple):
    """An open item with its age in days."""

    item: str
    url: str
    unit: int | None
    reference: str
    opened_on: date
    days: int
    cents: int


class Bucket(NamedTuple):
    """What is open of one age."""

    label: str
    cents: int
    size: int


@allow(*READERS)
def show(request: Visit) -> HttpResponse:
    """Show the open items of a control account, the oldest first, and what they make together."""
    code = _code(request)
    rows = _rows(code, request.at.date())
    open_cents = sum(row.cents for row in rows)
    chart = ledger.accounts(codes=ACCOUNTS)
    context = {
        "sections": sections("books_open"),
        "tabs": [
            Tab(f"{account.code} {account_label(account)}", f"?account={account.code}",
                account.code == code)
            for account in chart
        ],
        "code": code,
        "buckets": _buckets(rows),
        "page": _page(rows, code, request.GET.get("after", "")),
        "count": len(rows),
        "open_cents": open_cents,
        "unexplained_cents": ledger.account_balance(account=code) - open_cents,
    }  # fmt: skip
    return render(request, "desk/ledger/open.html", context)


@allow(*READERS)
def file(request: Visit) -> HttpResponse:
    """Give the open items of a control account as a file."""
    code = _code(request)
    head = [
        _("Open item"), _("Unit"), _("Reference"), _("Opened"), _("Age in days"), _("Amount"),
    ]  # fmt: skip
    rows = _cells(_rows(code, request.at.date()))
    return csv_file(name=f"open-items-{code}", head=head, rows=rows)


def _code(request: Visit) -> str:
    asked = request.GET.get("account", "")
    return asked if asked in ACCOUNTS else ACCOUNTS[0]


def _rows(code: str, today: date) -> list[Row]:
    card = reverse("desk:books_card", args=[code])
    return [_row(item, card, today) for item in ledger.aged(account=code)]


def _row(item: AgedItem, card: str, today: date) -> Row:
    return Row(
        item.item,
        f"{card}?{urlencode({'item': item.item})}",
        item.unit,
        item.reference,
        item.opened_on,
        (today - item.opened_on).days,
        item.cents,
    )


def _buckets(rows: Sequence[Row]) -> list[Bucket]:
    labels = [
        _("30 days or less"), _("31 to 60 days"), _("61 to 90 days"), _("Older than 90 days"),
    ]  # fmt: skip
    ages = [sum(row.days > step for step in STEPS) for row in rows]
    return [
        Bucket(
            label,
            sum(row.cents for row, age in zip(rows, ages, strict=True) if age == number),
            ages.count(number),
        )
        for number, label in enumerate(labels)
    ]


def _page(rows: Sequence[Row], code: str, after: str) -> Page:
    """The rows after the place (day and item) of the last one that was read."""
    rest = [row for row in rows if _place(row) > after]
    shown, more = rest[:SIZE], len(rest) > SIZE
    here = {"account": code}
    return Page(
        shown,
        previous_url=f"?{urlencode(here)}" if after else "",
        next_url=f"?{urlencode({**here, 'after': _place(shown[-1])})}" if more else "",
    )


def _place(row: Row) -> str:
    return f"{row.opened_on} {row.item}"


def _cells(rows: Iterable[Row]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield row.item, row.unit, row.reference, row.opened_on, row.days, Cents(row.cents)
