"""Funding agreements of an activity: the list, one agreement, its form."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, FundingStanding, Mandate, UnitKind
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.funding_forms import (
    EndForm,
    FundingForms,
    PaperForm,
    ReasonForm,
    SentForm,
    SignForm,
    blank,
    changed,
    typed,
)
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.shell import uploads
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import show_refusals


@require_GET
@allow("member")
def index(request: Visit, unit: int) -> HttpResponse:
    """List the agreements of an activity, with what is expected, called and received."""
    own = acting(request, unit)
    found = activities.fundings(unit=unit, on=request.at.date())
    signed = [each for each in found if each.agreement.state == "signed"]
    context = {
        **_frame(own),
        "found": found,
        "expected_cents": sum(each.expected_cents for each in signed),
        "called_cents": sum(each.called_cents for each in found),
        "received_cents": sum(each.received_cents for each in found),
        "takes_funding": own.unit.kind == UnitKind.ACTIVITY,
    }
    return render(request, "portal/activities/fundings.html", context)


@allow("member")
def new(request: Visit, unit: int) -> HttpResponse:
    """Note an agreement that is being negotiated."""
    own = acting(request, unit, Deed.SPEND)
    if request.method != "POST":
        return _form(request, own, blank(uuid4().hex), hushed=True)
    if (data := changed(request.POST)) is not None:
        return _form(request, own, data, hushed=True)
    forms = FundingForms(request.POST)
    if forms.is_valid():
        key = f"{request.user.pk}:{request.POST.get('key', '')[:64]}"
        wish = forms.new(unit_id=unit, key=key)
        try:
            made = actions.draft_funding(new=wish, by=request.actor, at=request.at)
        except Refusal as refusal:
            show_refusals(forms.what, refusal)
        else:
            messages.success(request, _("Noted as a draft. Sign it here once both sides did."))
            return redirect("portal:funding", unit, made.pk)
    return _form(request, own, request.POST, forms=forms)


@allow("member")
def change(request: Visit, unit: int, number: int) -> HttpResponse:
    """Write a draft anew."""
    own, standing = acting(request, unit, Deed.SPEND), find(request, unit, number)
    if request.method != "POST":
        return _form(request, own, typed(standing), standing=standing)
    if (data := changed(request.POST)) is not None:
        return _form(request, own, data, standing=standing, hushed=True)
    forms = FundingForms(request.POST)
    if forms.is_valid():
        wish = forms.new(unit_id=unit, key="")
        try:
            actions.change_funding(
                agreement=standing.agreement, new=wish, by=request.actor, at=request.at
            )
        except Refusal as refusal:
            show_refusals(forms.what, refusal)
        else:
            messages.success(request, _("The draft is changed."))
            return redirect("portal:funding", unit, number)
    return _form(request, own, request.POST, forms=forms, standing=standing)


@require_GET
@allow("member")
def show(request: Visit, unit: int, number: int) -> HttpResponse:
    """Show an agreement: its tranches as the books have them, its reports, its paper."""
    return page(request, acting(request, unit), find(request, unit, number))


def find(request: Visit, unit: int, number: int) -> FundingStanding:
    """
    Return an agreement of a unit.

    :raises Http404: if the unit has no such agreement
    """
    try:
        found = activities.get_funding(id=number, on=request.at.date())
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.agreement.unit_id != unit:
        raise Http404
    return found


def page(request: Visit, own: Mandate, standing: FundingStanding, **sent: Any) -> HttpResponse:
    """Show an agreement; `sent` are forms that were sent and not accepted."""
    today, agreement = request.at.date(), standing.agreement
    paper = agreement.paper
    context = {
        **_frame(own),
        "standing": standing,
        "agreement": agreement,
        "today": today,
        "paper": next(iter(uploads.papers([paper] if paper else [])), None),
        "sign": SignForm(initial={"signed_on": today}),
        "add_paper": PaperForm(),
        "sent": SentForm(initial={"sent_on": today}, auto_id=False),
        "reason": ReasonForm(auto_id=False),
        "end": EndForm(auto_id=False),
        "refused": None,
        "came": (),
        **sent,
    }
    status = 422 if sent else 200
    return render(request, "portal/activities/funding.html", context, status=status)


def _frame(own: Mandate) -> dict[str, Any]:
    return {
        "unit": own.unit,
        "sections": sections(own, "fundings"),
        "may_spend": activities.may(mandate=own, deed=Deed.SPEND),
    }


def _form(
    request: Visit,
    own: Mandate,
    data: QueryDict,
    *,
    forms: FundingForms | None = None,
    standing: FundingStanding | None = None,
    hushed: bool = False,
) -> HttpResponse:
    status = 422 if forms else 200
    forms = forms or FundingForms(data)
    if hushed:
        forms.hush()
    context = {
        **_frame(own),
        "forms": forms,
        "key": data.get("key", ""),
        "standing": standing,
    }
    return render(request, "portal/activities/funding_new.html", context, status=status)
