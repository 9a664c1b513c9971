"""The balance of a month: each account with what stood, what moved and what is left."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.kernel import queries as kernel
from commonweal.kernel.period import month_of, next_month
from commonweal.ledger import actions
from commonweal.ledger import queries as ledger
from commonweal.sites.desk.ledger.forms import FIRST, BooksForm, MonthForm, chosen
from commonweal.sites.desk.ledger.words import READERS, sections
from commonweal.sites.shell.books import account_label
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.kit import Text
from commonweal.sites.shell.refusals import refusals_on_top

CLASSES: dict[str, Text] = {
    "0": gettext_lazy("Promises outside the balance"),
    "1": gettext_lazy("Own funds and long debts"),
    "2": gettext_lazy("Fixed assets"),
    "3": gettext_lazy("Stocks and work in hand"),
    "4": gettext_lazy("Claims and debts"),
    "5": gettext_lazy("Money"),
    "6": gettext_lazy("Costs"),
    "7": gettext_lazy("Income"),
}


class Row(NamedTuple):
    """One account in one month, in the reader's language."""

    code: str
    label: str
    opening_cents: int
    debit_cents: int
    credit_cents: int
    closing_cents: int


class Group(NamedTuple):
    """The accounts of one class."""

    label: Text
    rows: list[Row]


class Owing(NamedTuple):
    """What one legal entity has to receive of another, as the books of `entity` say it."""

    creditor: str
    debtor: str
    cents: int
    entity: int


@allow(*READERS)
def show(request: Visit) -> HttpResponse:
    """Show the balance of a month, by class of accounts."""
    form, month, entity = _asked(request)
    rows, closed = _rows(month, entity), ledger.closed_up_to()
    whose = f"&entity={entity}" if entity else ""
    context = {
        "sections": sections("books"),
        "form": form,
        "month": month,
        "whose": whose,
        "before": f"?month={_before(month):%Y-%m}{whose}" if month > FIRST else "",
        "after": f"?month={next_month(month):%Y-%m}{whose}",
        "between": _between(),
        "groups": _groups(rows),
        "debit_cents": sum(row.debit_cents for row in rows),
        "credit_cents": sum(row.credit_cents for row in rows),
        "difference_cents": sum(row.closing_cents for row in rows),
        "closed": closed,
        "proof": ledger.last_proof(),
        "may_close": "finance_checker" in request.roles
        and next_month(month) <= request.at.date()
        and (closed is None or month > closed),
    }
    return render(request, "desk/ledger/balance.html", context, status=422 if form.errors else 200)


@allow(*READERS)
def file(request: Visit) -> HttpResponse:
    """Give the balance of a month as a file."""
    _form, month, entity = _asked(request)
    head = [
        _("Account"), _("Name"), _("Before the month"), _("Debit"), _("Credit"), _("After it"),
    ]  # fmt: skip
    name = f"balance-{month:%Y-%m}" + (f"-{entity}" if entity else "")
    return csv_file(name=name, head=head, rows=_cells(_rows(month, entity)))


@require_POST
@allow("finance_checker")
def close(request: Visit) -> HttpResponse:
    """Close the books up to and including a month; a second person of finance decides that."""
    form = MonthForm(request.POST)
    month = form.cleaned_data["month"] if form.is_valid() else None
    if month is None:
        messages.error(request, _("Choose the month to close."))
        return redirect("desk:books")
    with refusals_on_top(request):
        actions.close_month(month=month, by=request.actor, at=request.at)
        messages.success(request, _("The books are closed. A correction goes to a later month."))
    return redirect(f"{reverse('desk:books')}?month={month:%Y-%m}")


def _asked(request: Visit) -> tuple[Form, date, int | None]:
    """The month and the legal entity that the address chooses; this month, and all together."""
    this = month_of(request.at.date())
    form = chosen(BooksForm, request.GET, month=this)
    found = form.cleaned_data if form.is_valid() else {}
    return form, found.get("month") or this, found.get("entity")


def _between() -> list[Owing]:
    """What legal entities owe each other, and the books of which of them say so."""
    found = ledger.owed_between()
    if not found:
        return []
    names = {each.pk: each.name for each in kernel.entities()}
    return [
        Owing(names[one], names[other], cents, one)
        if cents > 0
        else Owing(names[other], names[one], -cents, one)
        for (one, other), cents in found.items()
        if cents > 0 or found.get((other, one)) != -cents
    ]


def _rows(month: date, entity: int | None) -> list[Row]:
    return [
        Row(
            row.account.code,
            account_label(row.account),
            row.opening_cents,
            row.debit_cents,
            row.credit_cents,
            row.closing_cents,
        )
        for row in ledger.month_balance(month=month, entity=entity)
    ]


def _groups(rows: Sequence[Row]) -> list[Group]:
    by_class = groupby(rows, key=lambda row: row.code[0])
    return [Group(CLASSES.get(first, first), list(found)) for first, found in by_class]


def _cells(rows: Sequence[Row]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield (row.code, row.label, *(Cents(cents) for cents in row[2:]))


def _before(month: date) -> date:
    return month_of(date.fromordinal(month.toordinal() - 1))
