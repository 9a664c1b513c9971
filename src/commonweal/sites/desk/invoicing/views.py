"""Invoices at the desk: a list to search, a page per invoice, credit notes, parked papers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.flows.dispatch import queries as dispatch
from commonweal.invoicing import actions
from commonweal.invoicing import queries as invoicing
from commonweal.sites.shell import invoices as drawing
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab

READERS = (
    "adviser", "payroll", "finance_maker", "finance_checker", "customer_service", "legal",
    "administrator", "auditor",
)  # fmt: skip
MENDERS = ("finance_maker", "customer_service", "administrator")


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List what is issued, the newest first; or what is found; or what is parked."""
    text, parked = request.GET.get("q", "").strip(), request.GET.get("show") == "parked"
    waiting = invoicing.parked()
    found = waiting if parked else invoicing.search(text=text) if text else invoicing.invoices()
    page = keyset.page(request, found.select_related("unit"))
    context = {
        "page": page,
        "rows": drawing.listed(page.rows, on=request.at.date()),
        "text": text,
        "tabs": [
            Tab(_("All"), "?", not parked),
            Tab(_("Papers parked"), "?show=parked", parked, waiting.count()),
        ],
    }
    return render(request, "desk/invoicing/index.html", context)


@allow(*READERS)
def show(request: Visit, number: str) -> HttpResponse:
    """Show one invoice with its papers and its place in the books."""
    invoice = drawing.get(number)
    context = {
        **drawing.sheet(invoice, on=request.at.date()),
        "invoice_url": "desk:invoice",
        "may_credit": "finance_maker" in request.roles and not invoice.corrects_id,
        "may_mend": not request.roles.isdisjoint(MENDERS),
        "refused": dispatch.refused_by_peppol().filter(pk=invoice.pk).exists(),
    }
    return render(request, "desk/invoicing/show.html", context)


@allow(*READERS)
def page(request: Visit, number: str) -> HttpResponse:
    """Give the invoice as PDF."""
    return drawing.paper(drawing.get(number), "pdf")


@allow(*READERS)
def electronic(request: Visit, number: str) -> HttpResponse:
    """Give the electronic invoice."""
    return drawing.paper(drawing.get(number), "xml")


@require_POST
@allow(*MENDERS)
def papers(request: Visit, number: str) -> HttpResponse:
    """Set the papers again, after what they broke was mended."""
    invoice = drawing.get(number)
    actions.render(invoices=[invoice.pk], by=request.actor, at=request.at)
    return redirect("desk:invoice", number)
