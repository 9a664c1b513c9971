"""Pages of the invoices of the own units. Row-level security leaves out those of others."""

from django.http import HttpResponse
from django.shortcuts import render

from commonweal.invoicing import queries as invoicing
from commonweal.sites.shell import invoices as drawing
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow


@allow("member")
def invoices(request: Visit) -> HttpResponse:
    """List what was invoiced for the own units, the newest first."""
    page = keyset.page(request, invoicing.invoices())
    rows = drawing.listed(page.rows, on=request.at.date())
    waiting = [row for row in rows if row.standing.open_cents > 0]
    context = {
        "page": page,
        "rows": rows,
        "open_cents": sum(row.standing.open_cents for row in waiting),
        "open_count": len(waiting),
        "drafts_count": invoicing.drafts().count(),
        "overdue": [row for row in waiting if row.standing.state == "overdue"],
    }
    return render(request, "portal/invoicing/invoices.html", context)


@allow("member")
def invoice(request: Visit, number: str) -> HttpResponse:
    """Show one invoice: its lines, its papers, and whether it is paid."""
    context = drawing.sheet(drawing.get(number), on=request.at.date())
    return render(
        request, "portal/invoicing/invoice.html", {**context, "invoice_url": "portal:invoice"}
    )


@allow("member")
def page(request: Visit, number: str) -> HttpResponse:
    """Give the invoice as PDF."""
    return drawing.paper(drawing.get(number), "pdf")


@allow("member")
def electronic(request: Visit, number: str) -> HttpResponse:
    """Give the electronic invoice."""
    return drawing.paper(drawing.get(number), "xml")
