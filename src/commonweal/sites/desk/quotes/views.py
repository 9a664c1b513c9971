"""A quote at the desk: read, never written."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonweal.activities import queries as units
from commonweal.flows.validation import queries as validation
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.clock import ZONE
from commonweal.sites.desk.portfolio.links import page_of
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.quotes import TONES, paper, thread

READERS = ("adviser", "customer_service", "finance_maker", "finance_checker", "auditor")


@require_GET
@allow(*READERS)
def quote(request: Visit, pk: int) -> HttpResponse:
    """Show one version of a quote, what was said about it, and what waits for an adviser."""
    try:
        found = invoicing.get_quote(id=pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    held = validation.held(origin=found.ref, on=request.at.astimezone(ZONE).date())
    order = invoicing.order_of_quote(quote=found)
    context = {
        "quote": found,
        "tone": TONES.get(found.state, "quiet-tone"),
        "paper": paper(found),
        "member": units.managers(units=[found.unit_id])[found.unit_id],
        "thread": thread(list(invoicing.comments(quote=found))),
        "held": held,
        "decide_url": page_of(held.validation.ref, roles=request.roles) if held else "",
        "order_url": page_of(order.ref, roles=request.roles) if order else "",
        "unit_url": page_of(found.unit.ref, roles=request.roles),
    }
    return render(request, "desk/quotes/quote.html", context)
