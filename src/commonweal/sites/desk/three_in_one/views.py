"""Jobs at the desk: advisers and payroll see the same story as the member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import queries as stories
from commonweal.flows.validation import queries as validation
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Order
from commonweal.sites.desk.portfolio.links import page_of
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.orders import details
from commonweal.sites.shell.refusals import refusals_on_top
from commonweal.sites.shell.stories import steps, timeline

READERS = ("adviser", "payroll", "customer_service", "finance_maker", "finance_checker", "auditor")
ALL = gettext_lazy("All")


@require_GET
@allow(*READERS)
def jobs(request: Visit) -> HttpResponse:
    """List the jobs of all units, the newest first, by where they stand."""
    state = request.GET.get("state", "")
    found = invoicing.orders()
    if state in Order.State.values:
        found = found.filter(state=state)
    tabs = [Tab(ALL, "?", not state)]
    tabs += [Tab(label, f"?state={value}", state == value) for value, label in Order.State.choices]
    context = {"page": keyset.page(request, found), "tabs": tabs}
    return render(request, "desk/three_in_one/jobs.html", context)


@require_GET
@allow(*READERS)
def job(request: Visit, pk: int) -> HttpResponse:
    """Tell the story of one job."""
    order = get_object_or_404(invoicing.orders(), pk=pk)
    context = {
        "order": order,
        "member": stories.member_of(order=order),
        "entries": timeline(stories.story(order=order, at=request.at)),
        "steps": steps(
            stories.stations(order=order, at=request.at),
            has_workers=order.assignment_id is not None,
        ),
        "stand": stories.stand(order=order, on=request.at.date()),
        "held": validation.held(origin=order.ref, on=request.at.date()),
        "unit_url": page_of(order.unit.ref, roles=request.roles),
        "invoice": invoicing.invoices_of_orders(orders=[order.pk]).get(order.pk),
        **details(order, request.at.date()),
        "may_send": not request.roles.isdisjoint({"adviser", "customer_service"}),
    }
    return render(request, "desk/three_in_one/job.html", context)


@require_POST
@allow("adviser", "customer_service")
def send_link(request: Visit, pk: int) -> HttpResponse:
    """Send the client a fresh link, when it lost the one before."""
    order = get_object_or_404(invoicing.orders(), pk=pk)
    with refusals_on_top(request):
        three_in_one.send_link(order=order, by=request.actor, at=request.at)
        words = {"client": order.client.name}
        messages.success(request, _("A fresh link is on its way to %(client)s.") % words)
    return redirect("desk:job", pk)
