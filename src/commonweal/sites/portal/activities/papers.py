"""The monthly statements of a budget on paper."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.documents import queries as documents
from commonweal.documents.queries import Document
from commonweal.flows.statements import actions
from commonweal.flows.statements import queries as statements
from commonweal.flows.statements.queries import Span
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.shell.doors import Visit, allow


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which the budget moved, and its paper once there is one."""

    first: date
    change_cents: int
    closing_cents: int
    paper: Document | None

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"


@allow("member")
def papers(request: Visit, unit: int) -> HttpResponse:
    """List the months that are over and in which something moved, with their papers."""
    own = acting(request, unit)
    book, made = statements.book(unit=unit), statements.papers_of(unit=unit)
    this_month = month_of(request.at.astimezone(ZONE).date())
    months = []
    for first in book.months:
        if first < this_month:
            fall = book.waterfall(Span.month(first))
            paper = made.get(f"{first:%Y-%m}")
            months.append(Month(first, fall.change, fall.closing, paper))
    context = {"unit": own.unit, "sections": sections(own, "budget_papers"), "months": months}
    return render(request, "portal/activities/papers.html", context)


@allow("member")
def paper(request: Visit, unit: int, month: str) -> HttpResponse:
    """Give the newest statement of a month as PDF."""
    acting(request, unit)
    found = statements.papers_of(unit=unit).get(month)
    if found is None:
        raise Http404
    return HttpResponse(
        documents.content(document=found),
        content_type=found.media_type,
        headers={"Content-Disposition": f'inline; filename="{found.name}"'},
    )


@require_POST
@allow("member")
def make(request: Visit, unit: int, month: str) -> HttpResponse:
    """Make the statement of a month that is over, without waiting for the night."""
    acting(request, unit)
    span = Span.of(month)
    if span != Span.month(span.start):
        raise Http404
    try:
        made = actions.draw(units=[unit], month=span.start, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, f"{refusal}")
        return redirect("portal:budget_papers", unit)
    messages.success(
        request,
        _("The statement is ready.") if made else _("The statement you have holds every line."),
    )
    return redirect("portal:budget_papers", unit)
