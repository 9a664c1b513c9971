"""Declarations to social security: what waits for a person, and each contract with its messages."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.employment import actions as employment
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract, Declaration
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import queries as stories
from commonweal.invoicing import queries as orders
from commonweal.payroll import queries as payroll
from commonweal.sites.desk.employment.forms import CancelForm, EndForm, LateForm, NumberForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.declarations import shown
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top
from commonweal.sites.shell.stories import timeline

READERS = ("payroll", "adviser", "auditor")
UNDER_WAY = ("queued", "sending", "sent")
WAITING_AT_MOST = 200
CANCEL_ID, END_ID = "cancel_%s", "end_%s"  # both ask for a reason, on one page


@allow(*READERS)
def declarations(request: Visit) -> HttpResponse:
    """List what waits for a person first; then what is under way, and what was accepted."""
    chosen, counts = request.GET.get("show", "attention"), work.counts()
    attention = list(work.attention()[:WAITING_AT_MOST])
    page = keyset.Page(rows=attention)
    if chosen == "under-way":
        page = keyset.Page(rows=list(work.declarations(states=UNDER_WAY)[:WAITING_AT_MOST]))
    elif chosen == "accepted":
        page = keyset.page(request, work.answered())
    context = {
        "page": page,
        "rows": [shown(each) for each in page.rows],
        "alarms": list(work.undeclared(at=request.at)),
        "unnamed": work.unnamed(at=request.at),
        "chosen": chosen,
        "tabs": _tabs(chosen, counts, len(attention)),
    }
    return render(request, "desk/employment/declarations.html", context)


def _tabs(chosen: str, counts: dict[str, int], waiting: int) -> list[Tab]:
    def tab(label: str, name: str, count: int) -> Tab:
        return Tab(label, f"?show={name}", current=name == chosen, count=count)

    return [
        tab(_("Waits for you"), "attention", waiting),
        tab(_("Under way"), "under-way", sum(counts.get(state, 0) for state in UNDER_WAY)),
        tab(_("Accepted"), "accepted", counts.get("accepted", 0) + counts.get("warned", 0)),
    ]


@allow(*READERS)
def contract(request: Visit, contract: int) -> HttpResponse:
    """Show one contract: who works when, and every message with its answer."""
    return _show(request, contract)


@require_POST
@allow("payroll", "adviser")
def announce(request: Visit, contract: int) -> HttpResponse:
    """Declare cleared work, or declare again what was refused and is corrected now."""
    found = _find(contract)
    verb = employment.redeclare if found.state == "refused" else employment.declare
    with refusals_on_top(request):
        verb(contracts=[found], by=request.actor, at=request.at)
    return redirect("desk:contract", contract)


@require_POST
@allow("payroll")
def announce_late(request: Visit, contract: int) -> HttpResponse:
    """Declare work that has begun, with the reason."""
    found, form = _find(contract), LateForm(request.POST)

    def declare_late() -> None:
        employment.declare_late(
            contracts=[found], reason=form.cleaned_data["reason"], by=request.actor, at=request.at
        )

    return _try(request, contract, form, declare_late)


@require_POST
@allow("payroll")
def cancel(request: Visit, contract: int) -> HttpResponse:
    """Take one contract back, with the reason; the rest of its job goes on."""
    found, form = _find(contract), CancelForm(request.POST, auto_id=CANCEL_ID)

    def cancel_contract() -> None:
        three_in_one.cancel_contract(
            contract=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at
        )

    return _try(request, contract, form, cancel_contract)


@require_POST
@allow("payroll")
def end_early(request: Visit, contract: int) -> HttpResponse:
    """Say that the work ended before the announced last day, and why."""
    found, form = _find(contract), EndForm(request.POST, auto_id=END_ID)

    def end_contract_early() -> None:
        three_in_one.end_contract_early(
            contract=found,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=request.at,
        )

    return _try(request, contract, form, end_contract_early)


@require_POST
@allow("payroll")
def find(request: Visit, declaration: int) -> HttpResponse:
    """Write down under which number social security knows a lost declaration."""
    lost, form = _find_declaration(declaration), NumberForm(request.POST)

    def record_found() -> None:
        employment.record_found(
            declaration=lost,
            number=form.cleaned_data["number"],
            by=request.actor,
            at=request.at,
        )

    return _try(request, lost.contract_id, form, record_found)


@require_POST
@allow("payroll")
def send_again(request: Visit, declaration: int) -> HttpResponse:
    """Send a lost declaration again: this person made sure that it never arrived."""
    lost = _find_declaration(declaration)
    with refusals_on_top(request):
        employment.send_again(declarations=[lost], by=request.actor, at=request.at)
    return redirect("desk:contract", lost.contract_id)


@require_POST
@allow("payroll")
def repeat(request: Visit, declaration: int) -> HttpResponse:
    """Send a refused cancellation or change again."""
    refused = _find_declaration(declaration)
    with refusals_on_top(request):
        employment.repeat(declarations=[refused], by=request.actor, at=request.at)
    return redirect("desk:contract", refused.contract_id)


def _try(request: Visit, contract: int, form: forms.Form, verb: Callable[[], None]) -> HttpResponse:
    """Do it and go back to the contract, or show the form again with all that was typed."""
    if form.is_valid():
        with refusals_beside(form):
            verb()
            return redirect("desk:contract", contract)
    return _show(request, contract, form)


def _show(request: Visit, contract: int, form: forms.Form | None = None) -> HttpResponse:
    found = _find(contract)
    rows = [shown(each) for each in found.declarations.all()]
    last = rows[-1].declaration if rows else None
    hours = work.hours(contracts=[contract])[contract]
    context = {
        "contract": found,
        "hours": hours,
        "rows": rows[::-1],
        "last": last,
        "begun": found.starts_at <= request.at,
        "may_act": not request.roles.isdisjoint({"payroll", "adviser"}),
        "may_decide": "payroll" in request.roles,
        "late_form": form if isinstance(form, LateForm) else LateForm(),
        "number_form": form if isinstance(form, NumberForm) else NumberForm(),
        "back": reverse("desk:declarations"),
        **_acts(found, form, hours, request),
    }
    return render(request, "desk/employment/contract.html", context, status=422 if form else 200)


def _acts(
    found: Contract, form: forms.Form | None, hours: work.Hours, request: Visit
) -> dict[str, Any]:
    """What can be done with the contract itself, and what was done; the room has the last word."""
    job = orders.orders_of_assignments(assignments=[found.assignment_id])
    begun = found.starts_at <= request.at
    cancels, ends = isinstance(form, CancelForm), isinstance(form, EndForm)
    return {
        "order": job.get(found.assignment_id),
        "falls": stories.falls_with(contract=found),
        "decisions": timeline(stories.decisions(contracts=[found])),
        "slip": payroll.of_contracts(contracts=[found.pk]).get(found.pk),
        "may_read_pay": not request.roles.isdisjoint({"payroll", "auditor"}),
        "may_cancel": cancels or found.state not in ("worked", "cancelled"),
        "may_end": ends or (found.state == "declared" and begun and hours.days > 1),
        "cancel_form": form if cancels else CancelForm(auto_id=CANCEL_ID),
        "end_form": form if ends else EndForm(auto_id=END_ID),
    }


def _find(contract: int) -> Contract:
    try:
        return work.get_contract(contract=contract)
    except Contract.DoesNotExist:
        raise Http404 from None


def _find_declaration(declaration: int) -> Declaration:
    try:
        return work.get_declaration(declaration=declaration)
    except Declaration.DoesNotExist:
        raise Http404 from None
