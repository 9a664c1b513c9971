"""Whose number was changed says that it was them, or that it was not."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonweal.access import queries as access
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import PayeeAccount
from commonweal.flows.payday import actions as payday
from commonweal.flows.payday.links import LINK, STOP_LINK
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.sites.shell import sessions
from commonweal.sites.shell.doors import Visit, allow

How = PayeeAccount.How


@never_cache
@allow("anyone")
def account_number(request: Visit, token: str) -> HttpResponse:
    """Show the change by a link; on POST it is confirmed, or stopped."""
    try:
        link = _link(token, request.at)
    except access.LinkExpired as expired:
        return _show(request, _account(expired.link), is_shut=True)
    except Refusal as refusal:
        return render(request, "shell/link_unknown.html", {"refusal": refusal}, status=404)
    account, may_confirm = _account(link), link.purpose == LINK
    if request.method == "POST":
        return _answer(request, account, may_confirm)
    return _show(request, account, may_confirm=may_confirm)


def _link(token: str, at: datetime) -> access.Link:
    """The link that answers, or the one that only stops."""
    try:
        return access.find_link(token=token, purpose=LINK, at=at)
    except access.LinkUnknown:
        return access.find_link(token=token, purpose=STOP_LINK, at=at)


def _account(link: access.Link) -> PayeeAccount:
    return bank.get_payee_account(id=int(link.about.rpartition(":")[2]))


def _answer(request: Visit, account: PayeeAccount, may_confirm: bool) -> HttpResponse:
    """Who opens the mail of the payee answers for the payee."""
    by = Actor(account.payee, account.name)
    try:
        if request.POST.get("answer") == "stop":
            because = _("Stopped by the payee: “this was not me”")
            payday.stop_account(account=account, because=because, by=by, at=request.at)
            messages.success(request, _("Stopped. Nothing is paid on that number."))
        elif may_confirm and not _has_second_factor(account):
            banking.confirm_account(account=account, how=How.LINK, by=by, at=request.at)
            messages.success(request, _("Confirmed. Thank you."))
    except Refusal as refusal:
        return _show(request, account, may_confirm=may_confirm, refusal=refusal)
    return redirect(request.path)


def _has_second_factor(account: PayeeAccount) -> bool:
    """Whether the payee had a better proof than a mailbox before: then that one is asked."""
    if not account.payee.startswith("member:"):
        return False
    user = members.get(id=int(account.payee.removeprefix("member:"))).user
    return sessions.had_second_factor(user, account.entered_at)


def _show(
    request: Visit,
    account: PayeeAccount,
    *,
    may_confirm: bool = False,
    refusal: Refusal | None = None,
    is_shut: bool = False,
) -> HttpResponse:
    context = {
        "account": account,
        "number": members.masked_iban(account.iban),
        "serves": account.confirmed_at is not None and bank.serves_from(account) <= request.at,
        "may_confirm": may_confirm,
        "has_second_factor": _has_second_factor(account),
        "refusal": refusal,
        "is_shut": is_shut,
        "entity": kernel.entity(),
    }
    status = 410 if is_shut else 422 if refusal else 200
    return render(request, "public/payday/account_number.html", context, status=status)
