"""Purchases at the desk: the inbox, what is good to pay, and one purchase with all it says."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import queries as activities
from commonweal.flows.purchasing import actions as purchasing
from commonweal.purchases import actions, queries
from commonweal.purchases.queries import Purchase
from commonweal.sites.desk.purchases.forms import AssignForm, BookForm, RefuseForm
from commonweal.sites.shell import keyset, purchases
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab, Text
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top

READERS = ("finance_maker", "finance_checker", "customer_service", "adviser", "auditor")
HANDLERS = ("finance_maker", "customer_service")
BOOKERS = ("finance_maker",)
State = Purchase.State
LISTS: dict[str, tuple[Text, Callable[[], "QuerySet[Purchase]"]]] = {
    "": (gettext_lazy("At the desk"), queries.at_desk),
    "to-book": (gettext_lazy("To book"), queries.to_book),
    "waiting": (
        gettext_lazy("At activities"),
        lambda: queries.purchases().filter(state=State.DRAFT),
    ),
    "booked": (
        gettext_lazy("Booked"),
        lambda: queries.purchases().filter(state=State.BOOKED),
    ),
    "refused": (
        gettext_lazy("Refused"),
        lambda: queries.purchases().filter(state=State.REFUSED),
    ),
}
COUNTED = ("", "to-book", "waiting")


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List purchases: what has no activity yet, what is to be booked, and the rest."""
    return _index(request, purchases.UploadForm())


@require_POST
@allow(*HANDLERS)
def take_in(request: Visit) -> HttpResponse:
    """Take files in, and say of each what became of it."""
    form = purchases.UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, form)
    received = purchasing.take_in(documents=form.new(), by=request.actor, at=request.at)
    context = {"verdicts": purchases.verdicts(received)}
    return render(request, "desk/purchases/verdicts.html", context)


@require_POST
@allow(*BOOKERS)
def book_many(request: Visit) -> HttpResponse:
    """Book what is good to pay, each where its activity said: all that were ticked, or none."""
    ticked = [int(text) for text in request.POST.getlist("purchase") if text.isdecimal()]
    chosen = list(queries.to_book().filter(pk__in=ticked))
    with refusals_on_top(request):
        actions.book(purchases=chosen, by=request.actor, at=request.at)
        count = len(chosen)
        said = ngettext("%(count)s purchase is booked.", "%(count)s purchases are booked.", count)
        messages.success(request, said % {"count": count})
    return redirect(f"{reverse('desk:purchases')}?show=to-book")


@require_GET
@allow(*READERS)
def show(request: Visit, number: int) -> HttpResponse:
    """Show one purchase: its paper, what the rules found, and what can be done."""
    return _page(request, _purchase(number))


@require_GET
@allow(*READERS)
def file(request: Visit, number: int) -> HttpResponse:
    """Give the XML back as it came."""
    return purchases.file(_purchase(number))


@require_GET
@allow(*READERS)
def enclosure(request: Visit, number: int, nth: int) -> HttpResponse:
    """Give back a document that came inside."""
    return purchases.enclosure(_purchase(number), nth)


@require_POST
@allow(*HANDLERS)
def assign(request: Visit, number: int) -> HttpResponse:
    """Give a purchase to an activity."""
    found = _purchase(number)
    form = AssignForm(request.POST, on=request.at.date())
    if form.is_valid():
        with refusals_beside(form):
            unit = form.chosen
            actions.assign(purchases=[found], unit=unit, by=request.actor, at=request.at)
            messages.success(request, _("It waits at “%(name)s” now.") % {"name": unit.name})
            return redirect("desk:purchase", number)
    return _page(request, found, assign=form)


@require_POST
@allow(*BOOKERS)
def book(request: Visit, number: int) -> HttpResponse:
    """Write a purchase in the books."""
    found = _purchase(number)
    form = BookForm(request.POST, purchase=found, on=request.at.date())
    if form.is_valid():
        said = form.cleaned_data
        with refusals_beside(form):
            actions.book(
                purchases=[found],
                account=said["account"],
                deducted_bp=said.get("deducted"),
                due_bp=said.get("due"),
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("Booked: the supplier is owed it now."))
            return redirect("desk:purchase", number)
    return _page(request, found, book=form)


@require_POST
@allow(*HANDLERS)
def refuse(request: Visit, number: int) -> HttpResponse:
    """Refuse a purchase, with the reason."""
    found, form = _purchase(number), RefuseForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            actions.refuse(purchase=found, by=request.actor, at=request.at, **form.cleaned_data)
            messages.success(request, _("Refused: it is never paid."))
            return redirect("desk:purchase", number)
    return _page(request, found, refuse=form)


def _index(request: Visit, form: purchases.UploadForm) -> HttpResponse:
    shown = request.GET.get("show", "")
    shown = shown if shown in LISTS else ""
    may_book = not request.roles.isdisjoint(BOOKERS)
    tabs = [
        Tab(
            label,
            f"?show={key}" if key else reverse("desk:purchases"),
            current=key == shown,
            count=find().count() if key in COUNTED else None,
        )
        for key, (label, find) in LISTS.items()
    ]
    page = keyset.page(request, LISTS[shown][1]())
    context = {
        "form": form,
        "tabs": tabs,
        "shown": shown,
        "page": page,
        "rows": [purchases.listed(each) for each in page.rows],
        "may_take_in": not request.roles.isdisjoint(HANDLERS),
        "booking": may_book and shown == "to-book" and bool(page.rows),
    }
    return render(request, "desk/purchases/index.html", context, status=422 if form.errors else 200)


def _page(request: Visit, found: Purchase, **typed: Any) -> HttpResponse:
    on = request.at.date()
    is_open = found.state not in (State.BOOKED, State.REFUSED)
    is_sound = not found.problem and not found.breaks_rules
    may_handle = is_open and not request.roles.isdisjoint(HANDLERS)
    may_book = is_open and is_sound and not request.roles.isdisjoint(BOOKERS)
    context = {
        "purchase": found,
        "shown": purchases.show(found, findings=True),
        "budget": _spendable(found, on) if is_open else None,
        "assign": typed.get("assign") or AssignForm(None, on=on),
        "book": typed.get("book") or BookForm(None, purchase=found, on=on),
        "refuse": typed.get("refuse") or RefuseForm(),
        "may_assign": may_handle and is_sound,
        "may_book": may_book and (found.state != State.DRAFT or found.sign < 0),
        "may_refuse": may_handle,
        "obstacles": actions.obstacles(purchase=found) if is_open else [],
        "one_hand": is_open and queries.has_one_hand(purchase=found),
    }
    status = 422 if typed else 200
    return render(request, "desk/purchases/show.html", context, status=status)


def _spendable(found: Purchase, on: date) -> int | None:
    """What its unit can spend, as if nothing were kept aside for it yet."""
    if found.unit_id is None:
        return None
    return activities.spendable(units=[found.unit_id], on=on, without=[found.ref])[found.unit_id]


def _purchase(number: int) -> Purchase:
    try:
        return queries.get(id=number)
    except Purchase.DoesNotExist:
        raise Http404(_("There is no such purchase.")) from None
