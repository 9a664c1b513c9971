"""What waits to leave, what Peppol refused and what is to be posted; and what becomes of it."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from commonweal.flows.dispatch import actions, queries
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.sites.desk.invoicing.views import MENDERS, READERS
from commonweal.sites.shell import deliveries, keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab, Text

LISTS: dict[str, tuple[Text, Callable[[datetime], "QuerySet[Invoice]"], tuple[str, ...]]] = {
    "refused": (
        gettext_lazy("Refused by Peppol"),
        lambda at: queries.refused_by_peppol(),
        ("mail", "again", "post", "leave"),
    ),
    "post": (gettext_lazy("To be posted"), lambda at: queries.paper(), ("posted", "mail")),
    "to-send": (gettext_lazy("To be sent"), lambda at: queries.to_send(), ()),
    "silent": (gettext_lazy("No answer"), lambda at: queries.silent(at=at), ("mail", "post")),
}
DEEDS: dict[str, tuple[Text, Callable[..., object]]] = {
    "mail": (gettext_lazy("Send by mail"), actions.send_by_mail),
    "again": (gettext_lazy("Send again over Peppol"), actions.send_again),
    "post": (gettext_lazy("Print and post"), actions.put_in_post),
    "leave": (gettext_lazy("Nothing more to send"), actions.leave),
    "posted": (gettext_lazy("Mark as posted"), actions.mark_posted),
}


class NothingChosen(Refusal):
    message = gettext_lazy("Choose at least one invoice.")


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show one of the lists, the newest first."""
    return _index(request, request.GET.get("show", "refused"), (), ())


def _index(
    request: Visit, show: str, chosen: Collection[str], refusals: Sequence[Refusal]
) -> HttpResponse:
    if show not in LISTS:
        raise Http404
    _label, found, deeds = LISTS[show]
    page = keyset.page(request, found(request.at).select_related("unit"))
    sent = queries.deliveries(invoices=page.rows)
    rows = [(invoice, sent.get(invoice.ref)) for invoice in page.rows]
    context = {
        "show": show,
        "page": page,
        "rows": [
            (invoice, delivery, deliveries.pill(delivery) if delivery else None)
            for invoice, delivery in rows
        ],
        "tabs": [
            Tab(label, f"?show={name}", name == show, waiting(request.at).count())
            for name, (label, waiting, _deeds) in LISTS.items()
        ],
        "deeds": [(name, DEEDS[name][0]) for name in deeds if _may_mend(request)],
        "chosen": chosen,
        "refusals": refusals,
        "may_mend": _may_mend(request),
    }
    return render(request, "desk/dispatch/index.html", context, status=422 if refusals else 200)


def _may_mend(request: Visit) -> bool:
    return not request.roles.isdisjoint(MENDERS)


@require_POST
@allow(*MENDERS)
def decide(request: Visit) -> HttpResponse:
    """Do with the chosen invoices what was asked; all of them, or none and the reason."""
    numbers, show = request.POST.getlist("invoice"), request.POST.get("show", "refused")
    if request.POST.get("do") not in DEEDS:
        raise Http404
    _label, verb = DEEDS[request.POST["do"]]
    back = _back(request)
    try:
        invoices = list(invoicing.invoices().filter(number__in=numbers).order_by("id"))
        if not invoices:
            raise NothingChosen
        verb(invoices=invoices, by=request.actor, at=request.at)
    except Refusal as refusal:
        if back:
            messages.error(request, str(refusal))
            return redirect(back)
        return _index(request, show, numbers, each_of(refusal))
    done = ngettext("Done for %(count)s invoice.", "Done for %(count)s invoices.", len(invoices))
    messages.success(request, done % {"count": len(invoices)})
    return redirect(back or f"{reverse('desk:dispatch')}?show={show}")


def _back(request: Visit) -> str:
    """The page of the one invoice, if it was asked there."""
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


@allow(*MENDERS)
def print_out(request: Visit) -> HttpResponse:
    """Give everything that is to be posted as one file, ready for the printer."""
    waiting = list(queries.paper().order_by("id"))
    if not waiting:
        raise Http404
    name = _("to-post-%(day)s") % {"day": f"{request.at:%Y-%m-%d}"}
    return HttpResponse(
        queries.print_out(invoices=waiting),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
