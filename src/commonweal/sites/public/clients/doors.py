"""The signed link is the door: behind it a client sees its own invoices and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from commonweal.access import queries as access
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.flows.client_pages import queries as pages
from commonweal.kernel.refusals import Refusal
from commonweal.sites.shell import doors
from commonweal.sites.shell.doors import Visit, allow

View = Callable[..., HttpResponseBase]


def client_of(link: access.Link) -> Client:
    """Return the client a link is about; of one that was merged, the one that goes on."""
    return clients.get(id=int(link.about.removeprefix("client:")))


def by_link(view: View) -> View:
    """
    Open a view to who has the link of a client: it gets the client and the token.

    It speaks the language of the client until the reader chooses another, and the connection sees
    the units that invoiced this client.
    """

    @never_cache
    @allow("anyone")
    @wraps(view)
    def guarded(request: Visit, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            link = access.find_link(token=token, purpose=pages.PURPOSE, at=request.at)
        except access.LinkExpired as refusal:
            return _expired(request, refusal, token)
        except Refusal as refusal:
            return render(request, "public/clients/shut.html", {"refusal": refusal}, status=404)
        client = client_of(link)
        doors.see_units(pages.units_of(client=client))
        with override(_language(request, client)):
            return view(request, client, token, *args, **kwargs)

    return guarded


def _expired(request: Visit, refusal: access.LinkExpired, token: str) -> HttpResponse:
    client = client_of(refusal.link)
    with override(_language(request, client)):
        context = {"refusal": refusal, "token": token}
        return render(request, "public/clients/expired.html", context, status=410)


def _language(request: Visit, client: Client) -> str:
    return str(request.COOKIES.get("language") or client.language)
