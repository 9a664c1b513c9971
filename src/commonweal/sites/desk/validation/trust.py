"""How far a member decides alone: how it grew, what is proposed, and the form that sets it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import Proposal
from commonweal.kernel.money import show as written
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.sites.desk.portfolio.views import READERS
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.kit import TimelineEntry
from commonweal.sites.shell.refusals import refusals_beside


class TrustForm(forms.Form):
    """Up to which amount, and why."""

    limit = EuroField(
        label=gettext_lazy("Decides alone up to"),
        help_text=gettext_lazy("With zero an adviser looks at everything first."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The next adviser reads it."),
        error_messages={"required": activities.WhyTrusted.message},
    )


@allow(*READERS)
def show(request: Visit, member: int) -> HttpResponse:
    """Show how trust in a member grew; an adviser sets it anew."""
    who, on = _member(member), request.at.date()
    proposal = queries.proposals(members=[member], on=on).get(member)
    form = TrustForm(request.POST or None, initial=_initial(proposal))
    if request.method == "POST" and "adviser" in request.roles and form.is_valid():
        with refusals_beside(form):
            activities.set_trust(
                member=who,
                limit_cents=form.cleaned_data["limit"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
            words = {"name": who.full_name, "limit": written(form.cleaned_data["limit"])}
            messages.success(request, _("%(name)s now decides alone up to %(limit)s euro.") % words)
            return redirect("desk:trust", member)
    context = {
        "member": who,
        "form": form,
        "limit": queries.limit_of(members=[member], on=on)[member],
        "proposal": proposal,
        "entries": _entries(member),
        "may_set": "adviser" in request.roles,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/validation/trust.html", context, status=status)


def _initial(proposal: Proposal | None) -> dict[str, object]:
    """The step that is proposed, with its reason, so that one click grants it."""
    if proposal is None:
        return {}
    if not proposal.is_up:
        return {"limit": proposal.proposed_cents, "reason": " · ".join(proposal.findings)}
    reason = ngettext(
        "%(count)s decision was looked at and in order.",
        "%(count)s decisions were looked at and in order.",
        proposal.clean,
    )
    return {"limit": proposal.proposed_cents, "reason": reason % {"count": proposal.clean}}


def _entries(member: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            _("Alone up to %(limit)s euro") % {"limit": written(each.limit_cents)},
            each.by_name,
            each.at,
            note=each.reason,
        )
        for each in queries.trust_history(member=member)
    ]


def _member(member: int) -> Member:
    try:
        return members.get(id=member)
    except ObjectDoesNotExist:
        raise Http404 from None
