"""Units that sleep at the desk: since when, what their people were told, and who wakes again."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.queries import Unit
from commonweal.flows.year_end import queries
from commonweal.kernel.clock import ZONE
from commonweal.sites.desk.year_end.forms import ReopenForm
from commonweal.sites.desk.year_end.words import READERS, sections
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside

REOPENERS = {"finance_maker", "adviser"}
LAST_CLOSED = 50


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the units that sleep, and the last that were closed."""
    context = {
        "sections": sections("sleeping"),
        "asleep": queries.sleeping(on=request.at.astimezone(ZONE).date()),
        "closed": activities.closed_units()[:LAST_CLOSED],
        "may_reopen": bool(REOPENERS & request.roles),
    }
    return render(request, "desk/year_end/sleeping.html", context)


@allow(*REOPENERS)
def reopen(request: Visit, unit: int) -> HttpResponse:
    """Open a closed unit again, with the money its settlement took."""
    found = _closed(unit)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_beside(form):
            actions.reopen(unit=unit, reason=reason, by=request.actor, at=request.at)
            messages.success(request, _("“%(name)s” is open again.") % {"name": found.name})
            return redirect("desk:sleeping")
    context = {"unit": found, "form": form, "settled": activities.settled_cents(unit=found)}
    return render(request, "desk/year_end/reopen.html", context, status=422 if form.errors else 200)


def _closed(id: int) -> Unit:
    try:
        return activities.closed_units().get(pk=id)
    except (ObjectDoesNotExist, OverflowError):
        raise Http404(_("There is no such closed unit.")) from None
