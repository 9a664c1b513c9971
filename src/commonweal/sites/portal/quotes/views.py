"""The quotes of an activity: the list, one of them, and what changed between versions."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from commonweal.activities import queries as units
from commonweal.activities.queries import Deed, Mandate, UnitKind
from commonweal.flows.quotes import queries as offers
from commonweal.flows.validation import queries as validation
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Quote, show_quantity, show_rate
from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import ZONE
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.quotes.forms import CommentForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.quotes import TONES, paper, thread
from commonweal.sites.shell.templatetags.house import euro

State = Quote.State
REPLACEABLE = (
    State.SENT, State.CHANGE_ASKED, State.DECLINED, State.EXPIRED, State.WITHDRAWN,
)  # fmt: skip
PROMISED = (State.DRAFT, State.CHECKING, State.SENT, State.CHANGE_ASKED)
TAKEN_BACK = (State.DRAFT, State.CHECKING, State.SENT, State.CHANGE_ASKED, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Row:
    """A quote of the list, with what it comes to in cents without VAT."""

    quote: Quote
    cents: int
    tone: str


@require_GET
@allow("member")
def quotes(request: Visit, unit: int) -> HttpResponse:
    """List the quotes of an activity, each by its newest version."""
    own = acting(request, unit)
    state = request.GET.get("state", "")
    state = state if state in State.values and state != State.SUPERSEDED else ""
    page = keyset.page(request, invoicing.quotes(units=[unit], state=state))
    cents = invoicing.worth(quotes=[quote.pk for quote in page.rows])
    context = {
        "unit": own.unit,
        "sections": sections(own, "quotes"),
        "is_activity": own.unit.kind == UnitKind.ACTIVITY,
        "may_work": units.may(mandate=own, deed=Deed.WORK),
        "rows": [Row(one, cents[one.pk], TONES.get(one.state, "quiet-tone")) for one in page.rows],
        "page": page,
        "state": state,
        "tabs": _tabs(state),
    }
    return render(request, "portal/quotes/quotes.html", context)


def _tabs(state: str) -> list[Tab]:
    every = [("", _("All"))] + [
        (value, label) for value, label in State.choices if value != State.SUPERSEDED
    ]
    return [
        Tab(label, f"?state={value}" if value else "?", current=value == state)
        for value, label in every
    ]


@require_GET
@allow("member")
def quote(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Show one version: what the client reads, what was said, what can be done now."""
    return page_of(request, *_found(request, unit, pk))


def page_of(
    request: Visit, own: Mandate, found: Quote, *, form: Any = None, status: int = 200
) -> HttpResponse:
    """Show one version, with the form that was refused."""
    family = invoicing.versions(number=found.number)
    newest = family[-1]
    may_work = units.may(mandate=own, deed=Deed.WORK)
    waits = any(each.state in (State.DRAFT, State.CHECKING) for each in family)
    today = request.at.astimezone(ZONE).date()
    order = invoicing.order_of_quote(quote=found)
    context = {
        "unit": own.unit,
        "quote": found,
        "tone": TONES.get(found.state, "quiet-tone"),
        "paper": paper(found),
        "member": units.managers(units=[own.unit_id])[own.unit_id],
        "versions": list(reversed(family)),
        "newest": newest if newest.pk != found.pk else None,
        "thread": thread(list(invoicing.comments(quote=found))),
        "comment": form or CommentForm(),
        "held": validation.held(origin=found.ref, on=today),
        "order": order,
        "stand": offers.promise_of_quote(quote=found, order=order, on=today)
        if order or found.state in PROMISED
        else None,
        "may_work": may_work,
        "sends": may_work and found.state == State.DRAFT,
        "replaces": may_work and not waits and newest.state in REPLACEABLE,
        "takes_back": may_work and found.state in TAKEN_BACK,
        "links": may_work and found.state in (State.SENT, State.CHANGE_ASKED),
    }
    return render(request, "portal/quotes/quote.html", context, status=status)


@require_GET
@allow("member")
def preview(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Show the quote as its client reads it, in the client's language."""
    own, found = _found(request, unit, pk)
    with override(found.language):
        context = {
            "unit": own.unit,
            "quote": found,
            "paper": paper(found),
            "choosing": True,
            "member": units.managers(units=[unit])[unit],
        }
        return render(request, "portal/quotes/preview.html", context)


@require_GET
@allow("member")
def pdf(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Give the quote as a PDF in the client's language."""
    _own, found = _found(request, unit, pk)
    content = invoicing.quote_pdf(
        quote=found,
        entity=kernel.entity(),
        member=units.managers(units=[unit])[unit],
        at=request.at,
    )
    name = f"{found.number}-{found.version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@dataclass(frozen=True, slots=True)
class Difference:
    """A line or a word before and after, written out."""

    kind: str
    what: str
    before: str
    after: str


@require_GET
@allow("member")
def changes(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Compare a version with the one before it."""
    own, after = _found(request, unit, pk)
    earlier = [
        each for each in invoicing.versions(number=after.number) if each.version < after.version
    ]
    if not earlier:
        raise Http404
    before = earlier[-1]
    context = {
        "unit": own.unit,
        "quote": after,
        "before": before,
        "words": _words(before, after),
        "lines": [
            Difference(each.kind, _described(each), _written(each.before), _written(each.after))
            for each in offers.changed_lines(before=before, after=after)
        ],
        "old": paper(before),
        "new": paper(after),
    }
    return render(request, "portal/quotes/changes.html", context)


def _described(change: offers.Change) -> str:
    line = change.after or change.before
    return line.description if line else ""


def _written(line: invoicing.QuoteLine | None) -> str:
    if line is None:
        return ""
    option = f" · {_('option')}" if line.is_optional else ""
    quantity = show_quantity(line.thousandths, line.unit_code)
    price = euro(line.price_cents)
    return f"{quantity} × {price} · {_('VAT')} {show_rate(line.vat, line.rate_bp)}{option}"


def _words(before: Quote, after: Quote) -> list[Difference]:
    names = {
        "title": _("Title"),
        "introduction": _("Introduction"),
        "starts_on": _("First day of the work"),
        "ends_on": _("Last day of the work"),
        "valid_until": _("Valid until"),
        "schedule": _("When it is invoiced"),
        "terms": _("Conditions"),
        "purchase_order": _("Purchase-order number"),
    }
    return [
        Difference("changed", names[name], _told(before, name), _told(after, name))
        for name in offers.changed_words(before=before, after=after)
    ]


def _told(quote: Quote, name: str) -> str:
    if name == "schedule":
        return " · ".join(f"{part.label} {part.share}" for part in paper(quote).parts)
    value = getattr(quote, name)
    return f"{value:%d/%m/%Y}" if hasattr(value, "year") else str(value or "")


def _found(request: Visit, unit: int, pk: int) -> tuple[Mandate, Quote]:
    own = acting(request, unit)
    try:
        return own, invoicing.versions_of(unit=unit).get(pk=pk)
    except ObjectDoesNotExist:
        raise Http404 from None
