"""What people placed, and what that taught: to undo, to accept, to end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.queries import MatchRule, Settling
from commonweal.sites.desk.matching.forms import BecauseForm
from commonweal.sites.desk.matching.pages import HANDLERS, READERS
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top


@require_GET
@allow(*READERS)
def placed(request: Visit) -> HttpResponse:
    """List what people placed, the latest first."""
    context = {
        "page": keyset.page(request, queries.settlings()),
        "form": BecauseForm(),
        "may_act": _may_act(request),
    }
    return render(request, "desk/matching/placed.html", context)


@require_POST
@allow(*HANDLERS)
def undo(request: Visit, number: int) -> HttpResponse:
    """Take a placing back: the movement waits again."""
    try:
        found = queries.get_settling(id=number)
    except Settling.DoesNotExist:
        raise Http404(_("There is no such placing.")) from None
    because = request.POST.get("because", "")
    with refusals_on_top(request):
        banking.take_back(settling=found, because=because, by=request.actor, at=request.at)
        messages.success(request, _("Taken back: the movement waits again."))
        return redirect(f"{reverse('desk:matching')}?move={found.move_id}")
    return redirect("desk:matching_placed")


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the rules that count, and those that wait for somebody to accept them."""
    context = {"rules": queries.rules(), "form": BecauseForm(), "may_act": _may_act(request)}
    return render(request, "desk/matching/rules.html", context)


@require_POST
@allow(*HANDLERS)
def accept(request: Visit, number: int) -> HttpResponse:
    """Let a rule count: it proposes, and books nothing."""
    with refusals_on_top(request):
        banking.accept_rule(rule=_rule(number), by=request.actor, at=request.at)
    return redirect("desk:matching_rules")


@require_POST
@allow(*HANDLERS)
def end(request: Visit, number: int) -> HttpResponse:
    """Let a rule count no more."""
    because = request.POST.get("because", "")
    with refusals_on_top(request):
        banking.end_rule(rule=_rule(number), because=because, by=request.actor, at=request.at)
    return redirect("desk:matching_rules")


def _rule(number: int) -> MatchRule:
    try:
        return queries.get_rule(id=number)
    except MatchRule.DoesNotExist:
        raise Http404(_("There is no such rule.")) from None


def _may_act(request: Visit) -> bool:
    return not request.roles.isdisjoint(HANDLERS)
