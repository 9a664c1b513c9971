"""A client reads a quote and answers it: a question, a change, no, or yes."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonweal.access import queries as access
from commonweal.activities import queries as units
from commonweal.flows.quotes import actions as quotes
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Quote
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.sites.public.quotes.forms import ANSWERS, AcceptForm, NameForm
from commonweal.sites.shell import doors
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.quotes import is_open, paper, thread
from commonweal.sites.shell.refusals import refusals_beside

PURPOSE = "quote"
MOST_LINES = 200


@never_cache
@allow("anyone")
def quote(request: Visit, token: str) -> HttpResponse:
    """Show the newest version of the quote behind a link; on POST the client answers."""
    try:
        link = access.find_link(token=token, purpose=PURPOSE, at=request.at)
    except access.LinkExpired as refusal:
        return _shut(request, refusal, token)
    except Refusal as refusal:
        return _unknown(request, refusal)
    named, found = _open(link)
    with override(_language(request, found)):
        if request.method == "POST":
            return _answer(request, token, named, found)
        return _show(request, token, named, found)


def _open(link: access.Link) -> tuple[Quote, Quote]:
    """
    Return the version the link names and the newest that was sent; see the rows of the one unit
    it is about, and no other.
    """
    id = int(link.about.removeprefix("quote:"))
    doors.see_units(invoicing.unit_of_quote(id=id))
    named = invoicing.get_quote(id=id)
    return named, invoicing.newest_sent(quote=named)


def _language(request: HttpRequest, found: Quote) -> str:
    """The quote's own language, until the reader chooses another."""
    return str(request.COOKIES.get("language") or found.language)


def _answer(request: Visit, token: str, named: Quote, found: Quote) -> HttpResponse:
    """Do what the pressed button says; a refusal comes back beside its field."""
    deed = request.POST.get("deed", "")
    if deed not in ANSWERS:
        return _show(request, token, named, found)
    form = ANSWERS[deed](request.POST, prefix=deed)
    if form.is_valid():
        with refusals_beside(form):
            _do(deed, found, form, request)
            messages.success(request, _said(deed))
            return redirect("public:quote", token)
    return _show(request, token, named, found, {deed: form}, status=422)


def _do(deed: str, found: Quote, form: NameForm, request: Visit) -> None:
    facts = form.cleaned_data
    by, at = Actor(f"client:{found.client_id}", facts["name"]), request.at
    if deed == "accept":
        quotes.accept(
            quote=found,
            chosen=_chosen(request),
            purchase_order=facts["purchase_order"],
            by=by,
            at=at,
        )
    elif deed == "decline":
        quotes.decline(quote=found, reason=facts["reason"], by=by, at=at)
    elif deed == "change":
        quotes.ask_change(quote=found, text=facts["text"], by=by, at=at)
    else:
        quotes.comment(quote=found, text=facts["text"], from_client=True, by=by, at=at)


def _said(deed: str) -> str:
    return {
        "accept": _("Accepted. Thank you; the order is confirmed."),
        "decline": _("Your answer is noted. Thank you for saying so."),
        "change": _("Sent. You get a mail when there is a new version."),
        "comment": _("Sent. The answer comes by mail and stands on this page."),
    }[deed]


def _chosen(request: HttpRequest) -> Collection[int]:
    """The positions of the options that are ticked."""
    places = request.POST.getlist("chosen")[:MOST_LINES]
    return {int(place) for place in places if place.isdecimal() and len(place) < 4}


def _show(
    request: Visit,
    token: str,
    named: Quote,
    found: Quote,
    typed: dict[str, NameForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = {name: form(prefix=name) for name, form in ANSWERS.items()} | (typed or {})
    if "accept" not in (typed or {}):
        forms["accept"] = AcceptForm(prefix="accept", initial=_known(request, found))
    if found.client.purchase_order_required and not found.purchase_order:
        forms["accept"].fields["purchase_order"].required = True
    chosen = _chosen(request) if request.POST.get("deed") in ("accept", "count") else None
    today = request.at.astimezone(ZONE).date()
    family = [each for each in invoicing.versions(number=found.number) if each.sent_at]
    context: dict[str, Any] = {
        "token": token,
        "quote": found,
        "paper": paper(found, chosen=chosen),
        "forms": forms,
        "open_form": next(iter(typed or {}), ""),
        "choosing": is_open(found, today),
        "is_open": is_open(found, today),
        "can_ask": found.state in ("sent", "change_asked", "expired"),
        "replaces": named if named.pk != found.pk else None,
        "versions": family if len(family) > 1 else [],
        "thread": thread(list(invoicing.comments(quote=found))),
        "member": units.managers(units=[found.unit_id])[found.unit_id],
        "entity": kernel.entity(),
    }
    return render(request, "public/quotes/quote.html", context, status=status)


def _known(request: HttpRequest, found: Quote) -> dict[str, str]:
    """What was typed before “count again”, else what the quote says."""
    typed = {name: request.POST.get(f"accept-{name}", "") for name in ("name", "purchase_order")}
    return {**typed, "purchase_order": typed["purchase_order"] or found.purchase_order}


@require_POST
@never_cache
@allow("anyone")
def total(request: Visit, token: str) -> HttpResponse:
    """Answer while the client chooses: what it comes to."""
    try:
        link = access.find_link(token=token, purpose=PURPOSE, at=request.at)
    except Refusal as refusal:
        return _unknown(request, refusal)
    _named, found = _open(link)
    with override(_language(request, found)):
        context = {"paper": paper(found, chosen=_chosen(request))}
        return render(request, "shell/quote_money.html", context)


@require_GET
@never_cache
@allow("anyone")
def pdf(request: Visit, token: str) -> HttpResponse:
    """Give the quote as a PDF in its own language; `?version=1` gives an earlier one."""
    try:
        link = access.find_link(token=token, purpose=PURPOSE, at=request.at)
    except Refusal as refusal:
        return _unknown(request, refusal)
    _named, found = _open(link)
    sent = {each.version: each for each in invoicing.versions(number=found.number) if each.sent_at}
    wanted = request.GET.get("version", "")
    chosen = sent.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 4 else found
    if chosen is None:
        return _unknown(request, access.LinkUnknown())
    member = units.managers(units=[found.unit_id])[found.unit_id]
    content = invoicing.quote_pdf(
        quote=chosen, entity=kernel.entity(), member=member, at=request.at
    )
    name = f"{chosen.number}-{chosen.version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _unknown(request: Visit, refusal: Refusal) -> HttpResponse:
    return render(request, "public/three_in_one/shut.html", {"refusal": refusal}, status=404)


def _shut(request: Visit, refusal: access.LinkExpired, token: str) -> HttpResponse:
    """An expired link offers a fresh one, by mail to the same address."""
    _named, found = _open(refusal.link)
    context = {"refusal": refusal, "token": token}
    with override(_language(request, found)):
        return render(request, "public/quotes/expired.html", context, status=410)


@require_POST
@allow("anyone")
def fresh_link(request: Visit, token: str) -> HttpResponse:
    """Send a fresh link to the address of the client, and to no other."""
    try:
        access.find_link(token=token, purpose=PURPOSE, at=request.at)
        return redirect("public:quote", token)
    except access.LinkExpired as expired:
        named, found = _open(expired.link)
    except Refusal as refusal:
        return _unknown(request, refusal)
    client = Actor(f"client:{found.client_id}", found.client.name)
    context: dict[str, object] = {}
    try:
        quotes.send_link(quote=named, by=client, at=request.at)
    except Refusal as refusal:
        context["refusal"] = refusal
    with override(_language(request, found)):
        return render(request, "public/three_in_one/sent.html", context)
