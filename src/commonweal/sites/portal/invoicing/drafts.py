"""Drafts: look at one before it leaves, mend it, send files along, hold it, let it go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import queries as units
from commonweal.activities.queries import Deed, UnitKind
from commonweal.documents.actions import NewFile
from commonweal.flows.billing import actions as billing
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.invoicing.queries import Invoice
from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.invoicing.forms import FilesForm, HoldForm, MendForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import DayField
from commonweal.sites.shell.kit import TimelineEntry
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


class ScheduleForm(forms.Form):
    """When a draft is issued by itself."""

    issue_on = DayField(required=False)


@require_GET
@allow("member")
def drafts(request: Visit) -> HttpResponse:
    """List the drafts of the own units, by the day on which they leave."""
    on = _today(request)
    may = units.units_to(member_id=request.member_id or 0, deed=Deed.WORK, on=on)
    context = {
        "rows": list(found.drafts(units=units.units_of(member_id=request.member_id or 0))),
        "activities": [unit for unit in may if unit.kind == UnitKind.ACTIVITY],
        "today": on,
    }
    return render(request, "portal/invoicing/drafts.html", context)


@require_GET
@allow("member")
def draft(request: Visit, pk: int) -> HttpResponse:
    """Show one draft: what it will say, and what can still be done with it."""
    return _page(request, _draft(request, pk, Deed.LOOK))


def _page(request: Visit, found_draft: Invoice, *, status: int = 200, **bound: Any) -> HttpResponse:
    own = acting(request, found_draft.unit_id)
    said = invoicing.as_new(found_draft)
    start = {
        name: getattr(said, name) for name in ("title", "purchase_order", "cost_centre", "note")
    }
    context: dict[str, Any] = {
        "draft": found_draft,
        "lines": [
            (line, found.show_quantity(line.thousandths, line.unit_code),
             found.show_rate(line.vat, line.rate_bp))
            for line in found.lines(invoice=found_draft)
        ],
        "vat": [(found.show_vat(kind, rate), cents) for kind, rate, _net, cents in
                found_draft.vat_table],
        "files": list(found.attachments(invoice=found_draft)),
        "story": _story(found_draft),
        "may_work": units.may(mandate=own, deed=Deed.WORK),
        "brings": found_draft.net_cents - found_draft.contribution_cents,
        "today": _today(request),
        "mend": MendForm(initial=start),
        "upload": FilesForm(),
        "hold": HoldForm(),
    }  # fmt: skip
    return render(request, "portal/invoicing/draft.html", context | bound, status=status)


def _story(draft: Invoice) -> list[TimelineEntry]:
    names = {
        "invoicing.draft": _("Drafted"),
        "invoicing.change_draft": _("Changed"),
        "invoicing.schedule_draft": _("Day of issue chosen"),
        "invoicing.hold_draft": _("Held"),
        "invoicing.free_draft": _("Let go on"),
        "invoicing.approve_draft": _("Looked at: all is well"),
        "invoicing.attach": _("File put with it"),
        "invoicing.detach": _("File taken off"),
        "invoicing.refresh": _("Client's data taken over"),
    }
    events = kernel.events(of=[draft.ref]).filter(verb__in=names)
    return [TimelineEntry(names[one.verb], one.by_name, one.at) for one in events]


@require_GET
@allow("member")
def pdf(request: Visit, pk: int) -> HttpResponse:
    """Give the page that it will be, with “draft” across it."""
    content = found.draft_pdf(draft=_draft(request, pk, Deed.LOOK), at=request.at)
    headers = {"Content-Disposition": f'inline; filename="draft-{pk}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@allow("member")
def mend(request: Visit, pk: int) -> HttpResponse:
    """Mend the words of a draft whose price was agreed."""
    one, form = _draft(request, pk), MendForm(request.POST)
    if form.is_valid():
        said = replace(invoicing.as_new(one), **form.cleaned_data)
        if said.issue_on and said.issue_on < _today(request):
            said = replace(said, issue_on=_today(request))
        with refusals_beside(form):
            invoicing.change_draft(draft=one, invoice=said, by=request.actor, at=request.at)
            messages.success(request, _("Kept."))
            return redirect("portal:draft", pk)
    return _page(request, one, mend=form, status=422)


@require_POST
@allow("member")
def attach(request: Visit, pk: int) -> HttpResponse:
    """Put files with a draft."""
    one, form = _draft(request, pk), FilesForm(request.POST, request.FILES)
    if form.is_valid():
        files = [_file(each) for each in form.cleaned_data["attachments"]]
        with refusals_beside(form):
            invoicing.attach(draft=one, files=files, by=request.actor, at=request.at)
            messages.success(request, _("It goes along with the invoice."))
            return redirect("portal:draft", pk)
    return _page(request, one, upload=form, status=422)


def _file(file: "UploadedFile[Any]") -> NewFile:
    """What it claims to be by its name; the room looks at its first bytes."""
    name = file.name or "file"
    kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "")
    return NewFile(name, kind, file.read(), "invoice_attachment")


@require_POST
@allow("member")
def hold(request: Visit, pk: int) -> HttpResponse:
    """Keep a draft from leaving, with the reason."""
    one, form = _draft(request, pk), HoldForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            invoicing.hold_draft(
                draft=one, reason=form.cleaned_data["reason"], by=request.actor, at=request.at
            )
            messages.success(request, _("It waits. The desk looks at it with you."))
            return redirect("portal:draft", pk)
    return _page(request, one, hold=form, status=422)


@require_POST
@allow("member")
def schedule(request: Visit, pk: int) -> HttpResponse:
    """Choose the day on which a draft leaves by itself, or none."""
    one, form = _draft(request, pk), ScheduleForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["issue_on"])))
        return redirect("portal:draft", pk)
    day = form.cleaned_data["issue_on"]
    return _do(
        request,
        pk,
        lambda: invoicing.schedule_draft(draft=one, issue_on=day, by=request.actor, at=request.at),
        _("The day is kept."),
    )


@require_POST
@allow("member")
def free(request: Visit, pk: int) -> HttpResponse:
    """Let a held draft go on."""
    one = _draft(request, pk)
    return _do(
        request,
        pk,
        lambda: invoicing.free_draft(draft=one, by=request.actor, at=request.at),
        _("It goes on."),
    )


@require_POST
@allow("member")
def approve(request: Visit, pk: int) -> HttpResponse:
    """Say that all is well."""
    one = _draft(request, pk)
    return _do(
        request,
        pk,
        lambda: invoicing.approve_draft(draft=one, by=request.actor, at=request.at),
        _("Noted: all is well."),
    )


@require_POST
@allow("member")
def detach(request: Visit, pk: int, file: int) -> HttpResponse:
    """Take a file off a draft."""
    one = _draft(request, pk)
    attachment = get_object_or_404(found.attachments(invoice=one), pk=file)
    return _do(
        request,
        pk,
        lambda: invoicing.detach(attachments=[attachment], by=request.actor, at=request.at),
        _("The file does not go along any more."),
    )


@require_POST
@allow("member")
def discard(request: Visit, pk: int) -> HttpResponse:
    """Throw a draft without an order away: it has no number, so nothing is missed."""
    one = _draft(request, pk)
    if one.order_id:
        messages.error(request, _("Hold it instead, or cancel its order: that is what it bills."))
        return redirect("portal:draft", pk)
    invoicing.discard(drafts=[one], by=request.actor, at=request.at)
    messages.success(request, _("The draft is gone; no number was taken."))
    return redirect("portal:drafts")


@require_POST
@allow("member")
def issue(request: Visit, pk: int) -> HttpResponse:
    """Issue a draft without an order now."""
    one = _draft(request, pk)
    if one.order_id:
        return redirect("portal:draft", pk)
    try:
        (issued,) = billing.issue_free(drafts=[one], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:draft", pk)
    words = {"number": issued.number, "client": issued.buyer["name"]}
    messages.success(request, _("Invoice %(number)s goes to %(client)s.") % words)
    return redirect("portal:invoice", issued.number)


def _do(request: Visit, pk: int, deed: Callable[[], object], done: str) -> HttpResponse:
    with refusals_on_top(request):
        deed()
        messages.success(request, done)
    return redirect("portal:draft", pk)


def _draft(request: Visit, pk: int, deed: Deed = Deed.WORK) -> Invoice:
    """The draft, if this member may do that for its unit."""
    one = get_object_or_404(found.drafts(), pk=pk)
    acting(request, one.unit_id, deed)
    return one


def _today(request: Visit) -> date:
    return request.at.astimezone(ZONE).date()


@require_GET
@allow("member")
def recurrences(request: Visit) -> HttpResponse:
    """List what comes back for the own units."""
    own = units.units_of(member_id=request.member_id or 0)
    return render(
        request, "portal/invoicing/recurrences.html", {"rows": found.recurrences(units=own)}
    )


@require_POST
@allow("member")
def stop(request: Visit, pk: int) -> HttpResponse:
    """Let an invoice come back no more."""
    one = get_object_or_404(found.recurrences(), pk=pk)
    acting(request, one.unit_id, Deed.WORK)
    with refusals_on_top(request):
        invoicing.stop_recurrence(recurrence=one, by=request.actor, at=request.at)
        messages.success(request, _("Stopped. Drafts that are there already stay."))
    return redirect("portal:recurrences")
