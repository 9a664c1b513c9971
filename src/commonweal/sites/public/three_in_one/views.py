"""A client reads an order and confirms it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonweal.access import queries as access
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import queries as stories
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import VAT_LABELS, Order
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.sites.shell import doors
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import MoneyLine
from commonweal.sites.shell.orders import details
from commonweal.sites.shell.quotes import money
from commonweal.sites.shell.refusals import show_refusals

PURPOSE = "confirm"


class ConfirmationForm(forms.Form):
    """Who confirms, and what the client's books need."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("It stands on the order.")
    )
    purchase_order = forms.CharField(
        label=_("Your purchase-order number"),
        max_length=60,
        required=False,
        help_text=_("If your accounts department asks for one."),
    )
    agreed = forms.BooleanField(
        label=_("We agree with the work, the price and the conditions."),
        error_messages={"required": _("Tick this box to confirm the order.")},
    )


@never_cache
@allow("anyone")
def order(request: Visit, token: str) -> HttpResponse:
    """Show the order behind a link; on POST the client confirms it."""
    try:
        link = access.find_link(token=token, purpose=PURPOSE, at=request.at)
    except access.LinkExpired as refusal:
        return _shut(request, refusal, token)
    except Refusal as refusal:
        return render(request, "public/three_in_one/shut.html", {"refusal": refusal}, status=404)
    found = _open(link)
    with override(_language(request, found)):
        return _confirm(request, found) if request.method == "POST" else _show(request, found)


def _open(link: access.Link) -> Order:
    """See the rows of the one unit the link is about, and no other."""
    doors.see_units(invoicing.unit_of_order(id=int(link.about.removeprefix("order:"))))
    return invoicing.get_order(id=int(link.about.removeprefix("order:")))


def _language(request: HttpRequest, found: Order) -> str:
    """The order's own language, until the reader chooses another."""
    return str(request.COOKIES.get("language") or found.language)


def _confirm(request: Visit, found: Order) -> HttpResponse:
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    by = Actor(f"client:{found.client_id}", form.cleaned_data["name"])
    try:
        three_in_one.confirm(
            order=found,
            purchase_order=form.cleaned_data["purchase_order"],
            by=by,
            at=request.at,
        )
    except (Refusal, Refusals) as refusal:
        show_refusals(form, refusal)
        return _show(request, found, form)
    return redirect(request.path)


def _show(request: Visit, found: Order, form: ConfirmationForm | None = None) -> HttpResponse:
    blank = ConfirmationForm(initial={"purchase_order": found.purchase_order})
    context = {
        "order": found,
        "form": form or blank,
        "lines": _lines(found),
        "member": stories.member_of(order=found),
        "entity": kernel.entity(),
        "pays_by": stories.payment_days(on=request.at.date()),
    }
    context |= details(found, request.at.date())
    status = 422 if form is not None else 200
    return render(request, "public/three_in_one/order.html", context, status=status)


def _lines(found: Order) -> list[MoneyLine]:
    if lines := invoicing.order_lines(order=found):
        return money(invoicing.totals_of(lines=lines))
    terms = stories.vat_of(order=found)
    rate = number_format(terms.rate_bp / 100, 0)
    why = _("%(rate)s %% of the price") % {"rate": rate} if terms.cents else VAT_LABELS[terms.vat]
    return [
        MoneyLine(_("Price without VAT"), found.price_cents, kind="start"),
        MoneyLine(_("VAT"), terms.cents, why, "plus"),
        MoneyLine(_("To pay"), found.price_cents + terms.cents, kind="total"),
    ]


def _shut(request: Visit, refusal: access.LinkExpired, token: str) -> HttpResponse:
    """An expired link tells what to do; a confirmed order is shown as such."""
    found = _open(refusal.link)
    context = {"refusal": refusal, "order": found, "token": token}
    with override(_language(request, found)):
        return render(request, "public/three_in_one/expired.html", context, status=410)


@require_POST
@allow("anyone")
def fresh_link(request: Visit, token: str) -> HttpResponse:
    """Send a fresh link to the address the expired one was sent to, and to no other."""
    try:
        access.find_link(token=token, purpose=PURPOSE, at=request.at)
        return redirect("public:order", token)
    except access.LinkExpired as expired:
        found = _open(expired.link)
    except Refusal as refusal:
        return render(request, "public/three_in_one/shut.html", {"refusal": refusal}, status=404)
    client = Actor(f"client:{found.client_id}", found.client.name)
    context: dict[str, object] = {"order": found}
    try:
        three_in_one.send_link(order=found, by=client, at=request.at)
    except Refusal as refusal:
        context["refusal"] = refusal
    with override(_language(request, found)):
        return render(request, "public/three_in_one/sent.html", context)
