"""Where my wage goes: the number that serves, the one that waits, and what it waits for."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import History, PayeeAccount
from commonweal.flows.payday import actions as payday
from commonweal.members.queries import known_email, masked_email
from commonweal.sites.portal.members.forms import AccountForm
from commonweal.sites.portal.members.views import own_member
from commonweal.sites.shell import kit, sessions
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside
from commonweal.sites.shell.templatetags.house import moment

HOW = PayeeAccount.How


@reauthentication_required
@allow("member")
def account(request: Visit) -> HttpResponse:
    """Change the account wages go to, after signing in afresh; say what a change waits for."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            noted = payday.change_account(
                member=own_member(request),
                iban=form.cleaned_data["iban"],
                by=request.actor,
                at=request.at,
            )
            return _changed(request, noted)
    status = 422 if form.errors else 200
    return render(request, "portal/members/account.html", _context(request, form), status=status)


def _changed(request: Visit, noted: PayeeAccount) -> HttpResponse:
    if noted.confirmed_at and noted.usable_at <= request.at:
        messages.success(request, _("Your wages are paid on this number."))
        return redirect("portal:details")
    if sessions.had_second_factor(request.user, noted.entered_at) and not noted.confirmed_at:
        return redirect("portal:bank_account_confirm")
    return redirect("portal:bank_account")


@reauthentication_required
@allow("member")
def confirm(request: Visit) -> HttpResponse:
    """Confirm the number that waits, after a second factor that was used just now."""
    waits = next((row for row in _known(request).waiting(request.at) if not row.confirmed_at), None)
    if waits is None:
        return redirect("portal:bank_account")
    asks = sessions.second_factor_page(request, reverse("portal:bank_account_confirm"))
    if not asks or not sessions.had_second_factor(request.user, waits.entered_at):
        messages.error(request, _("Open the link in our letter: you have no second factor yet."))
        return redirect("portal:bank_account")
    if not sessions.has_fresh_second_factor(request, before=waits.entered_at):
        return redirect(asks)
    if request.method != "POST":
        return render(request, "portal/members/account_confirm.html", {"waits": waits})
    banking.confirm_account(account=waits, how=HOW.SECOND_FACTOR, by=request.actor, at=request.at)
    text = _("Confirmed. Your wages are paid on this number from %(moment)s on.")
    messages.success(request, text % {"moment": moment(max(waits.usable_at, request.at))})
    return redirect("portal:bank_account")


@require_POST
@reauthentication_required
@allow("member")
def send_link(request: Visit) -> HttpResponse:
    """Write the letter with the link again, to the address that is known."""
    for waits in _known(request).waiting(request.at):
        payday.send_account_link(account=waits, by=request.actor, at=request.at)
        messages.success(request, _("A fresh link is on its way. The old one stays shut."))
    return redirect("portal:bank_account")


@require_POST
@reauthentication_required
@allow("member")
def keep(request: Visit) -> HttpResponse:
    """Take a change back: the number that serves goes on, and wages wait no more."""
    for waits in _known(request).waiting(request.at):
        because = _("Taken back by the member")
        payday.stop_account(account=waits, because=because, by=request.actor, at=request.at)
        messages.success(request, _("Nothing changes: the number you had goes on."))
    return redirect("portal:bank_account")


def _known(request: Visit) -> History:
    ref = own_member(request).ref
    return bank.histories(payees=[ref])[ref]


def _context(request: Visit, form: AccountForm) -> dict[str, Any]:
    member, known = own_member(request), _known(request)
    waits = next(iter(known.waiting(request.at)), None)
    return {
        "form": form,
        "member": member,
        "serving": known.serving(request.at),
        "waits": waits,
        "held": known.held(request.at, member.iban),
        "steps": _steps(waits) if waits else [],
        "address": masked_email(known_email(member=member, at=request.at)),
        "has_second_factor": waits is not None
        and sessions.had_second_factor(request.user, waits.entered_at),
    }


def _steps(waits: PayeeAccount) -> list[kit.Step]:
    """Entered, confirmed, serving: confirmation and time may come in either order."""
    return [
        kit.Step(_("Entered"), "done", moment(waits.entered_at)),
        kit.Step(_("Confirmation"), "done" if waits.confirmed_at else "now"),
        kit.Step(
            _("It serves"),
            "now" if waits.confirmed_at else "next",
            _("from %(moment)s on") % {"moment": moment(waits.usable_at)},
        ),
    ]
