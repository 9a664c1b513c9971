"""Giving budget to another, with the consent of who receives it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, Mandate, Transfer
from commonweal.flows.shareholders import actions as shareholders
from commonweal.flows.validation import actions as validation
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.sites.portal.activities import _deals
from commonweal.sites.portal.activities.between import TONES
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.refusals import refusals_beside
from commonweal.sites.shell.templatetags.house import day

State = Transfer.State


class TransferForm(_deals.OtherForm):
    """Whom, how much and what for."""

    amount = EuroField(label=gettext_lazy("Amount"), least_cents=1)
    text = forms.CharField(
        label=gettext_lazy("What for?"),
        max_length=200,
        help_text=gettext_lazy("Both sides read it in their statements."),
    )


@allow("member")
def new(request: Visit, unit: int) -> HttpResponse:
    """Show the form; propose the transfer when it is complete and nothing stands in the way."""
    own = acting(request, unit, Deed.SPEND)
    data = request.POST if request.method == "POST" else _deals.blank(request)
    form = TransferForm(data, request=request, unit=unit)
    if request.method != "POST" or "look" in data:
        form.hush()
        return _form_page(request, own, form)
    if form.is_valid():
        with refusals_beside(form):
            made = _propose(request, unit, form.cleaned_data)
            words = {"name": form.found[made.receiver_id]}
            said = (
                _("An adviser looks at it first; then “%(name)s” is asked.")
                if made.state == State.CHECKING
                else _("“%(name)s” is asked. The budget is kept aside until there is an answer.")
            )
            messages.success(request, said % words)
            return redirect("portal:transfer", unit, made.pk)
    return _form_page(request, own, form, status=422)


def _propose(request: Visit, unit: int, facts: dict[str, Any]) -> Transfer:
    wish = actions.NewTransfer(
        unit, facts["receiver"], facts["amount"], facts["text"], _deals.key_of(request)
    )
    return validation.propose_transfer(transfer=wish, by=request.actor, at=request.at)


def _form_page(request: Visit, own: Mandate, form: TransferForm, status: int = 200) -> HttpResponse:
    context = {"unit": own.unit, "form": form} | _after(request, own.unit_id, form)
    return render(request, "portal/activities/transfer_new.html", context, status=status)


@require_POST
@allow("member")
def after(request: Visit, unit: int) -> HttpResponse:
    """Answer while somebody types: what can be spent now and after it."""
    acting(request, unit, Deed.SPEND)
    form = TransferForm(request.POST, request=request, unit=unit)
    return render(request, "portal/activities/_after.html", _after(request, unit, form))


def _after(request: Visit, unit: int, form: TransferForm) -> dict[str, Any]:
    now = activities.states(unit=unit, on=request.at.date()).spendable
    try:
        cents = form.fields["amount"].clean(form["amount"].value())
    except forms.ValidationError:
        return {"now": now, "after": None}
    return {"now": now, "after": now - cents}


@require_GET
@allow("member")
def show(request: Visit, unit: int, number: int) -> HttpResponse:
    """Show one transfer: who, how much, what happened and what can be done now."""
    own = acting(request, unit)
    return _page(request, own, _transfer(unit, number), _deals.ReasonForm())


@require_POST
@allow("member")
def accept(request: Visit, unit: int, number: int) -> HttpResponse:
    """Consent for the receiver."""
    own, transfer = _answering(request, unit, number)
    try:
        shareholders.accept_transfers(
            transfers=[transfer], member=own.member, by=request.actor, at=request.at
        )
    except Refusal as refusal:
        return _refused(request, own, transfer, refusal)
    messages.success(request, _("Accepted: the budget is yours now."))
    return redirect("portal:transfer", unit, number)


@require_POST
@allow("member")
def refuse(request: Visit, unit: int, number: int) -> HttpResponse:
    """Refuse for the receiver, with the reason."""
    own, transfer = _answering(request, unit, number)
    form = _deals.ReasonForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            actions.refuse_transfer(
                transfer=transfer, by=request.actor, at=request.at, **form.cleaned_data
            )
            messages.success(request, _("Refused: the other side reads why."))
            return redirect("portal:transfer", unit, number)
    return _page(request, own, transfer, form, status=422)


@require_POST
@allow("member")
def withdraw(request: Visit, unit: int, number: int) -> HttpResponse:
    """Take it back for the giver."""
    own = acting(request, unit, Deed.SPEND)
    transfer = _transfer(unit, number)
    if transfer.giver_id != unit:
        raise Http404
    try:
        actions.withdraw_transfer(transfer=transfer, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _refused(request, own, transfer, refusal)
    messages.success(request, _("Taken back: the budget can be spent again."))
    return redirect("portal:transfer", unit, number)


def _transfer(unit: int, number: int) -> Transfer:
    try:
        return activities.get_transfer(unit=unit, id=number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _answering(request: Visit, unit: int, number: int) -> tuple[Mandate, Transfer]:
    """Only who spends for the receiver answers."""
    own = acting(request, unit, Deed.SPEND)
    transfer = _transfer(unit, number)
    if transfer.receiver_id != unit:
        raise Http404
    return own, transfer


def _refused(request: Visit, own: Mandate, transfer: Transfer, refusal: Refusal) -> HttpResponse:
    """Show the page as it stands now, with what stands in the way on top."""
    form = _deals.refused(refusal)
    return _page(request, own, _transfer(own.unit_id, transfer.pk), form, status=422)


def _page(
    request: Visit,
    own: Mandate,
    transfer: Transfer,
    form: _deals.ReasonForm,
    status: int = 200,
) -> HttpResponse:
    unit = own.unit_id
    names = activities.names(units=[transfer.giver_id, transfer.receiver_id])
    entry = _deals.entry_of(ledger.entries_by_key(keys=[transfer.ref]))
    now = activities.states(unit=unit, on=request.at.date()).spendable
    may_spend = activities.may(mandate=own, deed=Deed.SPEND)
    is_late = transfer.state == State.PROPOSED and transfer.expires_on < request.at.date()
    waits = transfer.state == State.PROPOSED and not is_late
    context = {
        "unit": own.unit,
        "transfer": transfer,
        "form": form,
        "giver": names[transfer.giver_id],
        "receiver": names[transfer.receiver_id],
        "tone": TONES.get(transfer.state, "quiet-tone"),
        "entry": entry,
        "waits": waits,
        "is_late": is_late,
        "answers": waits and may_spend and transfer.receiver_id == unit,
        "withdraws": may_spend
        and transfer.giver_id == unit
        and transfer.state in (State.PROPOSED, State.CHECKING),
        "now": now,
        "after": now + transfer.cents,
        "story": _deals.story(transfer.ref, _waiting(transfer, names[transfer.receiver_id])),
    }
    return render(request, "portal/activities/transfer.html", context, status=status)


def _waiting(transfer: Transfer, receiver: str) -> str:
    if transfer.state == State.CHECKING:
        return _("Waits for an adviser")
    if transfer.state == State.PROPOSED:
        words = {"name": receiver, "day": day(transfer.expires_on)}
        return _("Waits for “%(name)s”, until %(day)s") % words
    return ""
