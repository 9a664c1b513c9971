"""Declarations to social security: what waits for a person, and each contract with its messages."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.employment import actions as employment
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract, Declaration
from commonweal.kernel.refusals import Refusal
from commonweal.sites.desk.employment.forms import LateForm, NumberForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.declarations import shown
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import show_refusals

READERS = ("payroll", "adviser", "auditor")
UNDER_WAY = ("queued", "sending", "sent")
WAITING_AT_MOST = 200


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
    try:
        verb(contracts=[found], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
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
    try:
        employment.send_again(declarations=[lost], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:contract", lost.contract_id)


@require_POST
@allow("payroll")
def repeat(request: Visit, declaration: int) -> HttpResponse:
    """Send a refused cancellation or change again."""
    refused = _find_declaration(declaration)
    try:
        employment.repeat(declarations=[refused], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:contract", refused.contract_id)


def _try(request: Visit, contract: int, form: forms.Form, verb: Callable[[], None]) -> HttpResponse:
    """Do it and go back to the contract, or show the form again with all that was typed."""
    if form.is_valid():
        try:
            verb()
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            return redirect("desk:contract", contract)
    return _show(request, contract, form)


def _show(request: Visit, contract: int, form: forms.Form | None = None) -> HttpResponse:
    found = _find(contract)
    rows = [shown(each) for each in found.declarations.all()]
    last = rows[-1].declaration if rows else None
    context = {
        "contract": found,
        "hours": work.hours(contracts=[contract])[contract],
        "rows": rows[::-1],
        "last": last,
        "begun": found.starts_at <= request.at,
        "may_act": not request.roles.isdisjoint({"payroll", "adviser"}),
        "may_decide": "payroll" in request.roles,
        "late_form": form if isinstance(form, LateForm) else LateForm(),
        "number_form": form if isinstance(form, NumberForm) else NumberForm(),
        "back": reverse("desk:declarations"),
    }
    return render(request, "desk/employment/contract.html", context, status=422 if form else 200)


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
