"""Requests for activities at the desk: what waits, one request, and the list of trades."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import OpeningRequest
from commonweal.documents import queries as documents
from commonweal.flows.shareholders import actions as shareholders
from commonweal.sites.shell import keyset, uploads
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import refusals_beside

READERS = ("adviser", "legal", "customer_service", "auditor")
OPEN = ("sent", "papers_asked")
FILTERS = {
    "": (gettext_lazy("To decide"), OPEN),
    "accepted": (gettext_lazy("Accepted"), ("accepted",)),
    "refused": (gettext_lazy("Refused or withdrawn"), ("refused", "withdrawn")),
}


class DecisionForm(forms.Form):
    """What the adviser decides; the button says which."""

    remark = forms.CharField(
        label=gettext_lazy("What you say to the member"),
        help_text=gettext_lazy("Needed when you refuse or ask for a paper. It goes by mail."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the requests, those to decide first."""
    state = request.GET.get("state", "")
    chosen = state if state in FILTERS else ""
    found = queries.openings(states=FILTERS[chosen][1])
    tabs = [
        Tab(label, f"?state={name}" if name else "?", current=name == chosen)
        for name, (label, _states) in FILTERS.items()
    ]
    page = keyset.page(request, found)
    for each in page.rows:
        each.trade_words = _words(each)
    context = {"page": page, "tabs": tabs}
    return render(request, "desk/activities/openings.html", context)


@require_GET
@allow(*READERS)
def trades(request: Visit) -> HttpResponse:
    """Show the list of trades of today with their conditions."""
    found = queries.trades(on=request.at.date())
    return render(request, "desk/activities/trades.html", {"trades": found})


@allow(*READERS)
def show(request: Visit, number: int) -> HttpResponse:
    """Show a request; an adviser accepts it, refuses it or asks for a paper."""
    found, form = _opening(number), DecisionForm(request.POST or None)
    may_decide = "adviser" in request.roles
    if request.method == "POST" and may_decide and form.is_valid():
        with refusals_beside(form):
            _decide(request, found, form.cleaned_data["remark"])
            messages.success(request, _("Decided. The member is told by mail."))
            return redirect("desk:opening", number)
    context = {
        "opening": found,
        "trade": queries.find_trade(code=found.trade, on=request.at.date()),
        "papers": uploads.papers(found.papers),
        "form": form,
        "may_decide": may_decide and found.state in OPEN,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/activities/opening.html", context, status=status)


def _decide(request: Visit, opening: OpeningRequest, remark: str) -> None:
    adviser: Any = request.user
    told = {"request": opening, "adviser": adviser, "by": request.actor, "at": request.at}
    decision = request.POST.get("decision", "")
    if decision == "accept":
        shareholders.accept_opening(remark=remark, **told)
    elif decision == "papers":
        activities.ask_papers(remark=remark, **told)
    else:
        activities.refuse_opening(remark=remark, **told)


@require_GET
@allow(*READERS)
def paper(request: Visit, number: int, document: int) -> HttpResponse:
    """Give back a paper of a request."""
    if document not in _opening(number).papers:
        raise Http404
    found = documents.get(id=document)
    return HttpResponse(
        documents.content(document=found),
        content_type=found.media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


def _opening(number: int) -> OpeningRequest:
    try:
        return queries.get_opening(id=number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _words(opening: OpeningRequest) -> str:
    trade = queries.find_trade(code=opening.trade, on=opening.sent_at.date())
    return f"{trade.words}" if trade else opening.trade
