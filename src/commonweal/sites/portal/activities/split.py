"""Dividing a collective budget: what each would get first, then the deed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, Mandate
from commonweal.flows.shareholders import actions as shareholders
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.refusals import show_refusals
from commonweal.sites.shell.templatetags.house import euro


class AmountForm(forms.Form):
    """How much of the budget to divide."""

    amount = EuroField(
        label=gettext_lazy("Amount to divide"),
        help_text=gettext_lazy("You see what each gets before anything happens."),
    )


@allow("member")
def split(request: Visit, unit: int) -> HttpResponse:
    """Show who would get what of an amount; on POST divide it."""
    own = acting(request, unit, Deed.RULE)
    asked = request.POST if request.method == "POST" else request.GET
    form, key = AmountForm(asked or None), asked.get("key", "")[:64] or uuid4().hex
    divide = shareholders.split_budget
    deed = divide if request.method == "POST" else divide.dry_run
    fits = form.is_valid() and _fits(request, own, form, f"{own.pk}:{key}", deed)
    if request.method == "POST" and fits:
        words = {"amount": euro(form.cleaned_data["amount"])}
        messages.success(request, _("%(amount)s is divided.") % words)
        return redirect("portal:people", unit)
    context = {
        "unit": own.unit,
        "sections": sections(own, "people"),
        "form": form,
        "key": key,
        "fits": fits,
        "spendable_cents": activities.spendable(units=[unit], on=request.at.date())[unit],
        **_preview(own, form),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/activities/split.html", context, status=status)


def _fits(request: Visit, own: Mandate, form: AmountForm, key: str, deed: Any) -> bool:
    """Do it, or try it: what is refused is said beside the amount, before anybody confirms."""
    cents = form.cleaned_data["amount"]
    try:
        deed(unit=own.unit, cents=cents, key=key, by=request.actor, at=request.at)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return False
    return True


def _preview(own: Mandate, form: AmountForm) -> dict[str, Any]:
    cents = form.cleaned_data.get("amount") if form.is_bound else None
    portions = activities.portions(unit=own.unit_id, cents=cents) if cents and cents > 0 else []
    return {
        "cents": cents,
        "portions": portions,
        "total_weight": sum(portion.weight for portion in portions),
    }
