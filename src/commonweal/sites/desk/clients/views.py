"""Clients at the desk: a list to search, a page per client, corrections, blocks."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.queries import Client, ClientMerge
from commonweal.flows.payday import queries as payday
from commonweal.guarantee import queries as guarantee
from commonweal.kernel import queries as kernel
from commonweal.sites.desk.clients.forms import BlockForm
from commonweal.sites.desk.clients.merging import entered
from commonweal.sites.desk.clients.roles import BLOCKERS, EDITORS, READERS
from commonweal.sites.desk.guarantee._money import READERS as READERS_OF_LOSSES
from commonweal.sites.desk.guarantee.bankruptcy import WRITERS
from commonweal.sites.desk.payday.credits import credits
from commonweal.sites.shell import keyset
from commonweal.sites.shell.client_forms import Entry, correction, entry
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab, TimelineEntry

WORDS = {
    "clients.register": gettext_lazy("Entered"),
    "clients.correct": gettext_lazy("Corrected"),
    "clients.block": gettext_lazy("Blocked"),
    "clients.unblock": gettext_lazy("Unblocked"),
    "clients.note_bounce": gettext_lazy("Mail came back"),
    "clients.trust_address": gettext_lazy("Address trusted again"),
}
BOUNCED = "bounced"
TOLD = 15


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List clients: the newest, those found by name or number, those whose mail came back."""
    text, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    found = queries.search(text=text) if text else queries.everyone()
    if show == BOUNCED and not text:
        found = queries.bounced()
    page = keyset.Page(list(found[: keyset.SIZE])) if text else keyset.page(request, found)
    context = {
        "page": page,
        "text": text,
        "tabs": _tabs(show),
        "show": show,
        "full": bool(text) and len(page.rows) == keyset.SIZE,
        "may_edit": not request.roles.isdisjoint(EDITORS),
    }
    return render(request, "desk/clients/index.html", context)


def _tabs(show: str) -> list[Tab]:
    every, bounced = reverse("desk:clients"), queries.bounced().count()
    pairs = queries.likely_pairs().count()
    return [
        Tab(_("All"), every, current=show != BOUNCED),
        Tab(_("Mail came back"), f"{every}?show={BOUNCED}", show == BOUNCED, bounced),
        Tab(_("Likely doubles"), reverse("desk:client_doubles"), count=pairs),
    ]


@allow(*READERS)
def show(request: Visit, client: int) -> HttpResponse:
    """Show a client, what is still lacking, and what was done to it."""
    found = entered(client)
    if found.merged_into:
        words = {"name": found.name}
        messages.info(request, _("“%(name)s” was merged into this client.") % words)
        return redirect("desk:client", found.merged_into_id)
    return _page(request, found, BlockForm())


@allow(*EDITORS)
def new(request: Visit) -> HttpResponse:
    """Enter a client, unless it is there already."""
    made = entry(request)
    if made.saved:
        return redirect("desk:client", made.saved.pk)
    return _form(request, made, None)


@allow(*EDITORS)
def edit(request: Visit, client: int) -> HttpResponse:
    """Correct a client, for all members at once."""
    found = _client(client)
    made = correction(request, found)
    if made.saved:
        messages.success(request, _("Saved."))
        return redirect("desk:client", made.saved.pk)
    return _form(request, made, found)


@require_POST
@allow(*BLOCKERS)
def block(request: Visit, client: int) -> HttpResponse:
    """Take no new work for a client."""
    found, form = _client(client), BlockForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    reason = form.cleaned_data["reason"]
    clients.block(clients=[found], reason=reason, by=request.actor, at=request.at)
    return redirect("desk:client", found.pk)


@require_POST
@allow(*BLOCKERS)
def unblock(request: Visit, client: int) -> HttpResponse:
    """Take work for a client again, unless it is bankrupt."""
    found = _client(client)
    if guarantee.find_bankruptcy(client=found):
        messages.error(request, _("Wait until the bankruptcy is closed: no work is taken before."))
        return redirect("desk:client", found.pk)
    clients.unblock(clients=[found], by=request.actor, at=request.at)
    return redirect("desk:client", found.pk)


def _page(request: Visit, client: Client, form: BlockForm) -> HttpResponse:
    on = request.at.date()
    context = {
        "client": client,
        "form": form,
        "missing": queries.missing(client=client, purchase_order="asked per order"),
        "in_eu": queries.in_eu(country=client.country, on=on),
        "participant": queries.participant(client=client),
        "house_days": queries.payment_days(client=Client(), on=on),
        "likes": queries.duplicates(of=client),
        "merged": [queries.entered(id=id) for id in _merged(client)],
        "story": _story(client),
        "may_edit": not request.roles.isdisjoint(EDITORS),
        "may_block": not request.roles.isdisjoint(BLOCKERS),
        "bankruptcy": guarantee.find_bankruptcy(client=client),
        "may_see_bankruptcy": not request.roles.isdisjoint(READERS_OF_LOSSES),
        **credits(request, payday.credits_of(client=client)),
        "may_mark": not request.roles.isdisjoint(WRITERS),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/clients/show.html", context, status=status)


def _merged(client: Client) -> list[int]:
    return [id for id in queries.family(client=client) if id != client.pk]


def _story(client: Client) -> list[TimelineEntry]:
    """What was done to a client and to those merged into it, the newest first."""
    refs = [f"client:{id}" for id in queries.family(client=client)]
    events = kernel.events(of=refs).filter(verb__in=WORDS).order_by("-at", "-id")
    merges = queries.merges(client=client)[:TOLD]
    told = [(merge.at, _told(merge, client)) for merge in merges]
    told += [(one.at, TimelineEntry(WORDS[one.verb], one.by_name, one.at)) for one in events[:TOLD]]
    return [each for _at, each in sorted(told, key=lambda both: both[0], reverse=True)[:TOLD]]


def _told(merge: ClientMerge, client: Client) -> TimelineEntry:
    words = {"name": (merge.kept if merge.client_id == client.pk else merge.client).name}
    text = _("Merged with “%(name)s”") if not merge.undoes_id else _("Parted from “%(name)s”")
    return TimelineEntry(text % words, merge.by_name, merge.at, note=merge.reason)


def _form(request: Visit, made: Entry, client: Client | None) -> HttpResponse:
    context = {"entry": made, "form": made.form, "client": client}
    return render(request, "desk/clients/form.html", context, status=made.status)


def _client(client: int) -> Client:
    try:
        return queries.get(id=client)
    except ObjectDoesNotExist:
        raise Http404 from None
