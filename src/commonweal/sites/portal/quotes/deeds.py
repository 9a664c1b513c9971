"""What a member does with a quote once it is written."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.activities.queries import Deed, Mandate
from commonweal.flows.quotes import actions as flow
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.queries import Quote
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.quotes import views
from commonweal.sites.portal.quotes.forms import CommentForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside


def _found(request: Visit, unit: int, pk: int) -> tuple[Mandate, Quote]:
    own = acting(request, unit, Deed.WORK)
    found = queries.versions_of(unit=unit).filter(pk=pk).first()
    if found is None:
        raise Http404
    return own, found


def _do(request: Visit, quote: Quote, deed: Callable[[], Quote], said: str) -> HttpResponse:
    """Do it and say so on the page of what came of it; or say why not."""
    try:
        made = deed()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:quote", quote.unit_id, quote.pk)
    messages.success(request, said)
    return redirect("portal:quote", made.unit_id, made.pk)


@require_POST
@allow("member")
def send(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Send the quote to its client, or to an adviser first."""
    _own, found = _found(request, unit, pk)
    try:
        sent = flow.send(quote=found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:quote", unit, pk)
    words = {"client": found.client.name}
    said = (
        _("An adviser looks at it first; then it goes to %(client)s.")
        if sent.state == Quote.State.CHECKING
        else _("Sent to %(client)s, who can answer on a page of its own.")
    )
    messages.success(request, said % words)
    return redirect("portal:quote", unit, pk)


@require_POST
@allow("member")
def send_link(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Send the client a fresh link."""
    _own, found = _found(request, unit, pk)
    said = _("A fresh link is on its way to %(client)s.") % {"client": found.client.name}
    return _do(
        request,
        found,
        lambda: flow.send_link(quote=found, by=request.actor, at=request.at),
        said,
    )


@require_POST
@allow("member")
def new_version(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Begin a new version, and go and change it."""
    _own, found = _found(request, unit, pk)
    try:
        made = invoicing.new_version(quote=found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:quote", unit, pk)
    messages.success(request, _("A copy to change. It replaces the old one once you send it."))
    return redirect("portal:quote_change", unit, made.pk)


@require_POST
@allow("member")
def copy(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Draft another quote that says the same."""
    _own, found = _found(request, unit, pk)
    made = flow.duplicate(quote=found, by=request.actor, at=request.at)
    messages.success(request, _("A quote with a number of its own, to change."))
    return redirect("portal:quote_change", unit, made.pk)


@require_POST
@allow("member")
def comment(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Write to the client about the quote."""
    own, found = _found(request, unit, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        with refusals_beside(form):
            flow.comment(quote=found, text=text, from_client=False, by=request.actor, at=request.at)
            messages.success(request, _("Sent to %(name)s.") % {"name": found.client.name})
            return redirect("portal:quote", unit, pk)
    return views.page_of(request, own, found, form=form, status=422)


@require_POST
@allow("member")
def withdraw(request: Visit, unit: int, pk: int) -> HttpResponse:
    """Take the quote back, with the reason."""
    _own, found = _found(request, unit, pk)
    reason = request.POST.get("reason", "")
    return _do(
        request,
        found,
        lambda: flow.withdraw(quote=found, reason=reason, by=request.actor, at=request.at),
        _("The quote is taken back."),
    )
