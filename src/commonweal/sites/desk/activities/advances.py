"""The advance on a unit's budget at the desk: what stands, its history, and the adviser's forms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import actions, queries
from commonweal.activities.queries import Unit
from commonweal.kernel.money import show as euro
from commonweal.rules.parameters import figure
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import DayField, EuroField
from commonweal.sites.shell.refusals import refusals_beside

READERS = ("adviser", "finance_maker", "finance_checker", "auditor")


class ExtendForm(forms.Form):
    """Until when, and why."""

    until = DayField(
        label=gettext_lazy("Repaid by"),
        help_text=gettext_lazy("The last day on which the budget may be below zero."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The people of the budget and the auditor read it."),
        max_length=300,
        error_messages={"required": actions.AdvanceReasonMissing.message},
    )


class GrantForm(ExtendForm):
    """How far, until when, and why."""

    amount = EuroField(label=gettext_lazy("Amount"))
    field_order = ("amount", "until", "reason")

    def __init__(self, *args: Any, cap_cents: int, months: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].help_text = _("How far below zero: at most %(cap)s euro.") % {
            "cap": euro(cap_cents)
        }
        self.fields["until"].help_text = _(
            "The last day on which the budget may be below zero, within %(months)s months."
        ) % {"months": months}


class EndForm(forms.Form):
    """Why it ends."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("For example: the tour is paid."),
        max_length=300,
        error_messages={"required": actions.AdvanceReasonMissing.message},
    )


@require_GET
@allow(*READERS)
def show(request: Visit, unit: int) -> HttpResponse:
    """Show the advance of a unit and those before it."""
    return _page(request, _unit(unit))


@require_POST
@allow("adviser")
def grant(request: Visit, unit: int) -> HttpResponse:
    """Let the budget go below zero."""
    found = _unit(unit)
    form = GrantForm(request.POST, **_limits(request))
    return _do(
        request,
        found,
        form,
        lambda facts: actions.grant_advance(
            unit=found,
            cents=facts["amount"],
            until=facts["until"],
            reason=facts["reason"],
            by=request.actor,
            at=request.at,
        ),
        _("The advance is granted. The people of the budget get a letter."),
    )


@require_POST
@allow("adviser")
def extend(request: Visit, unit: int) -> HttpResponse:
    """Give the advance that stands a later day."""
    found, standing = _unit(unit), queries.standing_advance(unit=unit, on=request.at.date())
    if standing is None:
        return _gone(request, unit)
    return _do(
        request,
        found,
        ExtendForm(request.POST),
        lambda facts: actions.extend_advance(
            advance=standing.advance,
            until=facts["until"],
            reason=facts["reason"],
            by=request.actor,
            at=request.at,
        ),
        _("The advance is extended. The people of the budget get a letter."),
    )


@require_POST
@allow("adviser")
def end(request: Visit, unit: int) -> HttpResponse:
    """End the advance that stands, once it is repaid."""
    found, standing = _unit(unit), queries.standing_advance(unit=unit, on=request.at.date())
    if standing is None:
        return _gone(request, unit)
    return _do(
        request,
        found,
        EndForm(request.POST, prefix="end"),
        lambda facts: actions.end_advance(
            advance=standing.advance, reason=facts["reason"], by=request.actor, at=request.at
        ),
        _("The advance has ended."),
    )


def _do(
    request: Visit,
    unit: Unit,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        with refusals_beside(form):
            deed(form.cleaned_data)
            messages.success(request, said)
            return redirect("desk:unit_advance", unit.pk)
    return _page(request, unit, form)


def _gone(request: Visit, unit: int) -> HttpResponse:
    messages.error(request, _("Look again: no advance stands on this budget any more."))
    return redirect("desk:unit_advance", unit)


def _page(request: Visit, unit: Unit, form: forms.Form | None = None) -> HttpResponse:
    """Show everything; `form` is the one that was sent and not accepted."""
    on = request.at.date()
    context = {
        "unit": unit,
        "states": queries.states(unit=unit.pk, on=on),
        "standing": queries.standing_advance(unit=unit.pk, on=on),
        "history": queries.advances_of(unit=unit.pk),
        "may_act": "adviser" in request.roles,
        "grant": form if isinstance(form, GrantForm) else GrantForm(**_limits(request)),
        "extend": form if type(form) is ExtendForm else ExtendForm(),
        "end": form if isinstance(form, EndForm) else EndForm(prefix="end"),
    }
    status = 422 if form else 200
    return render(request, "desk/activities/advance.html", context, status=status)


def _limits(request: Visit) -> dict[str, int]:
    on = request.at.date()
    return {
        "cap_cents": figure("advance.cap", on).value,
        "months": figure("advance.months", on).value,
    }


def _unit(id: int) -> Unit:
    try:
        return queries.get(id=id)
    except ObjectDoesNotExist:
        raise Http404 from None
