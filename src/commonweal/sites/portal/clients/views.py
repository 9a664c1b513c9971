"""The clients of a budget: whom it worked for or knows, a new one, one with all that is known."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.queries import Contact, Deed, Mandate
from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.queries import Client
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.clients.forms import ContactForm, MendForm
from commonweal.sites.shell.client_forms import entry, repaired, repairs
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import show_refusals

FOUND, SHOWN = 10, 10


@dataclass(frozen=True, slots=True)
class Row:
    """A client as the list shows it."""

    client: Client
    contacts: list[Contact]
    lacks: int


@allow("member")
def index(request: Visit, unit: int) -> HttpResponse:
    """List the clients of a budget; search the base of all members for another."""
    own = acting(request, unit)
    text = request.GET.get("q", "").strip()
    context = {
        "own": own,
        "unit": own.unit,
        "sections": sections(own, "activity_clients"),
        "rows": _rows(unit),
        "text": text,
        "found": list(queries.search(text=text)[:FOUND]) if text else [],
        "may_work": units.may(mandate=own, deed=Deed.WORK),
    }
    return render(request, "portal/clients/index.html", context)


def _rows(unit: int) -> list[Row]:
    """By name; entries that were merged are one client."""
    contacts = list(units.contacts(unit=unit))
    known = {*invoicing.worked_for(unit=unit), *(each.client_id for each in contacts)}
    by_id = queries.many(ids=sorted(known))
    people: dict[int, list[Contact]] = defaultdict(list)
    for contact in contacts:
        people[by_id[contact.client_id].pk].append(contact)
    found = {client.pk: client for client in by_id.values()}.values()
    return [
        Row(client, people[client.pk], len(_missing(client)))
        for client in sorted(found, key=lambda client: client.search_key)
    ]


@allow("member")
def new(request: Visit, unit: int) -> HttpResponse:
    """Enter a client in the base of all members, unless it is there already."""
    own = acting(request, unit, Deed.WORK)
    with transaction.atomic():
        made = entry(request)
        if made.saved:
            name = request.POST.get("contact", "").strip()[:120] or made.saved.name
            facts = activities.ContactFacts(name)
            activities.add_contact(
                unit=own.unit, client=made.saved, facts=facts, by=request.actor, at=request.at
            )
            messages.success(request, _("%(name)s is among your clients.") % {"name": made.saved})
            return redirect("portal:activity_client", unit, made.saved.pk)
    context = {
        "own": own,
        "unit": own.unit,
        "entry": made,
        "form": made.form,
        "contact": request.POST.get("contact", ""),
    }
    return render(request, "portal/clients/new.html", context, status=made.status)


@allow("member")
def show(request: Visit, unit: int, client: int) -> HttpResponse:
    """Show a client of a budget; on POST fill in what is lacking of it."""
    own = acting(request, unit, Deed.WORK if request.method == "POST" else Deed.LOOK)
    found = find_client(client)
    if found.pk != client:
        return redirect("portal:activity_client", unit, found.pk)
    if request.method == "POST" and not is_known(unit, found):
        raise Http404
    form = MendForm(repaired(request.POST, prefix="mend-") or None, found)
    offers = []
    if request.method == "POST" and form.is_valid():
        try:
            clients.correct(client=found, details=form.details(), by=request.actor, at=request.at)
        except Refusal as refusal:
            show_refusals(form, refusal)
            offers = repairs(form, refusal)
        else:
            messages.success(request, _("Saved, for everybody who works for this client."))
            return redirect("portal:activity_client", unit, client)
    return page(request, own, found, mend=form, offers=offers)


def page(
    request: Visit, own: Mandate, client: Client, *,
    mend: MendForm | None = None, contact: ContactForm | None = None, offers: Any = (),
) -> HttpResponse:  # fmt: skip
    """Show a client with its contacts; a form that was refused keeps what was typed."""
    ids, on = queries.family(client=client), request.at.date()
    mend, contact = mend or MendForm(None, client), contact or ContactForm()
    context = {
        "own": own,
        "unit": own.unit,
        "client": client,
        "known": is_known(own.unit_id, client),
        "missing": _missing(client),
        "participant": queries.participant(client=client),
        "house_days": queries.payment_days(client=Client(), on=on),
        "contacts": list(units.contacts(unit=own.unit_id, clients=ids)),
        "orders": list(invoicing.orders(units=[own.unit_id]).filter(client__in=ids)[:SHOWN]),
        "mend": mend,
        "needs_mending": client.bounced_at or _missing(client),
        "offers": offers,
        "contact_form": contact,
        "may_work": units.may(mandate=own, deed=Deed.WORK),
    }
    status = 422 if mend.errors or contact.errors else 200
    return render(request, "portal/clients/show.html", context, status=status)


def find_client(client: int) -> Client:
    """
    Return a client; of one that was merged, the one that goes on.

    :raises Http404: if there is none
    """
    try:
        return queries.get(id=client)
    except ObjectDoesNotExist:
        raise Http404 from None


def is_known(unit: int, client: Client) -> bool:
    """Whether a budget worked for a client or knows somebody there: only then it sees the rest."""
    ids = set(queries.family(client=client))
    return (
        units.contacts(unit=unit, clients=ids).exists()
        or not ids.isdisjoint(invoicing.worked_for(unit=unit))
    )  # fmt: skip


def _missing(client: Client) -> list[Refusal]:
    return queries.missing(client=client, purchase_order="asked per order")
