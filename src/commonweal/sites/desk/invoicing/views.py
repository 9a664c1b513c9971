"""Invoices at the desk: a page per invoice, its papers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commonweal.flows.dispatch import queries as dispatch
from commonweal.flows.payday import queries as payday
from commonweal.invoicing import actions
from commonweal.sites.desk.ledger.at_the_bank import at_the_bank
from commonweal.sites.desk.payday.credits import credits
from commonweal.sites.shell import invoices as drawing
from commonweal.sites.shell.doors import Visit, allow

READERS = (
    "adviser", "payroll", "finance_maker", "finance_checker", "customer_service", "legal",
    "administrator", "auditor",
)  # fmt: skip
MENDERS = ("finance_maker", "customer_service", "administrator")


@allow(*READERS)
def show(request: Visit, number: str) -> HttpResponse:
    """Show one invoice with its papers and its place in the books."""
    invoice = drawing.get(number)
    held = payday.find_credit(account="400", item=invoice.ref)
    context = {
        **drawing.sheet(invoice, on=request.at.date()),
        "invoice_url": "desk:invoice",
        "bank_lines": at_the_bank(
            account="400", item=f"invoice:{invoice.number}", roles=request.roles
        ),
        "may_credit": "finance_maker" in request.roles and not invoice.corrects_id,
        **credits(request, [held] if held else []),
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
