"""The list of invoices at the desk: narrowed by its address, summed, exported, ticked."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from commonweal.invoicing import actions
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice, IssuedRow, ListOrder, Sieve
from commonweal.kernel.refusals import Refusal
from commonweal.sites.desk.dispatch.views import DEEDS as SENDINGS
from commonweal.sites.desk.invoicing.filters import InvoiceFilters
from commonweal.sites.desk.invoicing.rows import drawn
from commonweal.sites.desk.invoicing.views import MENDERS, READERS
from commonweal.sites.shell import filters, keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import ENDINGS, Cell, Cents, table_file
from commonweal.sites.shell.invoices import PILLS
from commonweal.sites.shell.keyset import Order
from commonweal.sites.shell.kit import Text

PAGE = "desk:invoices"
ORDERS: dict[str, tuple[ListOrder, Order]] = {
    "": (invoicing.NEWEST, Order("issued_on")),
    "due": (invoicing.FIRST_DUE, Order("due_on")),
    "amount": (invoicing.LARGEST, Order("gross_cents", read=int)),
}
TABS: dict[Text, str] = {
    gettext_lazy("All"): "",
    gettext_lazy("To be paid"): "state=open",
    gettext_lazy("Overdue"): "sort=due&state=overdue",
    gettext_lazy("Disputed"): "disputed=on",
    gettext_lazy("Papers parked"): "way=parked",
}
AT_ONCE = 1000  # rows of an export are read in pages of so many


def _set_papers(*, invoices: Sequence[Invoice], **who: object) -> None:
    actions.render(invoices=[invoice.pk for invoice in invoices], **who)  # type: ignore[arg-type]


DEEDS: dict[str, tuple[Text, Callable[..., object]]] = {
    "papers": (gettext_lazy("Set papers again"), _set_papers),
    **{name: SENDINGS[name] for name in ("again", "mail", "post", "posted")},
}


@dataclass(frozen=True, slots=True)
class Refused:
    """An invoice with which something was not done, and why."""

    number: str
    why: str


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List what is issued as the address narrows it; or only what it comes to."""
    form = InvoiceFilters(request.GET)
    if filters.asked_alone(request, "sums"):
        context = {"sums": invoicing.sums(sieve=form.sieve(on=request.at.date()))}
        return render(request, "desk/invoicing/_sums.html", context)
    return _list(request, form)


def _list(
    request: Visit,
    form: InvoiceFilters,
    *,
    chosen: Collection[str] = (),
    refused: Sequence[Refused] = (),
) -> HttpResponse:
    on = request.at.date()
    bar = filters.bar(request, form, page=PAGE, tabs=TABS)
    sieve = form.sieve(on=on)
    page = _page(request, form, sieve)
    context = {
        "bar": bar,
        "page": page,
        "rows": drawn(page.rows, may_tick=_may(request), ticked=chosen),
        "sums": invoicing.sums(sieve=sieve) if "sums" in request.GET else None,
        "deeds": [(name, label) for name, (label, _verb) in DEEDS.items()] if _may(request) else [],
        "endings": ENDINGS,
        "refused": refused,
    }
    return render(request, "desk/invoicing/list.html", context, status=422 if refused else 200)


def _may(request: Visit) -> bool:
    return not request.roles.isdisjoint(MENDERS)


def _page(request: Visit, form: InvoiceFilters, sieve: Sieve) -> keyset.Page:
    order, places = ORDERS.get(form.chosen().get("sort", ""), ORDERS[""])

    def read(after: tuple[date | int, int] | None, most: int) -> list[IssuedRow]:
        return invoicing.issued(sieve=sieve, order=order, after=after, most=most)

    return keyset.ordered(request, places, read)


@require_POST
@allow(*READERS)
def keep(request: Visit) -> HttpResponse:
    """Keep the way this list is looked at by name, or forget it."""
    return filters.keep(request, page=PAGE)


@require_POST
@allow(*MENDERS)
def do(request: Visit) -> HttpResponse:
    """
    Do one thing with each invoice that is ticked.

    What is refused for one is told and stays ticked; with the others it is done.
    """
    if request.POST.get("do") not in DEEDS:
        raise Http404
    _label, verb = DEEDS[request.POST["do"]]
    request.GET = QueryDict(request.POST.get("query", ""))
    wanted = request.POST.getlist("invoice")
    found = list(invoicing.invoices().filter(number__in=wanted).order_by("id"))
    refused = list(_refused(found, verb, request))
    if done := len(found) - len(refused):
        text = ngettext("Done for %(count)s invoice.", "Done for %(count)s invoices.", done)
        messages.success(request, text % {"count": done})
    elif not found:
        messages.error(request, _("Tick the invoices first, then choose what to do with them."))
    if refused:
        numbers = {each.number for each in refused}
        return _list(request, InvoiceFilters(request.GET), chosen=numbers, refused=refused)
    return redirect(f"{reverse(PAGE)}?{request.GET.urlencode()}")


def _refused(
    found: Sequence[Invoice], verb: Callable[..., object], request: Visit
) -> Iterator[Refused]:
    """One by one, so that one that cannot does not hold up the others."""
    for invoice in found:
        try:
            verb(invoices=[invoice], by=request.actor, at=request.at)
        except Refusal as refusal:
            yield Refused(f"{invoice.number}", f"{refusal}")


@allow(*READERS)
def export(request: Visit, ending: str) -> FileResponse:
    """Give exactly what the address narrows the list to, as a file."""
    if ending not in ENDINGS:
        raise Http404
    form = InvoiceFilters(request.GET)
    head = [
        _("Invoice"), _("Client"), _("Unit"), _("Date"), _("Due"), _("Without VAT"), _("VAT"),
        _("Amount"), _("Open"), _("Currency"), _("State"),
    ]  # fmt: skip
    about = [(f"{chip.label}", f"{chip.value}") for chip in _chips(request, form)]
    rows = _cells(form.sieve(on=request.at.date()))
    return table_file(ending=ending, name=_("invoices"), head=head, rows=rows, about=about)


def _chips(request: Visit, form: InvoiceFilters) -> list[filters.Chip]:
    return filters.bar(request, form, page=PAGE, tabs={}).chips


def _cells(sieve: Sieve) -> Iterator[list[Cell]]:
    after = None
    while True:
        rows = invoicing.issued(sieve=sieve, after=after, most=AT_ONCE)
        yield from map(_row, rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].issued_on, rows[-1].pk


def _row(row: IssuedRow) -> list[Cell]:
    return [
        row.number, row.buyer_name, row.unit_name, row.issued_on,
        None if row.is_credit_note else row.due_on, Cents(row.sign * row.net_cents),
        Cents(row.sign * row.vat_cents), Cents(row.sign * row.gross_cents), Cents(row.open_cents),
        row.currency, f"{PILLS[row.state][1]}",
    ]  # fmt: skip
