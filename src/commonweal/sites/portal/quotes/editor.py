"""Write a quote: a new one, or a draft again."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities.queries import Deed, Mandate, UnitKind
from commonweal.clients import actions as client_verbs
from commonweal.clients import queries as client_base
from commonweal.clients.queries import Likeness
from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes import queries as offers
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Quote
from commonweal.kernel import money
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.rules.errors import RuleError
from commonweal.sites.portal import choosing
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.quotes import _rows
from commonweal.sites.portal.quotes.forms import QuoteForms
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.quotes import money as money_lines


@allow("member")
def new(request: Visit, unit: int) -> HttpResponse:
    """Show the form of a quote; keep it as a draft when it is complete."""
    own = acting(request, unit, Deed.WORK)
    if own.unit.kind != UnitKind.ACTIVITY:
        return redirect("portal:quotes", unit)
    if request.method != "POST":
        return _show(request, own, _blank(request, own), hushed=True)
    return _posted(request, own, None)


@allow("member")
def change(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Show a draft in the form; keep what was changed."""
    own = acting(request, unit, Deed.WORK)
    draft = get_object_or_404(invoicing.versions_of(unit=unit), pk=pk)
    if draft.state != Quote.State.DRAFT:
        return redirect("portal:quote", unit, pk)
    if request.method != "POST":
        return _show(request, own, _typed(draft, _today(request)), draft, hushed=True)
    return _posted(request, own, draft)


def _posted(request: Visit, own: Mandate, draft: Quote | None) -> HttpResponse:
    data = request.POST.copy()
    if _rows.changed(data) or _chose_client(data) or _took_terms(data, _today(request)):
        return _show(request, own, data, draft, hushed=True)
    forms = QuoteForms(request.POST)
    likes: Sequence[Likeness] = ()
    if forms.is_valid() and not (likes := choosing.alike(request, forms)):
        try:
            kept = _keep(request, own, forms, draft)
        except (Refusal, RuleError) as refusal:
            choosing.beside_fields(forms, refusal)
        else:
            messages.success(
                request, _("Kept. The client has not got it yet: read it and send it.")
            )
            return redirect("portal:quote", own.unit_id, kept.pk)
    return _show(request, own, request.POST, draft, forms=forms, likes=likes, status=422)


@transaction.atomic
def _keep(request: Visit, own: Mandate, forms: QuoteForms, draft: Quote | None) -> Quote:
    """A refusal takes the new client back too: the whole form stands or falls."""
    client = choosing.client_of(request, forms)
    offer = forms.offer(own.unit_id)
    if draft:
        return quotes.change(
            quote=draft, offer=offer, client=client, by=request.actor, at=request.at
        )
    key = f"{request.user.pk}:{request.POST.get('key', '')[:64]}"
    return quotes.draft(offer=offer, client=client, key=key, by=request.actor, at=request.at)


def _today(request: Visit) -> date:
    return request.at.astimezone(ZONE).date()


def _blank(request: Visit, own: Mandate) -> QueryDict:
    """A new quote: one line, valid as long as is usual, with the conditions of the house."""
    on = _today(request)
    data = QueryDict(mutable=True)
    data.update(
        {
            "key": uuid4().hex,
            "language": own.member.language,
            "valid_until": offers.valid_from(on=on).isoformat(),
            "terms": offers.house_terms(on=on)[own.member.language],
        }
    )
    _rows.write(data, "line", [dict(_rows.BLANK["line"])])
    _rows.write(data, "part", [])
    return data


def _typed(draft: Quote, on: date) -> QueryDict:
    """What a draft says, as if it had been typed."""
    data = QueryDict(mutable=True)
    client = client_base.get(id=draft.client_id)
    data["client_id"] = str(client.pk)
    for name in ("title", "introduction", "language", "purchase_order", "terms"):
        data[name] = getattr(draft, name)
    for name in ("valid_until", "starts_on", "ends_on"):
        day = getattr(draft, name)
        data[name] = day.isoformat() if day else ""
    lines = invoicing.quote_lines(quote=draft)
    _rows.write(data, "line", [_line(line, client, draft.ends_on or on) for line in lines])
    parts = [part for part, _cents in invoicing.planned_parts(quote=draft, price_cents=0)]
    _rows.write(
        data,
        "part",
        [
            {
                "label": part.label,
                "kind": part.kind,
                "share": money.show(part.share_bp),
                "on": part.on.isoformat() if part.on else "",
            }
            for part in parts
        ],
    )
    return data


def _line(line: invoicing.QuoteLine, client: client_verbs.Client, on: date) -> dict[str, str]:
    ticks = {"optional": line.is_optional, "chosen": line.is_optional and line.is_chosen}
    return {
        "description": line.description,
        "quantity": f"{line.thousandths / 1000:g}",
        "unit": line.unit_code,
        "price": money.show(line.price_cents),
        "vat": offers.choice_of(line=line, client=client, on=on),
        **{name: "on" for name, ticked in ticks.items() if ticked},
    }


def _chose_client(data: QueryDict) -> bool:
    """Choose whose quote it is; a client brings its language and the conditions in it."""
    if not choosing.chose(data):
        return False
    if client := choosing.chosen(choosing.ChoosingForms(data)):
        data["language"] = client.language
        data["house_terms"] = "if_untouched"
    return True


def _took_terms(data: QueryDict, on: date) -> bool:
    """Put in the conditions of the house, in the language of the quote."""
    if "take_terms" not in data:
        return False
    terms = offers.house_terms(on=on)
    data["terms"] = terms.get(data.get("language", ""), terms["en"])
    return True


def _translate_terms(data: QueryDict, on: date) -> None:
    """Conditions nobody touched follow the language of the client."""
    terms = offers.house_terms(on=on)
    typed = " ".join(data.get("terms", "").split())
    untouched = {"", *(" ".join(text.split()) for text in terms.values())}
    if data.get("house_terms") == "if_untouched" and typed in untouched:
        data["terms"] = terms.get(data.get("language", ""), "")


def _show(
    request: Visit,
    own: Mandate,
    data: QueryDict,
    draft: Quote | None = None,
    *,
    forms: QuoteForms | None = None,
    likes: Sequence[Likeness] = (),
    hushed: bool = False,
    status: int = 200,
) -> HttpResponse:
    if hushed:
        _translate_terms(data, _today(request))
    forms = forms or QuoteForms(data)
    if hushed:
        forms.hush()
    context: dict[str, Any] = {
        "unit": own.unit,
        "draft": draft,
        "forms": forms,
        "chosen": choosing.chosen(forms),
        "likes": likes,
        "target": "#quote",
        "search_url": reverse("portal:quote_clients", args=[own.unit_id]),
        "key": data.get("key", ""),
    }
    context |= _sums(request, own.unit_id, QuoteForms(data))
    return render(request, "portal/quotes/edit.html", context, status=status)


@require_POST
@allow("member")
def total(request: Visit, unit: int) -> HttpResponse:
    """Answer while the member types: what it comes to, and what the budget gets of it."""
    acting(request, unit, Deed.WORK)
    context = _sums(request, unit, QuoteForms(request.POST))
    return render(request, "portal/quotes/_total.html", context)


def _sums(request: Visit, unit: int, forms: QuoteForms) -> dict[str, Any]:
    """Whatever is complete enough is added up."""
    client = choosing.chosen(forms)
    on = _today(request)
    rows = [row for row in forms.rows() if row.is_chosen]
    if not rows:
        return {"money": None}
    try:
        found, brings = offers.preview(rows=rows, client=client, unit=unit, on=on)
    except RuleError as refusal:
        return {"money": None, "refusal": refusal.said(_)}
    except Refusal as refusal:
        return {"money": None, "refusal": refusal}
    planned = forms.planned()
    cents = offers.cents_of(parts=planned, price_cents=found.net_cents)
    return {
        "money": money_lines(found),
        "brings": brings,
        "parts": list(zip(planned, cents, strict=True)),
        "share_left": 100_00 - sum(part.share_bp for part in planned) if planned else 0,
        "no_client": client is None,
        "promise": client and offers.promise(client=client, price_cents=found.net_cents, on=on),
    }


@require_GET
@allow("member")
def clients(request: Visit, unit: int) -> HttpResponse:
    """Answer the search box: clients by name or enterprise number."""
    acting(request, unit, Deed.WORK)
    return choosing.search(request, target="#quote")
