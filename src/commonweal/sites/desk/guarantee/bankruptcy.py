"""Clients that failed: the list, the way to mark one, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
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
from commonweal.kernel import queries as house
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.reporting import queries as reporting
from commonweal.sites.desk.guarantee._money import READERS, sections
from commonweal.sites.desk.guarantee.bankruptcy_forms import (
    CloseForm,
    DividendForm,
    JudgmentForm,
    MistakeForm,
    TakeBackForm,
    amount,
)
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import TimelineEntry, steps
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top, show_refusals
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
        "fund": queries.fund(on=today, entity=None),
        "years": _years(today.year),
        "several": house.entities().count() > 1,
        "may_write": not request.roles.isdisjoint(WRITERS),
    }
    return render(request, "desk/guarantee/bankruptcies.html", context)


def _years(this: int) -> list[tuple[str, reporting.LossesLine]]:
    """The line of the annual report of each legal entity; of a sister only where it has any."""
    found = []
    for year in range(this, this - YEARS, -1):
        for entity in house.entities():
            line = reporting.losses_of_the_guarantee(year=year, entity=entity.pk)
            if entity.pk == 1 or line.cents or line.recovered_cents:
                found.append((entity.name, line))
    return found


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
    with refusals_on_top(request):
        insolvency.write_off_since(bankruptcy=found, by=request.actor, at=request.at)
    return redirect("desk:guarantee_bankruptcy", found.pk)


@require_POST
@allow(*WRITERS)
def recover(request: Visit, bankruptcy: int) -> HttpResponse:
    """Record a dividend of the trustee, or what somebody else pays of an invoice."""
    found = _get(bankruptcy)
    form = DividendForm(request.POST, offered=_offered(), parts=_parts(found))
    if form.is_valid():
        move, of = form.cleaned_data["move"], form.cleaned_data["of"]
        cents = form.cleaned_data["cents"]
        if cents is None:
            cents = min(_waiting()[move], queries.left_of(bankruptcy=found, of=of))
        with refusals_beside(form):
            guarantee.recover(
                bankruptcy=found, move=move, cents=cents, of=of, by=request.actor, at=request.at
            )
            messages.success(request, _("Recorded: the fund, the budgets and VAT have their part."))
            return redirect("desk:guarantee_bankruptcy", found.pk)
    return _page(request, found, dividend=form)


@require_POST
@allow(*WRITERS)
def take_back(request: Visit, bankruptcy: int) -> HttpResponse:
    """Take a dividend back: the bank did, or it was something else."""
    found = _get(bankruptcy)
    form = _back_form(found, request.POST)
    if form.is_valid():
        chosen = queries.recoveries_of(bankruptcy=found).get(id=form.cleaned_data["recovery"])
        with refusals_beside(form):
            guarantee.take_back_recovery(
                recovery=chosen, because=form.cleaned_data["because"],
                move=form.cleaned_data["move"], by=request.actor, at=request.at,
            )  # fmt: skip
            messages.success(request, _("Taken back: the loss is as it was before."))
            return redirect("desk:guarantee_bankruptcy", found.pk)
    return _page(request, found, back=form)


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


@require_POST
@allow(*WRITERS)
def reopen(request: Visit, bankruptcy: int) -> HttpResponse:
    """Take up again what was closed: something is owed anew, or it was closed too soon."""
    found = _get(bankruptcy)
    with refusals_on_top(request):
        guarantee.reopen_bankruptcy(bankruptcy=found, by=request.actor, at=request.at)
    return redirect("desk:guarantee_bankruptcy", found.pk)


@require_POST
@allow(*WRITERS)
def withdraw(request: Visit, bankruptcy: int) -> HttpResponse:
    """Undo a bankruptcy that was a mistake."""
    found, form = _get(bankruptcy), MistakeForm(request.POST, prefix="mistake")
    if form.is_valid():
        because = form.cleaned_data["because"]
        with refusals_beside(form):
            insolvency.withdraw(bankruptcy=found, because=because, by=request.actor, at=request.at)
            messages.success(
                request, _("Undone: its invoices are owed again, and who knew is told.")
            )
            return redirect("desk:guarantee_bankruptcy", found.pk)
    return _page(request, found, mistake=form)


@allow(*READERS)
def claim(request: Visit, bankruptcy: int, entity: int = 0) -> HttpResponse:
    """Give the newest letter of claim of a legal entity (or the first), always the same bytes."""
    claims = queries.claims_of(bankruptcy=_get(bankruptcy))
    document = next((each.document for each in claims if entity in (0, each.entity_id)), None)
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
    back: TakeBackForm | None = None,
    closing: CloseForm | None = None,
    mistake: MistakeForm | None = None,
) -> HttpResponse:
    (failed,) = queries.failed(bankruptcies=[bankruptcy])
    wages = failing.wages_of(bankruptcy=bankruptcy)
    recoveries = list(queries.recoveries_of(bankruptcy=bankruptcy))
    offered = _offered()
    context = {
        "bankruptcy": bankruptcy,
        "failed": failed,
        "losses": queries.losses_of(bankruptcy=bankruptcy),
        "claims": queries.claims_of(bankruptcy=bankruptcy),
        "owed_cents": failing.owed_of(bankruptcy=bankruptcy),
        "under_way": failing.open_of(bankruptcy=bankruptcy),
        "wages": wages,
        "paid": [wage for wage in wages if wage.paid_on],
        "late": _late(wages, request.at.date()),
        "running": failing.running_of(bankruptcy=bankruptcy),
        "recoveries": recoveries,
        "story": _story(bankruptcy, recoveries),
        "dividend": dividend or DividendForm(offered=offered, parts=_parts(bankruptcy)),
        "offered": offered,
        "back": back or _back_form(bankruptcy),
        "may_take_back": any(not each.corrects_id for each in recoveries)
        and sum(each.cents for each in recoveries) > 0,
        "closing": closing or CloseForm(initial={"closed_on": request.at.date()}),
        "mistake": mistake or MistakeForm(prefix="mistake"),
        "may_write": not request.roles.isdisjoint(WRITERS) and not bankruptcy.withdrawn_at,
    }
    wrong = any(form and form.errors for form in (dividend, back, closing, mistake))
    return render(request, "desk/guarantee/bankruptcy.html", context, status=422 if wrong else 200)


def _late(wages: Collection[failing.Wage], today: date) -> int:
    return sum(not wage.paid_on and wage.due_on < today for wage in wages)


def _waiting() -> dict[str, int]:
    return {item: cents for item, _on, cents in queries.dividends_waiting()}


def _offered() -> dict[str, str]:
    """What waits at the bank: the day, the amount, and who paid as the statement says."""
    payers = {each.move.ref: each.move.counterparty for each in bank.suspense()}
    return {
        item: " · ".join(filter(None, [day(on, "short"), amount(cents), payers.get(item, "")]))
        for item, on, cents in queries.dividends_waiting()
    }


def _parts(bankruptcy: Bankruptcy) -> list[tuple[str, str]]:
    """What else than all of it something may be for: the claim of one entity, or one invoice."""
    losses = list(queries.losses_of(bankruptcy=bankruptcy))
    entities = {loss.invoice.entity_id: loss.invoice.entity for loss in losses}
    claims = [
        (f"entity:{id}", _("The claim of %(name)s") % {"name": entity.name})
        for id, entity in sorted(entities.items())
    ]
    numbers = dict.fromkeys((loss.invoice.ref, f"{loss.invoice.number}") for loss in losses)
    return [*(claims if len(claims) > 1 else []), *numbers]


def _back_form(bankruptcy: Bankruptcy, data: QueryDict | None = None) -> TakeBackForm:
    recoveries = queries.recoveries_of(bankruptcy=bankruptcy).filter(taken_back=None, corrects=None)
    payers = {each.move.ref: each.move.counterparty for each in bank.suspense()}
    return TakeBackForm(
        data,
        prefix="back",
        recoveries=[
            (f"{each.pk}", f"{day(each.at, 'short')} · {amount(each.cents)}") for each in recoveries
        ],
        debits=[
            (
                item,
                " · ".join(filter(None, [day(on, "short"), amount(cents), payers.get(item, "")])),
            )
            for item, on, cents in queries.debits_waiting()
        ],
    )


def _story(bankruptcy: Bankruptcy, recoveries: Sequence[queries.Recovery]) -> list[TimelineEntry]:
    story = [
        TimelineEntry(_("Declared bankrupt"), bankruptcy.court, bankruptcy.on),
        TimelineEntry(_("Marked here"), bankruptcy.marked_by_name, bankruptcy.marked_at),
        *(_told_of(each) for each in recoveries),
    ]
    if bankruptcy.withdrawn_at:
        by, why = bankruptcy.withdrawn_by_name, bankruptcy.withdrawn_because
        story.append(TimelineEntry(_("It was a mistake"), by, bankruptcy.withdrawn_at, note=why))
    elif bankruptcy.closed_on:
        story.append(TimelineEntry(_("Closed by the court"), at=bankruptcy.closed_on))
    else:
        story.append(TimelineEntry(_("The trustee pays a dividend, or nothing"), state="next"))
    return story


def _told_of(recovery: queries.Recovery) -> TimelineEntry:
    if recovery.corrects_id:
        note = f"{amount(recovery.cents)} · {recovery.because}"
        return TimelineEntry(_("Dividend taken back"), at=recovery.at, note=note)
    number = recovery.of.removeprefix("invoice:") if recovery.of.startswith("invoice:") else ""
    what = _("Somebody paid %(number)s") % {"number": number} if number else _("Dividend received")
    return TimelineEntry(what, at=recovery.at, note=amount(recovery.cents))


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
