"""What waits for an adviser before it goes on, and the sample that is looked at afterwards."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import Validation
from commonweal.flows.validation import actions as flow
from commonweal.sites.desk.portfolio.links import page_of
from commonweal.sites.desk.portfolio.views import READERS
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import refusals_beside

SHOWN = 100
TABS = {
    "": gettext_lazy("To decide"),
    "sample": gettext_lazy("To look at"),
    "settled": pgettext_lazy("decisions", "Settled"),
}


class FindingForm(forms.Form):
    """What an adviser found; the button says what is decided."""

    finding = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy(
            "Needed to refuse: the member reads it. Leave it empty when all is in order."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List what waits, what is to be looked at, or what was settled."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in TABS else ""
    waiting, sampled = queries.waiting(), queries.sampled()
    counts = {"": waiting.count(), "sample": sampled.count()}
    settled = queries.settled_validations()
    found = {"": waiting, "sample": sampled, "settled": settled}[chosen][:SHOWN]
    tabs = [
        Tab(label, f"?show={name}" if name else "?", name == chosen, counts.get(name))
        for name, label in TABS.items()
    ]
    rows = list(found)
    context = {"found": rows, "tabs": tabs, "chosen": chosen, "full": len(rows) == SHOWN}
    return render(request, "desk/validation/index.html", context)


@allow(*READERS)
def show(request: Visit, number: int) -> HttpResponse:
    """Show one decision; an adviser approves or refuses it, or notes what was found."""
    found, form = _validation(number), FindingForm(request.POST or None)
    if request.method == "POST" and "adviser" in request.roles and form.is_valid():
        with refusals_beside(form):
            done = _settle(request, found, form.cleaned_data["finding"])
            messages.success(request, done)
            return redirect("desk:validations")
    return _page(request, found, form)


def _settle(request: Visit, found: Validation, finding: str) -> str:
    by, at, decision = request.actor, request.at, request.POST.get("decision")
    if found.state == Validation.State.FREE:
        activities.control(validation=found, finding=finding, by=by, at=at)
        return _("Noted. Thank you for looking.")
    approved = decision == "approve"
    flow.decide(validation=found, approved=approved, finding=finding, by=by, at=at)
    return _("Approved: it goes on.") if approved else _("Refused: the member reads why.")


def _page(request: Visit, found: Validation, form: FindingForm) -> HttpResponse:
    origin = found.origin.partition(activities.AGAIN)[0]
    limit = queries.limit_of(members=[found.member_id], on=request.at.date())[found.member_id]
    is_own = f"user:{found.member.user_id}" == request.actor.id
    context: dict[str, Any] = {
        "each": found,
        "form": form,
        "limit": limit,
        "href": page_of(origin, roles=request.roles),
        "is_waiting": found.state == Validation.State.WAITING,
        "to_look_at": found.sampled and found.decided_at is None,
        "is_own": is_own,
        "may_decide": "adviser" in request.roles and not is_own,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/validation/show.html", context, status=status)


def _validation(number: int) -> Validation:
    try:
        return queries.get_validation(id=number)
    except ObjectDoesNotExist:
        raise Http404 from None
