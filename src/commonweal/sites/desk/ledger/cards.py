"""The card of an account: its lines, oldest first, narrowed by month, unit and item."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonweal.kernel.period import month_of
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import Account, CardLine, Mark, Scope
from commonweal.sites.desk.ledger.forms import CardForm, chosen
from commonweal.sites.desk.ledger.words import READERS, sections, told
from commonweal.sites.shell.books import account_label, entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.keyset import SIZE, Page

MARK = re.compile(r"(\d{4}-\d\d-\d\d)_(\d{1,18})_(\d{1,4})", re.ASCII)


class Row(NamedTuple):
    """One line as the page shows it."""

    on: date
    entry_id: int
    name: str
    text: str
    unit: int | None
    unit_url: str
    item: str
    item_url: str
    debit_cents: int | None
    credit_cents: int | None
    balance_cents: int


@allow(*READERS)
def show(request: Visit, code: str) -> HttpResponse:
    """Show the lines of an account, page by page, and what they make."""
    account, form = _account(code), _form(request)
    scope = _scope(code, form)
    lines = ledger.card(of=scope, after=_after(request.GET), limit=SIZE + 1) if scope else []
    context = {
        "sections": sections("books"),
        "account": account,
        "label": account_label(account),
        "form": form,
        "scope": scope,
        "totals": ledger.totals(of=scope) if scope else None,
        "page": _page(request.GET, lines),
        "filter": _address(request.GET),
    }
    return render(request, "desk/ledger/card.html", context, status=422 if form.errors else 200)


@allow(*READERS)
def file(request: Visit, code: str) -> HttpResponse:
    """Give the lines that the address chooses as a file: all of them, not a page."""
    _account(code)
    scope = _scope(code, _form(request))
    if scope is None:
        raise Http404
    head = [
        _("Date"), _("Entry"), _("Text"), _("Unit"), _("Open item"), _("Debit"), _("Credit"),
        _("Balance after it"),
    ]  # fmt: skip
    parts = [code, f"{scope.month:%Y-%m}" if scope.month else "", f"{scope.unit or ''}"]
    rows = _rows(ledger.card(of=scope), QueryDict())
    return csv_file(name="-".join(filter(None, ["account", *parts])), head=head, rows=_cells(rows))


def _account(code: str) -> Account:
    found = ledger.accounts(codes=[code])
    if not found:
        raise Http404(_("There is no such account."))
    return found[0]


def _form(request: Visit) -> CardForm:
    form = chosen(CardForm, request.GET, month=month_of(request.at.date()))
    assert isinstance(form, CardForm)
    return form


def _scope(code: str, form: CardForm) -> Scope | None:
    """What the address asks for; nothing when it asks for what cannot be."""
    if not form.is_valid():
        return None
    says = form.cleaned_data
    return Scope(code, says["month"], says["unit"], says["item"] or None, says.get("entity"))


def _after(query: QueryDict) -> Mark | None:
    found = MARK.fullmatch(query.get("after", ""))
    if not found:
        return None
    try:
        return Mark(date.fromisoformat(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _page(query: QueryDict, lines: Sequence[CardLine]) -> Page:
    shown, next_url = list(lines[:SIZE]), ""
    if len(lines) > SIZE:
        on, entry, position = shown[-1].mark
        next_url = _address(query, after=f"{on}_{entry}_{position}")
    back = _address(query) if "after" in query else ""
    return Page(list(_rows(shown, query)), previous_url=back, next_url=next_url)


def _rows(lines: Iterable[CardLine], query: QueryDict) -> Iterator[Row]:
    for line in lines:
        yield Row(
            line.mark.on,
            line.mark.entry_id,
            entry_name(line.journal_name, line.number),
            told(line.origin, line.text),
            line.unit,
            _address(query, unit=f"{line.unit}") if line.unit else "",
            line.item or "",
            _address(query, month="", item=line.item) if line.item else "",
            line.cents if line.cents > 0 else None,
            -line.cents if line.cents < 0 else None,
            line.balance_cents,
        )


def _address(query: QueryDict, **changes: str) -> str:
    """The same card with another filter; without a place in it unless that is given."""
    said = {name: query.get(name, "") for name in CardForm.base_fields}
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in {**said, **changes}.items() if value})
    return f"?{kept.urlencode()}"


def _cells(rows: Iterable[Row]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield (
            row.on, row.name, row.text, row.unit, row.item, _amount(row.debit_cents),
            _amount(row.credit_cents), Cents(row.balance_cents),
        )  # fmt: skip


def _amount(cents: int | None) -> Cell:
    return None if cents is None else Cents(cents)
