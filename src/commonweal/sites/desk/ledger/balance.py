"""The balance of a month: each account with what stood, what moved and what is left."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions
from commonweal.ledger import queries as ledger
from commonweal.sites.desk.ledger.forms import FIRST, MonthForm, chosen
from commonweal.sites.desk.ledger.words import READERS, sections
from commonweal.sites.shell.books import account_label
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.kit import Text

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


@allow(*READERS)
def show(request: Visit) -> HttpResponse:
    """Show the balance of a month, by class of accounts."""
    form = chosen(MonthForm, request.GET, month=month_of(request.at.date()))
    month = form.cleaned_data["month"] if form.is_valid() else month_of(request.at.date())
    rows, closed = _rows(month), ledger.closed_up_to()
    context = {
        "sections": sections("books"),
        "form": form,
        "month": month,
        "before": f"?month={_before(month):%Y-%m}" if month > FIRST else "",
        "after": f"?month={next_month(month):%Y-%m}",
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
    form = chosen(MonthForm, request.GET, month=month_of(request.at.date()))
    month = form.cleaned_data["month"] if form.is_valid() else month_of(request.at.date())
    head = [
        _("Account"), _("Name"), _("Before the month"), _("Debit"), _("Credit"), _("After it"),
    ]  # fmt: skip
    return csv_file(name=f"balance-{month:%Y-%m}", head=head, rows=_cells(_rows(month)))


@require_POST
@allow("finance_checker")
def close(request: Visit) -> HttpResponse:
    """Close the books up to and including a month; a second person of finance decides that."""
    form = MonthForm(request.POST)
    month = form.cleaned_data["month"] if form.is_valid() else None
    if month is None:
        messages.error(request, _("Choose the month to close."))
        return redirect("desk:books")
    try:
        actions.close_month(month=month, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The books are closed. A correction goes to a later month."))
    return redirect(f"{reverse('desk:books')}?month={month:%Y-%m}")


def _rows(month: date) -> list[Row]:
    return [
        Row(
            row.account.code,
            account_label(row.account),
            row.opening_cents,
            row.debit_cents,
            row.credit_cents,
            row.closing_cents,
        )
        for row in ledger.month_balance(month=month)
    ]


def _groups(rows: Sequence[Row]) -> list[Group]:
    by_class = groupby(rows, key=lambda row: row.code[0])
    return [Group(CLASSES.get(first, first), list(found)) for first, found in by_class]


def _cells(rows: Sequence[Row]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield (row.code, row.label, *(Cents(cents) for cents in row[2:]))


def _before(month: date) -> date:
    return month_of(date.fromordinal(month.toordinal() - 1))
