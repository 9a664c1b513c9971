"""Journals with their numbers and chains, the entries in them, and one entry whole."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commonweal.kernel import queries as kernel
from commonweal.kernel.period import month_of
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import Closing, Entry, Line
from commonweal.sites.desk.ledger.forms import MonthForm, chosen
from commonweal.sites.desk.ledger.words import READERS, sections, told, who
from commonweal.sites.shell import keyset
from commonweal.sites.shell.books import JOURNALS, account_label, entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.kit import Text
from commonweal.sites.shell.places import place_of


class Side(NamedTuple):
    """One line of an entry, with the way to the card of its account."""

    code: str
    label: str
    url: str
    unit: int | None
    item: str
    item_url: str
    reference: str
    debit_cents: int | None
    credit_cents: int | None


class EntryRow(NamedTuple):
    """One entry in the list of its journal."""

    id: int
    name: str
    on: date
    text: str
    cents: int


class ClosedMonth(NamedTuple):
    """A month up to which the books are closed, and who closed them."""

    closing: Closing
    by_name: str


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show the journals with the range of their numbers, and the closings."""
    context = {
        "sections": sections("books_journals"),
        "books": [(book, _title(book.journal.name)) for book in ledger.books()],
        "closings": _closings(),
    }
    return render(request, "desk/ledger/journals.html", context)


@allow(*READERS)
def index_file(request: Visit) -> HttpResponse:
    """Give the journals as a file."""
    head = [_("Journal"), _("First number"), _("Last number"), _("Links"), _("Last written"),
            _("Head of the chain")]  # fmt: skip
    rows = [
        (f"{_title(book.journal.name)}", 1 if book.last_number else None, book.last_number,
         book.links, book.last_posted_at and book.last_posted_at.date(), book.head)
        for book in ledger.books()
    ]  # fmt: skip
    return csv_file(name="journals", head=head, rows=rows)


@allow(*READERS)
def show(request: Visit, code: str) -> HttpResponse:
    """Show the entries of a journal, the newest first."""
    form, month = _month(request, code)
    found = ledger.entries_of(journal=code, month=month)
    page = keyset.page(request, found) if not form.errors else keyset.Page([])
    context = {
        "sections": sections("books_journals"),
        "code": code,
        "title": _title(code),
        "form": form,
        "page": page,
        "rows": _entry_rows(page.rows),
        "filter": f"?{urlencode({'month': f'{month:%Y-%m}'})}" if month else "",
    }
    return render(request, "desk/ledger/journal.html", context, status=422 if form.errors else 200)


@allow(*READERS)
def file(request: Visit, code: str) -> HttpResponse:
    """Give the entries of a month of a journal as a file."""
    form, month = _month(request, code)
    if form.errors:
        raise Http404
    head = [_("Date"), _("Entry"), _("Text"), _("Amount")]
    rows = _entry_rows(list(ledger.entries_of(journal=code, month=month).order_by("-pk")))
    cells = ((row.on, row.name, row.text, Cents(row.cents)) for row in rows)
    return csv_file(name=f"journal-{code}-{month:%Y-%m}", head=head, rows=cells)


@allow(*READERS)
def entry(request: Visit, id: int) -> HttpResponse:
    """Show one entry: both sides, who, when and why, and its place in the chain."""
    found, lines = _entry(id)
    sides = _sides(found, lines)
    corrected, corrections = _corrects(found), ledger.corrections(id=id)
    context = {
        "sections": sections("books_journals"),
        "entry": found,
        "name": entry_name(found.journal.name, found.number),
        "journal": _title(found.journal.name),
        "text": told(found.origin, found.text),
        "by": who(found.posted_by),
        "paper": place_of(found.origin, request.roles),
        "sides": sides,
        "sum_cents": sum(side.debit_cents or 0 for side in sides),
        "elsewhere": _named(each for each in ledger.whole_of(entry=found) if each.id != id),
        "corrects": _named(corrected),
        "corrections": _named(corrections),
        "place": ledger.place(entry=found),
        "seal": bytes(found.hash).hex(),
        "before": id - 1 if found.number > 1 else None,
        "after": id + 1 if found.number < found.journal.last_number else None,
    }
    return render(request, "desk/ledger/entry.html", context)


@allow(*READERS)
def entry_file(request: Visit, id: int) -> HttpResponse:
    """Give the lines of an entry as a file."""
    found, lines = _entry(id)
    head = [
        _("Account"), _("Name"), _("Unit"), _("Open item"), _("Reference"), _("Debit"), _("Credit"),
    ]  # fmt: skip
    rows = _cells(_sides(found, lines))
    return csv_file(name=f"entry-{found.journal.name}-{found.number}", head=head, rows=rows)


def _title(name: str) -> Text:
    """The journal by its word, with the number of the legal entity when it is a sister's."""
    entity, _dash, code = name.rpartition("-")
    title = JOURNALS.get(code, code)
    return f"{title} ({entity})" if entity else title


def _closings() -> list[ClosedMonth]:
    closings = ledger.closings()
    events = kernel.events(of=[closing.ref for closing in closings])
    names = {ref: event.by_name for event in events for ref in event.subjects}
    return [ClosedMonth(one, names.get(one.ref, one.closed_by)) for one in closings]


def _month(request: Visit, code: str) -> tuple[MonthForm, date | None]:
    """The month that the address chooses in a journal that exists; this one if it chooses none."""
    if code not in ledger.journal_codes():
        raise Http404(_("There is no such journal."))
    form = chosen(MonthForm, request.GET, month=month_of(request.at.date()))
    assert isinstance(form, MonthForm)
    return form, form.cleaned_data["month"] if form.is_valid() else None


def _entry_rows(entries: Sequence[Entry]) -> list[EntryRow]:
    cents = ledger.turnovers(entries=[entry.id for entry in entries])
    return [
        EntryRow(
            entry.id,
            entry_name(entry.journal.name, entry.number),
            entry.on,
            told(entry.origin, entry.text),
            cents.get(entry.id, 0),
        )
        for entry in entries
    ]


def _entry(id: int) -> tuple[Entry, list[Line]]:
    try:
        return ledger.get_entry(id=id)
    except (ObjectDoesNotExist, OverflowError):
        raise Http404(_("There is no such entry.")) from None


def _sides(entry: Entry, lines: Iterable[Line]) -> list[Side]:
    month = f"{entry.on:%Y-%m}"
    return [_side(line, month) for line in lines]


def _side(line: Line, month: str) -> Side:
    card = reverse("desk:books_card", args=[line.account_id])
    return Side(
        line.account_id,
        account_label(line.account),
        f"{card}?{urlencode({'month': month})}",
        line.unit,
        line.item or "",
        f"{card}?{urlencode({'item': line.item})}" if line.item else "",
        line.reference or "",
        line.cents if line.cents > 0 else None,
        -line.cents if line.cents < 0 else None,
    )


def _corrects(entry: Entry) -> list[Entry]:
    found = ledger.entries_with_lines(ids=[entry.corrects]) if entry.corrects else []
    return [corrected for corrected, _lines in found]


def _named(entries: Iterable[Entry]) -> list[tuple[int, str]]:
    return [(entry.id, entry_name(entry.journal.name, entry.number)) for entry in entries]


def _cells(sides: Iterable[Side]) -> Iterator[Sequence[Cell]]:
    for side in sides:
        yield (
            side.code, side.label, side.unit, side.item, side.reference, _amount(side.debit_cents),
            _amount(side.credit_cents),
        )  # fmt: skip


def _amount(cents: int | None) -> Cell:
    return None if cents is None else Cents(cents)
