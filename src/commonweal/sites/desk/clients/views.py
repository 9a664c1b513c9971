"""Clients at the desk: a list to search, a page per client, corrections, blocks."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.queries import Client
from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal
from commonweal.sites.desk.clients.forms import BlockForm, ClientForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import TimelineEntry
from commonweal.sites.shell.refusals import show_refusals

READERS = (
    "adviser", "payroll", "finance_maker", "finance_checker", "customer_service", "legal",
    "administrator", "auditor",
)  # fmt: skip
EDITORS = ("adviser", "finance_maker", "customer_service", "administrator")
WORDS = {
    "clients.register": gettext_lazy("Entered"),
    "clients.correct": gettext_lazy("Corrected"),
    "clients.block": gettext_lazy("Blocked"),
    "clients.unblock": gettext_lazy("Unblocked"),
}
BLOCKERS = ("finance_maker", "finance_checker", "legal", "administrator")


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List clients: the newest, or those whose name or number begins as asked."""
    text = request.GET.get("q", "").strip()
    found = queries.search(text=text) if text else queries.everyone()
    page = keyset.Page(list(found[: keyset.SIZE])) if text else keyset.page(request, found)
    context = {
        "page": page,
        "text": text,
        "full": bool(text) and len(page.rows) == keyset.SIZE,
        "may_edit": not request.roles.isdisjoint(EDITORS),
    }
    return render(request, "desk/clients/index.html", context)


@allow(*READERS)
def show(request: Visit, client: int) -> HttpResponse:
    """Show a client, what is still lacking, and what was done to it."""
    return _page(request, _client(client), BlockForm())


@allow(*EDITORS)
def new(request: Visit) -> HttpResponse:
    """Enter a client."""
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            (client,) = clients.register(
                clients=[clients.NewClient(**form.details())], by=request.actor, at=request.at
            )
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            return redirect("desk:client", client.pk)
    return _form(request, form, None)


@allow(*EDITORS)
def edit(request: Visit, client: int) -> HttpResponse:
    """Correct a client, for all members at once."""
    found = _client(client)
    form = ClientForm.for_client(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        try:
            clients.correct(client=found, details=form.details(), by=request.actor, at=request.at)
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:client", client)
    return _form(request, form, found)


@require_POST
@allow(*BLOCKERS)
def block(request: Visit, client: int) -> HttpResponse:
    """Take no new work for a client."""
    found, form = _client(client), BlockForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    reason = form.cleaned_data["reason"]
    clients.block(clients=[found], reason=reason, by=request.actor, at=request.at)
    return redirect("desk:client", client)


@require_POST
@allow(*BLOCKERS)
def unblock(request: Visit, client: int) -> HttpResponse:
    """Take work for a client again."""
    clients.unblock(clients=[_client(client)], by=request.actor, at=request.at)
    return redirect("desk:client", client)


def _page(request: Visit, client: Client, form: BlockForm) -> HttpResponse:
    context = {
        "client": client,
        "form": form,
        "missing": queries.missing(client=client, purchase_order="asked per order"),
        "in_eu": queries.in_eu(country=client.country, on=request.at.date()),
        "story": _story(client),
        "may_edit": not request.roles.isdisjoint(EDITORS),
        "may_block": not request.roles.isdisjoint(BLOCKERS),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/clients/show.html", context, status=status)


def _story(client: Client) -> list[TimelineEntry]:
    """What was done to a client, the newest first."""
    events = kernel.events(of=[client.ref]).filter(verb__in=WORDS).order_by("-at", "-id")
    return [TimelineEntry(WORDS[one.verb], one.by_name, one.at) for one in events[:10]]


def _form(request: Visit, form: ClientForm, client: Client | None) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "client": client}
    return render(request, "desk/clients/form.html", context, status=status)


def _client(client: int) -> Client:
    try:
        return queries.get(id=client)
    except ObjectDoesNotExist:
        raise Http404 from None
