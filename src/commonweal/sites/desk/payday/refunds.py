"""Money that goes back to who paid it: what is held, what is on its way, and the one form."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import Refund
from commonweal.flows.payday import queries as payday
from commonweal.flows.payday.queries import Credit
from commonweal.kernel import identifiers, money
from commonweal.sites.desk.banking.views import FINANCE, READERS
from commonweal.sites.desk.payday.refund_forms import RefundForm, UndoForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside

SOURCES = (bank.SUSPENSE, bank.CLAIMS, bank.OWED_BACK)
STATES = {
    "owed": (gettext_lazy("to be paid"), "warn"),
    "under_way": (gettext_lazy("in a batch"), "info"),
    "paid": (gettext_lazy("paid back"), "good"),
    "undone": (gettext_lazy("taken back"), ""),
}


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List what is held of clients, and what goes back or went."""
    return _index(request, UndoForm())


@allow(*FINANCE)
def new(request: Visit) -> HttpResponse:
    """Say why some money goes back; on POST it is owed to who paid it."""
    credit = _credit(request)
    options: dict[str, Any] = {"knows_number": _knows_number(credit)}
    initial = {"cents": money.show(credit.cents), "name": credit.name}
    form = RefundForm(request.POST or None, initial=initial, **options)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            refund = banking.refund(
                account=credit.account, item=credit.item, **form.cleaned_data,
                by=request.actor, at=request.at,
            )  # fmt: skip
            return _done(request, refund)
    context = {"credit": credit, "form": form, "knows_number": options["knows_number"]}
    status = 422 if form.errors else 200
    return render(request, "desk/payday/refund.html", context, status=status)


@require_POST
@allow(*FINANCE)
def undo(request: Visit, number: int) -> HttpResponse:
    """Do not give it back after all."""
    try:
        found = bank.get_refund(id=number)
    except Refund.DoesNotExist:
        raise Http404(_("There is no such refund.")) from None
    form = UndoForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            banking.take_back_refund(
                refund=found, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("It does not go back: the money is where it was."))
            return redirect("desk:refunds")
    return _index(request, form)


def _index(request: Visit, form: UndoForm) -> HttpResponse:
    page = keyset.page(request, bank.refunds())
    states = bank.refund_states(refunds=page.rows)
    context = {
        "credits": payday.credits(),
        "page": page,
        "rows": [(row, states[row.pk], *STATES[states[row.pk]]) for row in page.rows],
        "form": form,
        "may_act": not request.roles.isdisjoint(FINANCE),
    }
    return render(request, "desk/payday/refunds.html", context, status=422 if form.errors else 200)


def _done(request: Visit, refund: Refund) -> HttpResponse:
    words = {"name": refund.name, "amount": money.show(refund.cents)}
    if refund.is_elsewhere:
        told = _("€ %(amount)s goes back to %(name)s once the account number is confirmed.")
        messages.warning(request, told % words)
    else:
        told = _("€ %(amount)s goes back to %(name)s with the next batch.")
        messages.success(request, told % words)
    to = "desk:matching" if refund.account == bank.SUSPENSE else "desk:refunds"
    return redirect(reverse(to))


def _credit(request: Visit) -> Credit:
    account, item = request.GET.get("account", ""), request.GET.get("item", "")
    is_one = account in SOURCES and "\0" not in item  # no address makes the database stumble
    found = payday.find_credit(account=account, item=item) if is_one else None
    if found is None:
        raise Http404(_("There is no money here that can go back."))
    return found


def _knows_number(credit: Credit) -> bool:
    try:
        return bool(credit.held.move and identifiers.iban(credit.held.move.counterparty_account))
    except identifiers.WrongIban:
        return False
