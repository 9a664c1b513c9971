"""Account numbers that wait: who entered them, what they wait for, and a colleague's word."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import PayeeAccount
from commonweal.flows.payday import actions as payday
from commonweal.flows.payday import queries
from commonweal.members.queries import masked_iban
from commonweal.sites.desk.payday.account_forms import ConfirmForm, StopForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top
from commonweal.sites.shell.templatetags.house import iban

READERS = (
    "finance_maker", "finance_checker", "payroll", "adviser", "administrator", "auditor",
)  # fmt: skip
CONFIRMERS = ("finance_maker", "finance_checker", "payroll", "adviser", "administrator")


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the numbers that wait, and the bills whose number nobody asked about yet."""
    unnoted = queries.unnoted(at=request.at)
    strangers = [due for due in unnoted if due.looks_like]
    others = [due for due in unnoted if not due.looks_like]
    context = {
        "lists": [
            (_("To confirm"), numbered(bank.unconfirmed_accounts())),
            (_("Confirmed, and too new yet"), numbered(bank.too_new_accounts(at=request.at))),
        ],
        "bills": [
            (_("Bills with another number than the last one paid"), others),
            (_("New suppliers who look like one we know"), strangers),
        ],
        "may_confirm": not request.roles.isdisjoint(CONFIRMERS),
    }
    return render(request, "desk/payday/accounts.html", context)


@require_POST
@allow(*CONFIRMERS)
def ask(request: Visit) -> HttpResponse:
    """Let the number of a bill begin to wait."""
    item = request.POST.get("item", "")
    with refusals_on_top(request):
        noted = payday.note_number(item=item, by=request.actor, at=request.at)
        return redirect("desk:payee_account", noted.pk)
    return redirect("desk:payee_accounts")


@allow(*READERS)
def show(request: Visit, account: int) -> HttpResponse:
    """Show one number with all others of its payee; confirm it or stop it."""
    return _page(request, _account(account))


@require_POST
@allow(*CONFIRMERS)
def confirm(request: Visit, account: int) -> HttpResponse:
    """Confirm a number as a colleague who asked."""
    found, form = _account(account), ConfirmForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            banking.confirm_account(
                account=found,
                how=PayeeAccount.How.DESK,
                because=form.cleaned_data["because"],
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("Confirmed: it serves once its waiting time is over."))
            return redirect("desk:payee_account", account)
    return _page(request, found, confirming=form)


@require_POST
@allow(*CONFIRMERS)
def stop(request: Visit, account: int) -> HttpResponse:
    """Stop a number: nothing is paid on it again."""
    found, form = _account(account), StopForm(request.POST, auto_id="id_stop_%s")
    if form.is_valid():
        with refusals_beside(form):
            payday.stop_account(
                account=found,
                because=form.cleaned_data["because"],
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("Stopped. Nothing is paid on that number."))
            return redirect("desk:payee_account", account)
    return _page(request, found, stopping=form)


def numbers(known: bank.History, at: datetime) -> dict[str, Any]:
    """Return what the table of all numbers of a payee shows, the newest first."""
    return {
        "rows": numbered(known.rows[::-1]),
        "serving": known.serving(at),
        "held": known.held(at),
    }


def numbered(rows: Iterable[PayeeAccount]) -> list[tuple[PayeeAccount, str]]:
    """Return numbers as they may be shown: those of members are protected data."""
    return [(row, _shown(row)) for row in rows]


def _shown(row: PayeeAccount) -> str:
    return masked_iban(row.iban) if row.payee.startswith("member:") else iban(row.iban)


def _page(
    request: Visit,
    account: PayeeAccount,
    *,
    confirming: ConfirmForm | None = None,
    stopping: StopForm | None = None,
) -> HttpResponse:
    known = bank.histories(payees=[account.payee])[account.payee]
    serving = known.serving(request.at)
    kind, _colon, number = account.payee.partition(":")
    context = {
        "account": account,
        **numbers(known, request.at),
        "number": _shown(account),
        "now_on": _shown(serving) if serving else "",
        "member": int(number) if kind == "member" else None,
        "confirming": confirming or ConfirmForm(),
        "stopping": stopping or StopForm(auto_id="id_stop_%s"),
        "may_confirm": not request.roles.isdisjoint(CONFIRMERS),
        "own": account.entered_by == request.actor.id,
    }
    bad = (confirming and confirming.errors) or (stopping and stopping.errors)
    return render(request, "desk/payday/account.html", context, status=422 if bad else 200)


def _account(account: int) -> PayeeAccount:
    try:
        return bank.get_payee_account(id=account)
    except ObjectDoesNotExist:
        raise Http404 from None
