"""Clients that failed: the list, the way to mark one, and what came of it."""

from collections.abc import Collection
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import queries as bank
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.documents import queries as documents
from commonweal.flows.insolvency import actions as insolvency
from commonweal.flows.insolvency import queries as failing
from commonweal.flows.insolvency.queries import WrittenOff
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries
from commonweal.guarantee.queries import Bankruptcy
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.reporting import queries as reporting
from commonweal.sites.desk.guarantee._money import READERS, sections
from commonweal.sites.desk.guarantee.bankruptcy_forms import (
    CloseForm,
    DividendForm,
    JudgmentForm,
    amount,
)
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import TimelineEntry, steps
from commonweal.sites.shell.refusals import show_refusals
from commonweal.sites.shell.templatetags.house import day

WRITERS = ("finance_maker", "finance_checker")
FOUND, LONGEST_NUMBER, YEARS = 20, 9, 3


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the clients that failed, what the fund holds, and what it lost year by year."""
    today = request.at.date()
    page = keyset.page(request, queries.bankruptcies())
    context = {
        "sections": sections("guarantee_bankruptcies"),
        "page": page,
        "rows": queries.failed(bankruptcies=page.rows),
        "fund": queries.fund(on=today),
        "years": [
            reporting.losses_of_the_guarantee(year=today.year - back) for back in range(YEARS)
        ],
        "may_write": not request.roles.isdisjoint(WRITERS),
    }
    return render(request, "desk/guarantee/bankruptcies.html", context)


@allow(*WRITERS)
def new(request: Visit) -> HttpResponse:
    """Choose a client, tell the judgment, look at what would happen, and confirm."""
    client = _chosen(request.GET.get("client", ""))
    if client is None:
        return _choose(request)
    if known := queries.find_bankruptcy(client=client):
        return redirect("desk:guarantee_bankruptcy", known.pk)
    if request.method != "POST":
        form = JudgmentForm(initial={"on": request.at.date(), "language": client.language})
        return _told(request, client, form, None)
    form = JudgmentForm(request.POST)
    if not form.is_valid():
        return _told(request, client, form, None)
    try:
        if "confirm" in request.POST:
            return _marked(request, client, form)
        found = failing.preview(failure=form.failure(client), by=request.actor, at=request.at)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return _told(request, client, form, None)
    return _told(request, client, form, found)


def _marked(request: Visit, client: Client, form: JudgmentForm) -> HttpResponse:
    found = insolvency.mark_bankrupt(failure=form.failure(client), by=request.actor, at=request.at)
    messages.success(request, _("Written off, claimed, and told to everyone concerned."))
    return redirect("desk:guarantee_bankruptcy", found.bankruptcy.pk)


def _choose(request: Visit) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = list(clients.search(text=text)[:FOUND]) if text else []
    context = {"stations": _stations(0), "text": text, "found": found, "full": len(found) == FOUND}
    return render(request, "desk/guarantee/bankruptcy_choose.html", context)


def _told(
    request: Visit, client: Client, form: JudgmentForm, found: WrittenOff | None
) -> HttpResponse:
    context = {
        "stations": _stations(2 if found else 1),
        "client": client,
        "form": form,
        "found": found,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/guarantee/bankruptcy_new.html", context, status=status)


def _stations(now: int) -> object:
    return steps([_("Client"), _("Judgment"), _("What happens"), _("Confirmed")], now=now)


@allow(*READERS)
def show(request: Visit, bankruptcy: int) -> HttpResponse:
    """Show a failure: invoices, wages, the claim, dividends, and what an adviser has to do."""
    return _page(request, _get(bankruptcy))


@require_POST
@allow(*WRITERS)
def write_off(request: Visit, bankruptcy: int) -> HttpResponse:
    """Write off what was invoiced since."""
    found = _get(bankruptcy)
    try:
        insolvency.write_off_since(bankruptcy=found, by=request.actor, at=request.at)
    except Refusal as refusal:
        for one in each_of(refusal):
            messages.error(request, str(one))
    return redirect("desk:guarantee_bankruptcy", found.pk)


@require_POST
@allow(*WRITERS)
def recover(request: Visit, bankruptcy: int) -> HttpResponse:
    """Record a dividend of the trustee."""
    found = _get(bankruptcy)
    waiting = {item: cents for item, _on, cents in queries.dividends_waiting()}
    form = DividendForm(request.POST, offered=_offered())
    if form.is_valid():
        move = form.cleaned_data["move"]
        cents = form.cleaned_data["cents"] or waiting[move]
        try:
            guarantee.recover(
                bankruptcy=found, move=move, cents=cents, by=request.actor, at=request.at
            )
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("Recorded: the fund, the budgets and VAT have their part."))
            return redirect("desk:guarantee_bankruptcy", found.pk)
    return _page(request, found, dividend=form)


@require_POST
@allow(*WRITERS)
def close(request: Visit, bankruptcy: int) -> HttpResponse:
    """Record that the court closed it."""
    found, form = _get(bankruptcy), CloseForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["closed_on"]
        try:
            guarantee.close_bankruptcy(bankruptcy=found, on=on, by=request.actor, at=request.at)
        except Refusal as refusal:
            for one in each_of(refusal):
                form.add_error("closed_on", str(one))
        else:
            return redirect("desk:guarantee_bankruptcy", found.pk)
    return _page(request, found, closing=form)


@allow(*READERS)
def claim(request: Visit, bankruptcy: int) -> HttpResponse:
    """Give the letter of claim, the same bytes every time."""
    document = _get(bankruptcy).claim
    if document is None:
        raise Http404(_("Nothing was claimed."))
    return HttpResponse(
        documents.content(document=document),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{document.name}"'},
    )


def _page(
    request: Visit,
    bankruptcy: Bankruptcy,
    *,
    dividend: DividendForm | None = None,
    closing: CloseForm | None = None,
) -> HttpResponse:
    (failed,) = queries.failed(bankruptcies=[bankruptcy])
    wages = failing.wages_of(bankruptcy=bankruptcy)
    offered = _offered()
    context = {
        "bankruptcy": bankruptcy,
        "failed": failed,
        "losses": queries.losses_of(bankruptcy=bankruptcy),
        "wages": wages,
        "paid": [wage for wage in wages if wage.paid_on],
        "late": _late(wages, request.at.date()),
        "running": failing.running_of(bankruptcy=bankruptcy),
        "recoveries": queries.recoveries_of(bankruptcy=bankruptcy),
        "story": _story(bankruptcy),
        "dividend": dividend or DividendForm(offered=offered),
        "offered": offered,
        "closing": closing or CloseForm(initial={"closed_on": request.at.date()}),
        "may_write": not request.roles.isdisjoint(WRITERS) and not bankruptcy.closed_on,
    }
    wrong = any(form and form.errors for form in (dividend, closing))
    return render(request, "desk/guarantee/bankruptcy.html", context, status=422 if wrong else 200)


def _late(wages: Collection[failing.Wage], today: date) -> int:
    return sum(not wage.paid_on and wage.due_on < today for wage in wages)


def _offered() -> dict[str, str]:
    """What waits at the bank: the day, the amount, and who paid as the statement says."""
    payers = {each.move.ref: each.move.counterparty for each in bank.suspense()}
    return {
        item: " · ".join(filter(None, [day(on, "short"), amount(cents), payers.get(item, "")]))
        for item, on, cents in queries.dividends_waiting()
    }


def _story(bankruptcy: Bankruptcy) -> list[TimelineEntry]:
    story = [
        TimelineEntry(_("Declared bankrupt"), bankruptcy.court, bankruptcy.on),
        TimelineEntry(_("Marked here"), bankruptcy.marked_by_name, bankruptcy.marked_at),
    ]
    for each in queries.recoveries_of(bankruptcy=bankruptcy):
        story.append(TimelineEntry(_("Dividend received"), at=each.at, note=amount(each.cents)))
    if bankruptcy.closed_on:
        story.append(TimelineEntry(_("Closed by the court"), at=bankruptcy.closed_on))
    else:
        story.append(TimelineEntry(_("The trustee pays a dividend, or nothing"), state="next"))
    return story


def _chosen(text: str) -> Client | None:
    if not (text.isdecimal() and len(text) <= LONGEST_NUMBER):
        return None
    try:
        return clients.get(id=int(text))
    except Client.DoesNotExist:
        return None


def _get(number: int) -> Bankruptcy:
    try:
        return queries.get_bankruptcy(id=number)
    except Bankruptcy.DoesNotExist:
        raise Http404(_("There is no such bankruptcy.")) from None
