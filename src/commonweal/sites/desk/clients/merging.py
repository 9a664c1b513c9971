"""Doubles at the desk: the likely ones of the whole base, and the merge of two."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.queries import Client
from commonweal.sites.desk.clients.forms import MergeForm
from commonweal.sites.desk.clients.roles import EDITORS, READERS
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.keyset import SIZE
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top

COMPARED = (
    "kind", "enterprise_number", "vat_number", "street", "postcode", "city", "country", "email",
    "invoice_email", "iban", "cost_centre", "blocked_because",
)  # fmt: skip


@allow(*READERS)
def doubles(request: Visit) -> HttpResponse:
    """List the pairs that may be one client, the surest first."""
    pairs = list(queries.likely_pairs()[: SIZE + 1])
    context = {
        "pairs": pairs[:SIZE],
        "more": len(pairs) > SIZE,
        "may_edit": not request.roles.isdisjoint(EDITORS),
    }
    return render(request, "desk/clients/doubles.html", context)


@require_POST
@allow(*EDITORS)
def keep_apart(request: Visit, pair: int) -> HttpResponse:
    """Note that the two of a pair are two clients."""
    try:
        found = queries.get_pair(id=pair)
    except ObjectDoesNotExist:
        raise Http404 from None
    clients.keep_apart(pairs=[found], by=request.actor, at=request.at)
    words = {"first": found.first.name, "second": found.second.name}
    messages.success(request, _("“%(first)s” and “%(second)s” stay two clients.") % words)
    return redirect("desk:client_doubles")


@allow(*EDITORS)
def merge(request: Visit, client: int, other: int) -> HttpResponse:
    """Show two entries beside each other; on POST merge the second into the first."""
    kept, gone = entered(client), entered(other)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_beside(form):
            clients.merge(keep=kept, others=[gone], reason=reason, by=request.actor, at=request.at)
            words = {"name": gone.name}
            messages.success(request, _("“%(name)s” is part of this client now.") % words)
            return redirect("desk:client", kept.pk)
    context = {"kept": kept, "gone": gone, "rows": _rows(kept, gone), "form": form}
    status = 422 if form.errors else 200
    return render(request, "desk/clients/merge.html", context, status=status)


@require_POST
@allow(*EDITORS)
def unmerge(request: Visit, client: int) -> HttpResponse:
    """Let a merged client stand by itself again."""
    gone = entered(client)
    reason = request.POST.get("reason", "")
    with refusals_on_top(request):
        clients.unmerge(client=gone, reason=reason, by=request.actor, at=request.at)
        words = {"name": gone.name}
        messages.success(request, _("“%(name)s” stands by itself again.") % words)
    return redirect("desk:client", gone.merged_into_id or gone.pk)


@require_POST
@allow(*EDITORS)
def trust(request: Visit, client: int) -> HttpResponse:
    """Forget that mail came back from the address of a client."""
    found = entered(client)
    clients.trust_address(client=found, by=request.actor, at=request.at)
    messages.success(request, _("Mail goes to this address again."))
    return redirect("desk:client", client)


def entered(client: int) -> Client:
    """
    Return the client as it was entered, merged or not.

    :raises Http404: if there is none
    """
    try:
        return queries.entered(id=client)
    except ObjectDoesNotExist:
        raise Http404 from None


def _rows(kept: Client, gone: Client) -> list[dict[str, Any]]:
    """What is known of both, fact by fact, where one of them has it."""
    rows, labels = [], _labels()
    for name in COMPARED:
        both = [_shown(client, name) for client in (kept, gone)]
        if any(both):
            rows.append({"label": labels[name], "kept": both[0], "gone": both[1]})
    return rows


def _shown(client: Client, name: str) -> str:
    return str(client.get_kind_display() if name == "kind" else getattr(client, name) or "")


def _labels() -> dict[str, str]:
    return {
        "kind": _("Kind"), "enterprise_number": _("Enterprise number"),
        "vat_number": _("VAT number"), "street": _("Street and number"),
        "postcode": _("Postcode"), "city": _("City"), "country": _("Country"),
        "email": _("E-mail"), "invoice_email": _("E-mail for invoices"),
        "iban": _("Account number"), "cost_centre": _("Cost centre"),
        "blocked_because": _("Blocked"),
    }  # fmt: skip
