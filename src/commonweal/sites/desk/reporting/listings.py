"""The client listing of a year and the EU listing of a period, at the desk."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.kernel.refusals import Refusal
from commonweal.reporting import actions
from commonweal.reporting import queries as reporting
from commonweal.reporting.queries import Listed, Listing
from commonweal.rules.errors import NoFigure
from commonweal.sites.desk.reporting.forms import (
    READERS,
    TAKERS,
    name_of,
    period_form,
    sections,
    year_form,
)
from commonweal.sites.desk.reporting.returns import xml_file
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cell, Cents, csv_file
from commonweal.sites.shell.keyset import SIZE, Page


@allow(*READERS)
def clients(request: Visit) -> HttpResponse:
    """Show the Belgian VAT clients of a year, and who lacks a number."""
    form, asked = year_form(request.GET, request.at.date())
    context: dict[str, object] = {
        "title": f"{asked.year}",
        "sections": sections("vat_clients", asked),
        "form": form,
        "asked": asked,
        "query": asked.year_query,
        "runs": asked.year >= request.at.year,
    }
    try:
        found = reporting.client_listing(year=asked.year, entity=asked.entity)
    except NoFigure as error:
        context["unknown"] = error.said(_)
    else:
        context |= _listing(request, found, asked.year_query)
    return render(
        request, "desk/reporting/clients.html", context, status=422 if form.errors else 200
    )


@allow(*READERS)
def clients_file(request: Visit) -> HttpResponse:
    """Give the client listing of a year as a table."""
    _form, asked = year_form(request.GET, request.at.date())
    found = reporting.client_listing(year=asked.year, entity=asked.entity)
    return _table(found, f"vat-clients-{asked.year}")


@require_POST
@allow(*TAKERS)
def take_clients(request: Visit) -> HttpResponse:
    """Give the client listing as the file that Intervat takes."""
    _form, asked = year_form(request.POST, request.at.date())
    try:
        found = actions.declare_clients(
            year=asked.year, entity=asked.entity, by=request.actor, at=request.at
        )
    except Refusal as refusal:
        return _refused(request, refusal, "desk:vat_clients", asked.year_query)
    return xml_file(found)


@allow(*READERS)
def intra(request: Visit) -> HttpResponse:
    """Show what was supplied to VAT numbers of other member states in a period."""
    form, asked = period_form(request.GET, request.at.date())
    context: dict[str, object] = {
        "title": name_of(asked.period),
        "sections": sections("vat_intra", asked),
        "form": form,
        "asked": asked,
        "query": asked.query,
    }
    try:
        found = reporting.intra_listing(period=asked.period, entity=asked.entity)
    except NoFigure as error:
        context["unknown"] = error.said(_)
    else:
        context |= _listing(request, found, asked.query)
    return render(request, "desk/reporting/intra.html", context, status=422 if form.errors else 200)


@allow(*READERS)
def intra_file(request: Visit) -> HttpResponse:
    """Give the EU listing of a period as a table."""
    _form, asked = period_form(request.GET, request.at.date())
    found = reporting.intra_listing(period=asked.period, entity=asked.entity)
    return _table(found, f"vat-eu-{asked.period.name}")


@require_POST
@allow(*TAKERS)
def take_intra(request: Visit) -> HttpResponse:
    """Give the EU listing as the file that Intervat takes."""
    _form, asked = period_form(request.POST, request.at.date())
    try:
        found = actions.declare_intra(
            period=asked.period, entity=asked.entity, by=request.actor, at=request.at
        )
    except Refusal as refusal:
        return _refused(request, refusal, "desk:vat_intra", asked.query)
    return xml_file(found)


def _listing(request: Visit, found: Listing, query: str) -> dict[str, object]:
    return {
        "found": found,
        "page": _page(found.clients, request.GET.get("after", ""), query),
        "differences": sum(not check.agrees for check in found.checks),
        "may_take": not request.roles.isdisjoint(TAKERS),
    }


def _page(clients: Sequence[Listed], after: str, query: str) -> Page:
    """The clients from a place in the list on: a listing has no other key for two codes."""
    start = int(after) if after.isdecimal() and len(after) < 9 else 0
    end = start + SIZE
    return Page(
        list(clients[start:end]),
        previous_url=query if start else "",
        next_url=f"{query}&after={end}" if end < len(clients) else "",
    )


def _table(found: Listing, name: str) -> HttpResponse:
    head = [_("VAT number"), _("Client"), _("Code"), _("Turnover"), _("VAT")]
    rows: Iterator[Sequence[Cell]] = (
        (
            f"{client.country}{client.number}", client.name, client.code,
            Cents(client.turnover_cents), Cents(client.vat_cents),
        )
        for client in found.clients
    )  # fmt: skip
    return csv_file(name=name, head=head, rows=rows)


def _refused(request: Visit, refusal: Refusal, page: str, query: str) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect(reverse(page) + query)
