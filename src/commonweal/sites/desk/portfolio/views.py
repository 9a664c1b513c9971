"""The portfolio: units by urgency, narrowed by the address, and who stands by them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from commonweal.access import queries as access
from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.flows.portfolio.queries import Watched, portfolio
from commonweal.kernel.refusals import Refusal
from commonweal.sites.desk.portfolio.forms import ANY_SIGNAL, AdviserForm, SieveForm
from commonweal.sites.desk.portfolio.links import Told, told
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cents, csv_file
from commonweal.sites.shell.keyset import Page

READERS = ("adviser", "customer_service", "finance_maker", "finance_checker", "auditor")
SIZE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of the list, with the links of its signals."""

    watched: Watched
    signals: list[Told]


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List units, the most urgent first."""
    sieve = _sieve(request)
    found = _found(request, sieve)
    page = _page(request, found)
    urgent = sum(1 for each in found if each.urgency[0] == -3)
    query = request.GET.copy()
    query.pop("from", None)
    context = {
        "sieve": sieve,
        "page": page,
        "count": len(found),
        "urgent": urgent,
        "with_signals": sum(1 for each in found if each.signals),
        "file": f"{reverse('desk:portfolio_file')}?{query.urlencode()}",
        "may_assign": "adviser" in request.roles,
        "assign": AdviserForm(None, _advisers(request)),
        "waiting": units.waiting().count() + units.sampled().count(),
        "address": request.get_full_path(),
    }
    return render(request, "desk/portfolio/index.html", context)


@require_GET
@allow(*READERS)
def file(request: Visit) -> HttpResponse:
    """Give every unit that the filter shows as a file."""
    head = [
        _("Unit"), _("Kind of budget"), _("Adviser"), _("Managers"), _("Spendable now"),
        _("Still expected"), _("Signals"),
    ]  # fmt: skip
    rows = (
        (
            each.unit.name,
            each.unit.get_kind_display(),
            each.unit.adviser.name if each.unit.adviser else "",
            ", ".join(each.managers),
            Cents(each.spendable),
            Cents(each.expected),
            " ".join(signal.text for signal in each.signals),
        )
        for each in _found(request, _sieve(request))
    )
    return csv_file(name="portfolio", head=head, rows=rows)


@require_POST
@allow("adviser")
def assign(request: Visit) -> HttpResponse:
    """Let an adviser stand by the ticked units."""
    form = AdviserForm(request.POST, _advisers(request))
    ids = [int(id) for id in request.POST.getlist("unit") if id.isdecimal()]
    found = list(units.many(ids=ids).values())
    if not found or not form.is_valid():
        messages.error(request, _("Tick the units first, then choose who stands by them."))
        return redirect(_back(request))
    chosen = form.cleaned_data["adviser"]
    adviser = None if chosen == units.NOBODY else access.get_user(id=int(chosen))
    try:
        activities.assign_adviser(units=found, adviser=adviser, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(request))
    words = {"count": len(found), "name": adviser.name if adviser else _("nobody")}
    done = ngettext(
        "%(count)s unit is now with %(name)s.", "%(count)s units are now with %(name)s.", len(found)
    )
    messages.success(request, done % words)
    return redirect(_back(request))


def _back(request: Visit) -> str:
    """Where the list stood, with its filter."""
    query = request.POST.get("query", "")
    return f"{reverse('desk:portfolio')}?{query}" if query else reverse("desk:portfolio")


def _advisers(request: Visit) -> list[access.User]:
    return list(access.people(roles=["adviser"], at=request.at))


def _sieve(request: Visit) -> SieveForm:
    form = SieveForm(request.GET, _advisers(request), is_adviser="adviser" in request.roles)
    form.is_valid()
    return form


def _found(request: Visit, sieve: SieveForm) -> list[Watched]:
    """What the filter shows; a value that is not in it narrows nothing."""
    me, on = request.user.pk or 0, request.at.date()
    found = units.watched(
        on=on, adviser=sieve.adviser_of(me), kind=sieve.chosen("kind"), text=sieve.chosen("q")
    )
    watched, signal = portfolio(units=list(found), on=on), sieve.chosen("signal")
    if signal == ANY_SIGNAL:
        return [each for each in watched if each.signals]
    if signal:
        return [each for each in watched if signal in {one.kind for one in each.signals}]
    return watched


def _page(request: Visit, found: list[Watched]) -> Page:
    """The rows from `?from=` on: the order comes from the signals, so a place is a number."""
    text = request.GET.get("from", "")
    start = int(text) if text.isdecimal() and len(text) < 7 else 0
    rows = [
        Row(each, told(each.signals, roles=request.roles)) for each in found[start : start + SIZE]
    ]
    more = len(found) > start + SIZE
    return Page(
        rows,
        previous_url=_url(request, 0) if start else "",
        next_url=_url(request, start + SIZE) if more else "",
    )


def _url(request: Visit, start: int) -> str:
    query = request.GET.copy()
    query.pop("from", None)
    if start:
        query["from"] = f"{start}"
    return f"?{query.urlencode()}"
