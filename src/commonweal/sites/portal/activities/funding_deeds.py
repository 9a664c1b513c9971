"""What is done with a funding agreement: sign, call, cancel, report, end; and its papers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import actions
from commonweal.activities.queries import Deed, FundingReport, FundingStanding, TrancheStanding
from commonweal.documents import queries as documents
from commonweal.flows.shareholders import actions as shareholders
from commonweal.kernel.queries import entity
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.funding import find, page
from commonweal.sites.portal.activities.funding_forms import (
    EndForm,
    PaperForm,
    ReasonForm,
    SentForm,
    SignForm,
)
from commonweal.sites.shell import uploads
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top

PAPER = "funding_paper"


@require_POST
@allow("member")
def sign(request: Visit, unit: int, number: int) -> HttpResponse:
    """Note that both sides signed. A paper that came stays, also when something is refused."""
    own, standing = acting(request, unit, Deed.SPEND), find(request, unit, number)
    data = request.POST.copy()
    form = SignForm(data, request.FILES)
    ids = uploads.unsealed(request, data.get("kept", ""))
    if form.is_valid():
        files, about = form.cleaned_data["paper"], standing.agreement.ref
        if files:
            ids = uploads.keep(request, files, kind=PAPER, about=about)
            data["kept"] = uploads.sealed(request, ids)
        with refusals_beside(form):
            shareholders.sign_funding(
                agreement=standing.agreement,
                member=own.member,
                signed_on=form.cleaned_data["signed_on"],
                paper=ids[-1] if ids else None,
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("Signed. What the tranches leave you counts as confirmed."))
            return redirect("portal:funding", unit, number)
    return page(request, own, standing, sign=form, came=uploads.papers(ids))


@require_POST
@allow("member")
def add_paper(request: Visit, unit: int, number: int) -> HttpResponse:
    """Put the signed paper with an agreement."""
    own, standing = acting(request, unit, Deed.SPEND), find(request, unit, number)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid() and not form.cleaned_data["paper"]:
        form.add_error("paper", _("Choose a file."))
    if not form.is_valid():
        return page(request, own, standing, add_paper=form)
    agreement = standing.agreement
    ids = uploads.keep(request, form.cleaned_data["paper"], kind=PAPER, about=agreement.ref)
    with refusals_on_top(request):
        actions.keep_paper(agreement=agreement, paper=ids[-1], by=request.actor, at=request.at)
        messages.success(request, _("The signed agreement is kept here."))
    return redirect("portal:funding", unit, number)


@require_GET
@allow("member")
def paper(request: Visit, unit: int, number: int) -> HttpResponse:
    """Give the signed agreement back."""
    acting(request, unit)
    found = uploads.papers([find(request, unit, number).agreement.paper or 0])
    if not found:
        raise Http404
    return HttpResponse(
        documents.content(document=found[0]),
        content_type=found[0].media_type,
        headers={"Content-Disposition": f'attachment; filename="{found[0].name}"'},
    )


@require_POST
@allow("member")
def call(request: Visit, unit: int, number: int, tranche: int) -> HttpResponseBase:
    """Ask the funder for a tranche; the request to print comes next."""
    acting(request, unit, Deed.SPEND)
    standing = find(request, unit, number)
    each = _tranche(standing, tranche)
    try:
        actions.call_tranches(tranches=[each.tranche], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:funding", unit, number)
    messages.success(request, _("Called. Send this request to the funder."))
    return redirect("portal:tranche_request", unit, number, tranche)


@require_GET
@allow("member")
def payment_request(request: Visit, unit: int, number: int, tranche: int) -> HttpResponse:
    """Show the request for payment of a called tranche, to print or to send."""
    own, standing = acting(request, unit), find(request, unit, number)
    each = _tranche(standing, tranche)
    if each.tranche.state != "called":
        raise Http404
    context = {
        "unit": own.unit,
        "agreement": standing.agreement,
        "each": each,
        "house": entity(),
    }
    return render(request, "portal/activities/tranche_request.html", context)


@require_POST
@allow("member")
def cancel(request: Visit, unit: int, number: int, tranche: int) -> HttpResponse:
    """Expect a tranche, or what is not paid of it, no more."""
    each = _tranche(find(request, unit, number), tranche)
    return _do(
        request,
        unit,
        number,
        ReasonForm(request.POST),
        lambda facts: actions.cancel_tranches(
            tranches=[each.tranche], by=request.actor, at=request.at, **facts
        ),
        _("Cancelled: this money is expected no more."),
    )


@require_POST
@allow("member")
def report_sent(request: Visit, unit: int, number: int, report: int) -> HttpResponse:
    """Note that the funder got a report."""
    found = _report(find(request, unit, number), report)
    return _do(
        request,
        unit,
        number,
        SentForm(request.POST),
        lambda facts: actions.mark_report_sent(
            report=found, on=facts["sent_on"], by=request.actor, at=request.at
        ),
        _("Noted: the report is sent."),
    )


@require_POST
@allow("member")
def end(request: Visit, unit: int, number: int) -> HttpResponse:
    """Close an agreement."""
    agreement = find(request, unit, number).agreement
    return _do(
        request,
        unit,
        number,
        EndForm(request.POST),
        lambda facts: actions.end_funding(
            agreement=agreement, by=request.actor, at=request.at, **facts
        ),
        _("The agreement is closed."),
    )


def _do(
    request: Visit, unit: int, number: int, form: forms.Form, deed: Any, said: str
) -> HttpResponse:
    """A refusal stands on top of the page, with what was typed still in its form."""
    own = acting(request, unit, Deed.SPEND)
    if form.is_valid():
        with refusals_beside(form):
            deed(form.cleaned_data)
            messages.success(request, said)
            return redirect("portal:funding", unit, number)
    return page(request, own, find(request, unit, number), refused=form)


def _tranche(standing: FundingStanding, id: int) -> TrancheStanding:
    for each in standing.tranches:
        if each.tranche.pk == id:
            return each
    raise Http404


def _report(standing: FundingStanding, id: int) -> FundingReport:
    for each in standing.reports:
        if each.pk == id:
            return each
    raise Http404
