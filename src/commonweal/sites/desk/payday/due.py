"""What is to be paid, day by day: one person builds batches of it, and the bank's word comes in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.flows.payday import actions
from commonweal.flows.payday import queries as payday
from commonweal.flows.payday.queries import Due, PayDay
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.ledger import queries as books
from commonweal.sites.desk.banking.views import FINANCE, READERS
from commonweal.sites.desk.payday.file_forms import StatusForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow

AHEAD = timedelta(days=14)
# So many of a day are drawn; the rest of it is one line, chosen or left as a whole.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A day as the page draws it."""

    payday: PayDay
    shown: Sequence[Due]
    rest: int
    rest_cents: int
    rest_is_chosen: bool
    is_short: bool


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show what falls due by day of execution, all chosen, and what became of earlier batches."""
    due = _due(request)
    return _index(request, due, {one.item for one in due}, [])


@allow(*READERS)
def front(request: Visit) -> HttpResponse:
    """Lead who types the short address to the payments."""
    return redirect("desk:payments")


@require_POST
@allow("finance_maker")
def build(request: Visit) -> HttpResponse:
    """Put the chosen payments together: a batch for each day and kind."""
    due = _due(request)
    chosen = set(_chosen(request, due))
    try:
        batches = actions.prepare(
            until=_until(request), items=chosen, dues=due, by=request.actor, at=request.at
        )
    except Refusal as refusal:
        return _index(request, due, chosen, each_of(refusal))
    if len(batches) == 1:
        return redirect("desk:batch", batches[0].pk)
    told = ngettext("%(count)s batch is built.", "%(count)s batches are built.", len(batches))
    messages.success(request, told % {"count": len(batches)})
    return redirect("desk:payments")


def _chosen(request: Visit, due: Sequence[Due]) -> Iterator[str]:
    """What was ticked; and of a long day what was not drawn, when its last line was."""
    yield from request.POST.getlist("item")
    whole = set(request.POST.getlist("rest"))
    for day in payday.days(dues=due, cents=0):
        if day.day.isoformat() in whole:
            yield from (one.item for one in day.dues[SHOWN:])


@require_POST
@allow(*FINANCE)
def take_status(request: Visit) -> HttpResponse:
    """Take in what the bank says of our files; each report has its line."""
    form = StatusForm(request.POST, request.FILES)
    if not form.is_valid():
        due = _due(request)
        return _index(request, due, {one.item for one in due}, [], form)
    verdicts = banking.take_status(
        files=form.cleaned_data["reports"], by=request.actor, at=request.at
    )
    return render(request, "desk/payday/statuses.html", {"verdicts": verdicts})


def _until(request: Visit) -> date:
    return request.at.date() + AHEAD


def _due(request: Visit) -> list[Due]:
    return payday.due(until=_until(request), at=request.at)


def _index(
    request: Visit,
    due: Sequence[Due],
    chosen: Collection[str],
    refusals: Sequence[Refusal],
    form: StatusForm | None = None,
) -> HttpResponse:
    cents = _on_the_account()
    ready = [one for one in due if not one.held]
    days = list(_drawn(payday.days(dues=due, cents=cents), chosen))
    page = keyset.page(request, queries.batches())
    context = {
        "due": ready,
        "days": days,
        "held": [one for one in due if one.held],
        "chosen": chosen,
        "late": sum(one.due_on < request.at.date() or one.is_late for one in due),
        "due_cents": sum(one.cents for one in ready),
        "balance_cents": cents,
        "left_cents": days[-1].payday.left_cents if days else cents,
        "refusals": refusals,
        "form": form or StatusForm(),
        "unknown": queries.gone_astray(),
        "page": page,
        "batches": [(batch, _outcome(batch)) for batch in page.rows],
        "may_build": "finance_maker" in request.roles,
        "may_act": not request.roles.isdisjoint(FINANCE),
        "today": request.at.date(),
    }
    is_wrong = refusals or (form and form.errors)
    return render(request, "desk/payday/payments.html", context, status=422 if is_wrong else 200)


def _outcome(batch: Any) -> str:
    """What became of its payments, when it is not the same for all; `batch` comes counted."""
    refused, unpaid = batch.refused_count, batch.unpaid_count
    if batch.state == batch.State.REJECTED or not unpaid:
        return ""
    told = []
    if batch.state == batch.State.EXECUTED:
        paid = batch.count - unpaid
        told.append(_("%(paid)s of %(count)s executed") % {"paid": paid, "count": batch.count})
    if refused:
        told.append(_("%(number)s refused") % {"number": refused})
    if unpaid > refused:
        told.append(_("%(number)s came back") % {"number": unpaid - refused})
    return ", ".join(told)


def _on_the_account() -> int:
    """What is on the account that pays, less what is under way."""
    account = queries.find_main_account()
    if account is None:
        return 0
    under_way_cents = books.account_balance(account=queries.ORDERS, entity=account.entity)
    return queries.booked_cents(account=account) + under_way_cents


def _drawn(days: Sequence[PayDay], chosen: Collection[str]) -> Iterator[DrawnDay]:
    for day in days:
        rest = day.dues[SHOWN:]
        yield DrawnDay(
            payday=day,
            shown=day.dues[:SHOWN],
            rest=len(rest),
            rest_cents=sum(one.cents for one in rest),
            rest_is_chosen=all(one.item in chosen for one in rest),
            is_short=day.left_cents < 0,
        )
