"""Purchases of an activity: what waits for “good to pay”, and what it does to the budget."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, Mandate
from commonweal.flows.purchasing import actions as purchasing
from commonweal.purchases import actions, queries
from commonweal.purchases.queries import Purchase
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.purchases.tasks import to_approve
from commonweal.sites.shell import keyset, purchases
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside

State = Purchase.State


class ConsentForm(forms.Form):
    """What was bought: it tells the books where the cost belongs."""

    account = forms.ChoiceField(
        label=gettext_lazy("What was bought?"),
        error_messages={"required": gettext_lazy("Choose what was bought.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        account: Any = self.fields["account"]
        account.choices = purchases.accounts(codes=queries.COSTS)


class ReturnForm(forms.Form):
    """Why it is not good to pay."""

    reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        max_length=500,
        help_text=gettext_lazy("The desk reads it, and finds out or refuses the purchase."),
        error_messages={"required": gettext_lazy("Say why in a few words.")},
    )


@require_GET
@allow("member")
def index(request: Visit, unit: int) -> HttpResponse:
    """List the purchases of an activity, what waits for an answer first."""
    return _index(request, acting(request, unit), purchases.UploadForm())


@require_POST
@allow("member")
def take_in(request: Visit, unit: int) -> HttpResponse:
    """Take in the XML that a supplier mailed."""
    own = acting(request, unit, Deed.WORK)
    form = purchases.UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, own, form)
    received = purchasing.take_in(documents=form.new(unit), by=request.actor, at=request.at)
    verdicts = purchases.verdicts(received)
    return render(
        request, "portal/purchases/verdicts.html", {"unit": own.unit, "verdicts": verdicts}
    )


@require_GET
@allow("member")
def show(request: Visit, unit: int, number: int) -> HttpResponse:
    """Show one purchase, and what it does to the budget."""
    own = acting(request, unit)
    return _page(request, own, _purchase(unit, number))


@require_GET
@allow("member")
def file(request: Visit, unit: int, number: int) -> HttpResponse:
    """Give the XML back as it came."""
    acting(request, unit)
    return purchases.file(_purchase(unit, number))


@require_GET
@allow("member")
def enclosure(request: Visit, unit: int, number: int, nth: int) -> HttpResponse:
    """Give back a document that came inside."""
    acting(request, unit)
    return purchases.enclosure(_purchase(unit, number), nth)


@require_POST
@allow("member")
def approve(request: Visit, unit: int, number: int) -> HttpResponse:
    """Say “good to pay”."""
    own = acting(request, unit, Deed.SPEND)
    found, form = _purchase(unit, number), ConsentForm(request.POST)
    if form.is_valid():
        account = form.cleaned_data["account"]
        with refusals_beside(form):
            actions.approve(purchases=[found], account=account, by=request.actor, at=request.at)
            messages.success(request, _("Good to pay: the desk books it, then it is paid."))
            return redirect("portal:activity_purchase", unit, number)
    return _page(request, own, found, consent=form)


@require_POST
@allow("member")
def hand_back(request: Visit, unit: int, number: int) -> HttpResponse:
    """Give it back to the desk, with the reason."""
    own = acting(request, unit, Deed.SPEND)
    found, form = _purchase(unit, number), ReturnForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            actions.hand_back(purchase=found, by=request.actor, at=request.at, **form.cleaned_data)
            messages.success(request, _("Handed back: the desk reads why."))
            return redirect("portal:activity_purchases", unit)
    return _page(request, own, found, back=form)


def _index(request: Visit, own: Mandate, form: purchases.UploadForm) -> HttpResponse:
    unit = own.unit_id
    page = keyset.page(request, queries.of_unit(unit=unit))
    context = {
        "unit": own.unit,
        "sections": sections(own, "activity_purchases"),
        "reference": queries.unit_reference(unit),
        "tasks": [to_approve(each) for each in queries.waiting(units=[unit]) if each.sign > 0],
        "page": page,
        "rows": [purchases.listed(each) for each in page.rows],
        "form": form,
        "may_take_in": activities.may(mandate=own, deed=Deed.WORK),
        "may_spend": activities.may(mandate=own, deed=Deed.SPEND),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/purchases/index.html", context, status=status)


def _page(request: Visit, own: Mandate, found: Purchase, **typed: forms.Form) -> HttpResponse:
    shown = purchases.show(found, findings=False)
    now = activities.spendable(
        units=[own.unit_id], on=request.at.date(), without=[found.ref]
    )[own.unit_id]  # fmt: skip
    may_spend = activities.may(mandate=own, deed=Deed.SPEND)
    waits = found.state in (State.DRAFT, State.APPROVED)
    obstacles = actions.obstacles(purchase=found) if waits else []
    context = {
        "unit": own.unit,
        "purchase": found,
        "shown": shown,
        "now": now,
        "after": now - shown.cost_cents,
        "waits": waits,
        "obstacles": obstacles,
        "answers": may_spend and found.state == State.DRAFT and found.sign > 0 and not obstacles,
        "returns": may_spend and waits,
        "consent": typed.get("consent") or ConsentForm(),
        "back": typed.get("back") or ReturnForm(),
    }
    status = 422 if typed else 200
    return render(request, "portal/purchases/show.html", context, status=status)


def _purchase(unit: int, number: int) -> Purchase:
    try:
        return queries.of_unit(unit=unit).get(pk=number)
    except Purchase.DoesNotExist:
        raise Http404 from None
