"""Whom the people of a budget know at a client: added, changed, forgotten."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.queries import Contact, Deed
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.clients.forms import ContactForm
from commonweal.sites.portal.clients.views import find_client, page
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside


@require_POST
@allow("member")
def add(request: Visit, unit: int, client: int) -> HttpResponse:
    """Note somebody at a client."""
    own, found = acting(request, unit, Deed.WORK), find_client(client)
    form = ContactForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            activities.add_contact(
                unit=own.unit, client=found, facts=form.facts(), by=request.actor, at=request.at
            )
            messages.success(request, _("Noted. Only the people of this budget read it."))
            return redirect("portal:activity_client", unit, found.pk)
    return page(request, own, found, contact=form)


@allow("member")
def change(request: Visit, unit: int, client: int, contact: int) -> HttpResponse:
    """Write down anew who a contact is."""
    own, found = acting(request, unit, Deed.WORK), _contact(unit, contact)
    form = ContactForm.for_contact(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            activities.change_contact(
                contact=found, facts=form.facts(), by=request.actor, at=request.at
            )
            messages.success(request, _("Saved."))
            return redirect("portal:activity_client", unit, client)
    context = {
        "own": own,
        "unit": own.unit,
        "client": find_client(client),
        "contact": found,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "portal/clients/contact.html", context, status=status)


@require_POST
@allow("member")
def remove(request: Visit, unit: int, client: int, contact: int) -> HttpResponse:
    """Forget a contact."""
    acting(request, unit, Deed.WORK)
    found = _contact(unit, contact)
    activities.remove_contact(contact=found, by=request.actor, at=request.at)
    messages.success(request, _("%(name)s is forgotten.") % {"name": found.name})
    return redirect("portal:activity_client", unit, client)


def _contact(unit: int, id: int) -> Contact:
    found = units.find_contact(unit=unit, id=id)
    if found is None:
        raise Http404
    return found
