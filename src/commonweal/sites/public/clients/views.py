"""A client sees all its invoices, pays, mends its data, and says what is wrong."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.access import queries as access
from commonweal.clients.queries import Client
from commonweal.documents.actions import NewFile
from commonweal.flows.client_pages import actions
from commonweal.flows.client_pages import queries as pages
from commonweal.flows.client_pages.queries import Shown
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.actions import Complaint
from commonweal.invoicing.queries import Invoice
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.sites.public.clients.doors import by_link, client_of
from commonweal.sites.public.clients.forms import DataForm, WrongForm
from commonweal.sites.shell import doors
from commonweal.sites.shell import invoices as drawing
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import show_refusals
from commonweal.sites.shell.uploads import media_type


@by_link
def overview(request: Visit, client: Client, token: str) -> HttpResponse:
    """Show what is to be paid, or everything, over all members."""
    every = pages.shown(client=client, on=request.at.date())
    waiting = [each for each in every if each.is_open]
    show_all = request.GET.get("show") == "all" or not waiting
    context = {
        "client": client,
        "token": token,
        "entity": kernel.entity(),
        "rows": [
            (each, drawing.PILLS[each.standing.state]) for each in (every if show_all else waiting)
        ],
        "open_cents": sum(each.standing.open_cents for each in waiting),
        "open_count": len(waiting),
        "overdue": sum(each.standing.state == "overdue" for each in waiting),
        "orders": pages.orders_waiting(client=client),
        "tabs": [
            Tab(_("To pay"), "?show=open", not show_all, len(waiting)),
            Tab(_("All"), "?show=all", show_all, len(every)),
        ],
    }
    return render(request, "public/clients/overview.html", context)


@by_link
def data(request: Visit, client: Client, token: str) -> HttpResponse:
    """Let a client correct what its invoices say of it."""
    form = DataForm.of(request.POST or None, client)
    if request.method == "POST" and form.is_valid():
        by = Actor(client.ref, form.cleaned_data["your_name"])
        try:
            actions.correct(client=client, details=form.details(), by=by, at=request.at)
        except (Refusal, Refusals) as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("Thank you. Your next invoices say so."))
            return redirect("public:client", token)
    context = {"client": client, "token": token, "form": form}
    return render(request, "public/clients/data.html", context, status=422 if form.errors else 200)


@by_link
def invoice(request: Visit, client: Client, token: str, number: str) -> HttpResponse:
    """Show one invoice: what it is for, how to pay it, what was said about it."""
    return _page(request, client, token, _shown(request, client, number), None)


@by_link
def wrong(request: Visit, client: Client, token: str, number: str) -> HttpResponse:
    """Note what a client says is wrong with an invoice."""
    shown = _shown(request, client, number)
    if request.method != "POST":
        return redirect("public:client_invoice", token, number)
    form = WrongForm(request.POST, request.FILES, list(invoicing.lines(invoice=shown.invoice)))
    if form.is_valid():
        said = form.cleaned_data
        complaint = Complaint(shown.invoice, said["kind"], said["text"], said["position"])
        by = Actor(client.ref, said["name"])
        try:
            actions.contest(complaint=complaint, proof=_proof(form, shown), by=by, at=request.at)
        except (Refusal, Refusals) as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("Thank you. We look at it and write to you."))
            return redirect("public:client_invoice", token, number)
    return _page(request, client, token, shown, form)


@by_link
def page(request: Visit, client: Client, token: str, number: str) -> HttpResponse:
    """Give the invoice as PDF."""
    return drawing.paper(_shown(request, client, number).invoice, "pdf")


@by_link
def electronic(request: Visit, client: Client, token: str, number: str) -> HttpResponse:
    """Give the electronic invoice."""
    return drawing.paper(_shown(request, client, number).invoice, "xml")


@by_link
def order_link(request: Visit, client: Client, token: str, id: int) -> HttpResponse:
    """Send the link of an order that waits again, to the address where orders go."""
    found = [order for order in pages.orders_waiting(client=client) if order.pk == id]
    if request.method != "POST" or not found:
        return redirect("public:client", token)
    doors.see_units([found[0].unit_id])  # it may be the first work for this client
    try:
        three_in_one.send_link(order=found[0], by=Actor(client.ref, client.name), at=request.at)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The link is on its way by mail."))
    return redirect("public:client", token)


@require_POST
@allow("anyone")
def fresh_link(request: Visit, token: str) -> HttpResponse:
    """Send a fresh link where the invoices go, and nowhere else."""
    try:
        access.find_link(token=token, purpose=pages.PURPOSE, at=request.at)
        return redirect("public:client", token)
    except access.LinkExpired as expired:
        client = client_of(expired.link)
    except Refusal as refusal:
        return render(request, "public/clients/shut.html", {"refusal": refusal}, status=404)
    context: dict[str, object] = {}
    try:
        actions.send_link(client=client, by=Actor(client.ref, client.name), at=request.at)
    except Refusal as refusal:
        context["refusal"] = refusal
    return render(request, "public/clients/sent.html", context)


def _shown(request: Visit, client: Client, number: str) -> Shown:
    try:
        return pages.one(client=client, number=number, on=request.at.date())
    except Invoice.DoesNotExist:
        raise Http404 from None


def _proof(form: WrongForm, shown: Shown) -> NewFile | None:
    for file in form.cleaned_data["proof"]:
        name, kind = file.name or "proof", media_type(file)
        return NewFile(name, kind, file.read(), "payment_proof", shown.invoice.ref)
    return None


def _page(
    request: Visit, client: Client, token: str, shown: Shown, form: WrongForm | None
) -> HttpResponse:
    found = shown.invoice
    lines = list(invoicing.lines(invoice=found))
    open_cents = shown.standing.open_cents
    code = invoicing.payment_code(invoice=found, cents=open_cents) if shown.is_open else ""
    context = {
        "client": client,
        "token": token,
        "shown": shown,
        "pill": drawing.PILLS[shown.standing.state],
        **drawing.sheet(found, on=request.at.date()),
        "form": form or WrongForm(None, None, lines, initial={"kind": "other"}),
        "code": mark_safe(code),
        "disputes": invoicing.disputes(invoices=[found]),
    }
    status = 422 if form is not None else 200
    return render(request, "public/clients/invoice.html", context, status=status)
