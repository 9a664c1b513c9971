"""A member's jobs: enter one, follow it, take it back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import queries as units
from commonweal.activities.queries import Deed
from commonweal.clients import queries as client_base
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import queries as stories
from commonweal.flows.validation import queries as validation
from commonweal.invoicing import actions as invoice_verbs
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.members import queries as members
from commonweal.rules.errors import RuleError
from commonweal.sites.portal import choosing
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.three_in_one._preview import Preview
from commonweal.sites.portal.three_in_one._rows import changed
from commonweal.sites.portal.three_in_one.forms import JobForms
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.orders import details
from commonweal.sites.shell.refusals import refusals_on_top, show_refusals
from commonweal.sites.shell.stories import steps, timeline, told_to

LONGEST_ID = 16


@require_GET
@allow("member")
def jobs(request: Visit) -> HttpResponse:
    """List the jobs of the member's units, the newest first."""
    found = invoicing.orders(units=units.units_of(member_id=request.member_id or 0))
    page = keyset.page(request, found)
    return render(request, "portal/three_in_one/jobs.html", {"page": page})


@allow("member")
def new_job(request: Visit) -> HttpResponse:
    """Show the form of a job; place it when it is complete and nothing stands in the way."""
    unit = _unit(request)
    if request.method != "POST":
        return _show(request, _blank(request), hushed=True)
    if "choose_unit" in request.POST:
        return _show(request, _with_blanks(request), hushed=True)
    if (data := changed(request.POST)) is not None:
        return _show(request, data, hushed=True)
    forms = _forms(request, request.POST)
    if not forms.is_valid():
        return _show(request, request.POST, forms=forms, status=422)
    if likes := _alike(request, forms):
        return _show(request, request.POST, forms=forms, status=422, likes=likes)
    try:
        order = _place(request, forms, unit)
    except (Refusal, RuleError) as refusal:
        _beside_fields(forms, refusal)
        return _show(request, request.POST, forms=forms, status=422)
    messages.success(request, _what_comes(order))
    return redirect("portal:job", order.pk)


def _what_comes(order: invoicing.Order) -> str:
    words = {"client": order.client.name}
    if order.state == invoicing.Order.State.CHECKING:
        return _("Kept. An adviser looks at it first; then it goes to %(client)s.") % words
    return _("Sent to %(client)s. Nothing is declared or invoiced before the client confirms.") % (
        words
    )


@transaction.atomic
def _place(request: Visit, forms: JobForms, unit: int) -> invoicing.Order:
    """A refusal takes the new client back too: the whole form stands or falls."""
    key = _key(request)
    if earlier := three_in_one.placed_before(key=key):
        return earlier
    client = choosing.client_of(request, forms)
    job = forms.job(unit_id=unit, client_id=client.pk)
    placed = three_in_one.place(job=job, client=client, key=key, by=request.actor, at=request.at)
    return placed.order


def _key(request: HttpRequest) -> str:
    """One form is one job, however often it is sent."""
    return f"{request.user.pk}:{request.POST.get('key', '')[:64]}"


def _unit(request: Visit) -> int:
    """
    The budget that was chosen, if this member may work for it; else the own 3in1 account,
    whatever other units the member acts for.
    """
    chosen = request.POST.get("unit") or request.GET.get("unit") or ""
    if chosen.isdecimal() and len(chosen) < LONGEST_ID:
        return acting(request, int(chosen), Deed.WORK).unit_id
    own = units.managed(member_id=request.member_id or 0, kind=units.UnitKind.THREE_IN_ONE)
    options = [own] if own else _options(request)
    if not options:
        raise Http404
    return options[0].pk


def _options(request: Visit) -> list[units.Unit]:
    """The budgets that this member may take orders for."""
    on = request.at.date()
    return units.units_to(member_id=request.member_id or 0, deed=Deed.WORK, on=on)


def _order(request: Visit, pk: int, deed: Deed) -> invoicing.Order:
    """The order, if this member may do that for its unit."""
    order = get_object_or_404(invoicing.orders(), pk=pk)
    acting(request, order.unit_id, deed)
    return order


def _forms(request: Visit, data: QueryDict) -> JobForms:
    """A job for an activity feeds its budget; one of a 3in1 account says who works."""
    unit = units.get(id=_unit(request))
    return JobForms(data, has_workers=unit.kind == units.UnitKind.THREE_IN_ONE)


def _with_blanks(request: Visit) -> QueryDict:
    """What was typed so far, over a blank form: the other kind of budget asks for other things."""
    data = _blank(request)
    for name, values in request.POST.lists():
        data.setlist(name, values)
    return data


def _blank(request: Visit) -> QueryDict:
    """A new form: the member works alone, tomorrow, from nine to five, if no link says else."""
    member = members.get(id=request.member_id or 0)
    known = request.GET
    tomorrow = (request.at + timedelta(days=1)).date()
    data = QueryDict(mutable=True)
    data.update(
        {
            "key": uuid4().hex,
            "price": known.get("price", ""),
            "vat": "usual",
            "language": member.language,
            "worker-TOTAL_FORMS": "1",
            "worker-INITIAL_FORMS": "0",
            "worker-0-email": request.user.email,  # type: ignore[union-attr]
            "worker-0-status": known.get("status", member.worker_status),
            "worker-0-share": "1",
            "worker-0-day-TOTAL_FORMS": "1",
            "worker-0-day-INITIAL_FORMS": "0",
            "worker-0-day-0-on": known.get("on", tomorrow.isoformat()),
            "worker-0-day-0-starts_at": "09:00",
            "worker-0-day-0-ends_at": "17:00",
            "starts_on": known.get("on", tomorrow.isoformat()),
            "ends_on": known.get("on", tomorrow.isoformat()),
            "line-TOTAL_FORMS": "0",
            "line-INITIAL_FORMS": "0",
            "expense-TOTAL_FORMS": "0",
            "expense-INITIAL_FORMS": "0",
        }
    )
    return data


def _show(
    request: Visit,
    data: QueryDict,
    *,
    forms: JobForms | None = None,
    hushed: bool = False,
    status: int = 200,
    likes: Sequence[client_base.Likeness] = (),
) -> HttpResponse:
    forms = forms or _forms(request, data)
    if hushed:
        forms.hush()
    client = choosing.chosen(forms)
    context = {
        "forms": forms,
        "key": data.get("key", ""),
        "chosen": client,
        "target": "#client",
        "action": reverse("portal:new_job"),
        "search_url": reverse("portal:job_clients"),
        "likes": likes,
        "units": _options(request),
        "unit": _unit(request),
    }
    typed = _forms(request, data)
    context |= _preview(request, typed) if not forms.what.errors else {}
    context |= _stand(request, typed)
    return render(request, "portal/three_in_one/new.html", context, status=status)


def _alike(request: Visit, forms: JobForms) -> list[client_base.Likeness]:
    """Clients that may be the new one; a second click is no second client."""
    if three_in_one.placed_before(key=_key(request)):
        return []
    return choosing.alike(request, forms)


@require_POST
@allow("member")
def estimate(request: Visit) -> HttpResponse:
    """Answer while the member types: what becomes of the price."""
    forms = _forms(request, request.POST)
    context = _preview(request, forms) | _stand(request, forms)
    return render(request, "portal/three_in_one/_estimate.html", context)


def _preview(request: Visit, forms: JobForms) -> dict[str, Any]:
    """Whatever is complete enough is computed; what is missing is said, what cannot be too."""
    parts: list[Any] = [forms.what, forms.expenses]
    parts += [forms.workers, *forms.days] if forms.has_workers else []
    ready = [part.is_valid() for part in parts]
    typed = forms.what.cleaned_data if forms.what.is_bound else {}
    dated = forms.has_workers or typed.get("starts_on")
    if "price" not in typed or not dated or not all(ready[1:]):
        return {"preview": None}
    forms.what.cleaned_data.setdefault("title", "")
    for name in ("vat", "language", "purchase_order"):
        forms.what.cleaned_data.setdefault(name, "")
    job = forms.job(unit_id=0, client_id=0)
    try:
        found = stories.estimate(job=job)
        preview = Preview(job, found, me=request.member_id or 0, at=request.at)
        return {"preview": preview, "limit": _limit(request, job.price_cents)}
    except (Refusal, RuleError) as refusal:
        return {"preview": None, "refusal": _words(refusal)}


def _stand(request: Visit, forms: JobForms) -> dict[str, Any]:
    """
    Whether the wage of this job would be guaranteed: what is said of the client beside its name,
    and beside the price when it is more than the house can promise of this client.
    """
    if not forms.has_workers or (client := choosing.chosen(forms)) is None:
        return {}
    forms.what.is_valid()
    typed = forms.what.cleaned_data if forms.what.is_bound else {}
    found = stories.stand_of_client(
        client=client, price_cents=typed.get("price") or 0, on=request.at.date()
    )
    over = [each for each in found.reasons if isinstance(each, three_in_one.OverCap)]
    rest = [each for each in found.reasons if each not in over]
    return {"stand": None if over and not rest else replace(found, reasons=rest), "over": over}


def _limit(request: Visit, price_cents: int) -> int | None:
    """Up to which amount the member decides alone, if the price is more."""
    me = request.member_id or 0
    limit = units.limit_of(members=[me], on=request.at.date())[me]
    return limit if price_cents > limit else None


def _words(refusal: Refusal | RuleError) -> str:
    if isinstance(refusal, RuleError):
        return refusal.said(_)
    return str(refusal)


def _beside_fields(forms: JobForms, refusal: Refusal | RuleError) -> None:
    """Put each refusal where its remedy is: a day, a worker, the client, the job, or on top."""
    if isinstance(refusal, RuleError):
        forms.what.add_error(None, _words(refusal))
        return
    for one in each_of(refusal):
        show_refusals(_form_of(forms, one), one)


def _form_of(forms: JobForms, refusal: Refusal) -> Any:
    worker, day = refusal.values.get("contract"), refusal.values.get("period")
    if isinstance(worker, int) and worker < len(forms.days):
        if isinstance(day, int):
            return forms.days[worker].forms[day]
        return forms.workers.forms[worker]
    return choosing.form_of(forms, refusal)


@require_GET
@allow("member")
def clients(request: Visit) -> HttpResponse:
    """Answer the search box: clients by name or enterprise number."""
    return choosing.search(request, target="#client")


@require_GET
@allow("member")
def job(request: Visit, pk: int) -> HttpResponse:
    """Tell the story of one job: what happened, who did it, what comes next."""
    order = get_object_or_404(invoicing.orders(), pk=pk)
    own = acting(request, order.unit_id)
    story = stories.story(order=order, at=request.at)
    context = {
        "order": order,
        "may_work": units.may(mandate=own, deed=Deed.WORK),
        "may_send": units.may(mandate=own, deed=Deed.WORK),
        "entries": timeline(told_to(own.member_id, story)),
        "steps": steps(
            stories.stations(order=order, at=request.at),
            has_workers=order.assignment_id is not None,
        ),
        "stand": stories.stand(order=order, on=request.at.date()),
        "held": validation.held(origin=order.ref, on=request.at.date()),
        "invoice": invoicing.invoices_of_orders(orders=[order.pk]).get(order.pk),
        "quote_url": _quote_url(order),
    }
    context |= details(order, request.at.date(), _reach(order, own))
    return render(request, "portal/three_in_one/job.html", context)


def _quote_url(order: invoicing.Order) -> str:
    """The quote an order was made of, if it was."""
    return reverse("portal:quote", args=[order.unit_id, order.quote_id]) if order.quote_id else ""


def _reach(order: invoicing.Order, own: units.Mandate) -> Callable[[int], str] | None:
    """Where a part is said to be reached, for who may say so while the order stands."""
    stands = order.state in (order.State.CONFIRMED, order.State.INVOICED)
    if not (stands and units.may(mandate=own, deed=Deed.WORK)):
        return None
    return lambda position: reverse("portal:job_part", args=[order.pk, position])


@require_POST
@allow("member")
def reach(request: Visit, pk: int, position: int) -> HttpResponse:
    """Say that a part of an order is reached, so that it is invoiced."""
    order = _order(request, pk, Deed.WORK)
    found = [each for each in invoicing.instalments(order=order) if each.position == position]
    if not found:
        raise Http404
    with refusals_on_top(request):
        invoice_verbs.reach_milestone(instalment=found[0], by=request.actor, at=request.at)
        words = {"part": found[0].label}
        messages.success(request, _("“%(part)s” is reached: it is invoiced next.") % words)
    return redirect("portal:job", pk)


@require_POST
@allow("member")
def send_link(request: Visit, pk: int) -> HttpResponse:
    """Send the client a fresh link."""
    order = _order(request, pk, Deed.WORK)
    with refusals_on_top(request):
        three_in_one.send_link(order=order, by=request.actor, at=request.at)
        words = {"client": order.client.name}
        messages.success(request, _("A fresh link is on its way to %(client)s.") % words)
    return redirect("portal:job", pk)


@require_POST
@allow("member")
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """Take a job back, with the reason."""
    order = _order(request, pk, Deed.WORK)
    reason = request.POST.get("reason", "")
    with refusals_on_top(request):
        three_in_one.withdraw(order=order, reason=reason, by=request.actor, at=request.at)
        messages.success(request, _("The job is cancelled."))
    return redirect("portal:job", pk)
