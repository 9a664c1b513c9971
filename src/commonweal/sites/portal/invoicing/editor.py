"""Write an invoice without an order: a new one, a draft again, or one that comes back."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities.queries import Deed, Mandate, Unit, UnitKind
from commonweal.clients import queries as client_base
from commonweal.clients.actions import Client
from commonweal.clients.queries import Likeness
from commonweal.flows.billing import actions as billing
from commonweal.flows.three_in_one.queries import VatChoice, vat_terms
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.invoicing.queries import Invoice, Recurrence
from commonweal.kernel import money
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.rules.errors import RuleError
from commonweal.sites.portal import choosing
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.invoicing._total import sums
from commonweal.sites.portal.invoicing.forms import InvoiceForms
from commonweal.sites.portal.quotes import _rows
from commonweal.sites.shell.doors import Visit, allow

Written = Invoice | Recurrence


@allow("member")
def new(request: Visit, unit: int) -> HttpResponse:
    """Show the form of an invoice; keep it as a draft when it is complete."""
    own = acting(request, unit, Deed.WORK)
    if own.unit.kind != UnitKind.ACTIVITY:
        return redirect("portal:invoices")
    if request.method != "POST":
        return _show(request, own.unit, _blank(own), None, hushed=True)
    return _posted(request, own.unit, None)


@allow("member")
def change(request: Visit, pk: int) -> HttpResponse:
    """Show a draft in the form; keep what was changed. That of an order is mended on its page."""
    draft = get_object_or_404(found.drafts(), pk=pk)
    own = acting(request, draft.unit_id, Deed.WORK)
    if draft.order_id:
        return redirect("portal:draft", pk)
    if request.method != "POST":
        return _show(
            request, own.unit, _typed(invoicing.as_new(draft), own.unit, request), draft, True
        )
    return _posted(request, own.unit, draft)


@allow("member")
def change_recurrence(request: Visit, pk: int) -> HttpResponse:
    """Show what comes back in the form; keep what was changed, from the next one on."""
    recurrence = get_object_or_404(found.recurrences(), pk=pk)
    own = acting(request, recurrence.unit_id, Deed.WORK)
    if recurrence.stopped_at:
        return redirect("portal:recurrences")
    if request.method != "POST":
        return _show(
            request, own.unit, _typed_again(recurrence, own.unit, request), recurrence, True
        )
    return _posted(request, own.unit, recurrence)


def _posted(request: Visit, unit: Unit, written: Written | None) -> HttpResponse:
    data = request.POST.copy()
    if _rows.changed(data) or _chose_client(data):
        return _show(request, unit, data, written, hushed=True)
    forms = InvoiceForms(request.POST, _today(request))
    likes: Sequence[Likeness] = ()
    if forms.is_valid() and not (likes := choosing.alike(request, forms)):
        try:
            kept = _keep(request, unit, forms, written)
        except (Refusal, RuleError) as refusal:
            choosing.beside_fields(forms, refusal)
        else:
            return _kept(request, kept)
    return _show(request, unit, request.POST, written, forms=forms, likes=likes, status=422)


def _kept(request: Visit, kept: Written) -> HttpResponse:
    if isinstance(kept, Recurrence):
        messages.success(request, _("Kept. Each one is shown to you before it leaves."))
        return redirect("portal:recurrences")
    messages.success(request, _("Kept as a draft. Nothing is sent and no number is taken yet."))
    return redirect("portal:draft", kept.pk)


@transaction.atomic
def _keep(request: Visit, unit: Unit, forms: InvoiceForms, written: Written | None) -> Written:
    """A refusal takes the new client back too: the whole form stands or falls."""
    client = choosing.client_of(request, forms)
    key = None if written else f"{request.user.pk}:{request.POST.get('key', '')[:64]}"
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    again = forms.recurrence(client, unit, key)
    if isinstance(written, Recurrence) and again:
        return invoicing.change_recurrence(recurrence=written, to=again, **who)
    if isinstance(written, Invoice):
        said = forms.invoice(client, unit, None)
        return billing.change_free(draft=written, invoice=said, **who)
    if again:
        return billing.start_recurrence(recurrence=again, **who)
    return billing.draft_free(invoice=forms.invoice(client, unit, key), **who)


def _today(request: Visit) -> date:
    return request.at.astimezone(ZONE).date()


def _blank(own: Mandate) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"key": uuid4().hex, "language": own.member.language})
    _rows.write(data, "line", [dict(_rows.BLANK["line"])])
    return data


def _typed(said: invoicing.NewInvoice, unit: Unit, request: Visit) -> QueryDict:
    """What a draft says, as if it had been typed."""
    data = QueryDict(mutable=True)
    data["client_id"] = str(said.client.pk)
    for name in ("title", "language", "purchase_order", "cost_centre", "note"):
        data[name] = getattr(said, name)
    data["payment_days"] = str(said.payment_days)
    for name in ("work_starts_on", "work_ends_on", "issue_on"):
        day = getattr(said, name)
        data[name] = day.isoformat() if day else ""
    on, seller = said.work_ends_on or _today(request), unit.entity.vat_regime
    _rows.write(data, "line", [_line(line, said.client, on, seller) for line in said.lines])
    return data


def _typed_again(recurrence: Recurrence, unit: Unit, request: Visit) -> QueryDict:
    data = QueryDict(mutable=True)
    client = client_base.get(id=recurrence.client_id)
    data["client_id"] = str(client.pk)
    for name in ("title", "language", "purchase_order", "note"):
        data[name] = getattr(recurrence, name)
    data["every_months"] = str(recurrence.every_months)
    data["issue_on"] = recurrence.next_on.isoformat()
    data["until"] = recurrence.until.isoformat() if recurrence.until else ""
    lines = invoicing.lines_of(recurrence)
    on, seller = _today(request), unit.entity.vat_regime
    _rows.write(data, "line", [_line(line, client, on, seller) for line in lines])
    return data


def _line(line: invoicing.NewLine, client: Client, on: date, seller: str) -> dict[str, str]:
    return {
        "description": line.description,
        "quantity": f"{line.thousandths / 1000:g}",
        "unit": line.unit_code,
        "price": money.show(line.price_cents),
        "vat": _choice(line, client, on, seller),
    }


def _choice(line: invoicing.NewLine, client: Client, on: date, seller: str) -> str:
    """The choice that gives a line its VAT, the usual one first."""
    for choice in VatChoice:
        try:
            terms = vat_terms(choice=choice, client=client, price_cents=0, on=on, seller=seller)
        except Refusal:
            continue
        if (terms.vat, terms.rate_bp) == (line.vat, line.rate_bp):
            return str(choice)
    return str(VatChoice.USUAL)


def _chose_client(data: QueryDict) -> bool:
    """Choose whose invoice it is; a client brings its language."""
    if not choosing.chose(data):
        return False
    if client := choosing.chosen(choosing.ChoosingForms(data)):
        data["language"] = client.language
    return True


def _show(
    request: Visit,
    unit: Unit,
    data: QueryDict,
    written: Written | None,
    hushed: bool = False,
    *,
    forms: InvoiceForms | None = None,
    likes: Sequence[Likeness] = (),
    status: int = 200,
) -> HttpResponse:
    forms = forms or InvoiceForms(data, _today(request))
    if hushed:
        forms.hush()
    context: dict[str, Any] = {
        "unit": unit,
        "written": written,
        "comes_back": isinstance(written, Recurrence),
        "forms": forms,
        "chosen": choosing.chosen(forms),
        "likes": likes,
        "target": "#invoice",
        "search_url": reverse("portal:invoice_clients", args=[unit.pk]),
        "key": data.get("key", ""),
    }
    context |= sums(InvoiceForms(data, _today(request)), unit, choosing.chosen(forms))
    return render(request, "portal/invoicing/edit.html", context, status=status)


@require_POST
@allow("member")
def total(request: Visit, unit: int) -> HttpResponse:
    """Answer while the member types: what it comes to, and what the budget gets of it."""
    own = acting(request, unit, Deed.WORK)
    forms = InvoiceForms(request.POST, _today(request))
    return render(
        request, "portal/invoicing/_total.html", sums(forms, own.unit, choosing.chosen(forms))
    )


@require_GET
@allow("member")
def clients(request: Visit, unit: int) -> HttpResponse:
    """Answer the search box: clients by name or enterprise number."""
    acting(request, unit, Deed.WORK)
    return choosing.search(request, target="#invoice")
