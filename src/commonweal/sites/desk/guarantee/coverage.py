"""What the house stands for: by client beside its cap, by sector, by age; and the cap of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries
from commonweal.guarantee.queries import Covered, Exposure, Group
from commonweal.rules import guarantee as rules
from commonweal.sites.desk.guarantee._money import READERS, sections
from commonweal.sites.desk.guarantee.cap_form import CapForm
from commonweal.sites.shell.charts import Series, chart
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import MoneyLine, Tab
from commonweal.sites.shell.refusals import refusals_beside
from commonweal.sites.shell.templatetags.house import euro

WRITERS = frozenset({"finance_maker", "finance_checker"})
MOST, TOP = 50, 10


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show what hangs on clients: against their caps, by age and sector, and on how few."""
    today = request.at.date()
    found = queries.exposures()
    covered = queries.coverage(exposures=found, on=today)
    near = [each for each in covered if each.warns]
    shown = near if request.GET.get("show") == "near" else covered
    context = {
        "sections": sections("guarantee"),
        "late": queries.late(on=today),
        "engaged_cents": sum(each.engaged_cents for each in found),
        "advanced_cents": sum(each.advanced_cents for each in found),
        "open_cents": sum(each.open_cents for each in found),
        "dso": queries.dso(on=today),
        "fund": queries.fund(on=today),
        "near": len(near),
        "covered": shown[:MOST],
        "more": max(len(shown) - MOST, 0),
        "tabs": _tabs(covered, near, shown is near),
        "age_chart": _age_chart(queries.by(exposures=found, key="age", on=today)),
        "sectors": _lines(queries.by(exposures=found, key="sector", on=today)),
        "top": _top(found),
        "figures": rules.figures(today),
    }
    return render(request, "desk/guarantee/coverage.html", context)


def _tabs(covered: Sequence[Covered], near: Sequence[Covered], is_near: bool) -> list[Tab]:
    return [
        Tab(_("All clients"), "?", not is_near, len(covered)),
        Tab(_("Near their cap"), "?show=near", is_near, len(near)),
    ]


def _age_chart(ages: Sequence[Group]) -> SafeString:
    return chart(
        title=_("What is promised and advanced, by age"),
        labels=[
            *(f"{low.key}–{int(high.key) - 1}" for low, high in pairwise(ages)),
            f"{ages[-1].key}+",
        ],
        series=[
            Series(_("Promised"), [each.engaged_cents for each in ages], "brand"),
            Series(_("Advanced"), [each.advanced_cents for each in ages], "sand"),
        ],
        show=lambda cents: euro(cents, "whole"),
    )


def _lines(groups: Sequence[Group]) -> list[MoneyLine]:
    """Groups as bars from nothing: each measured against the largest."""
    return [
        MoneyLine(each.label, each.engaged_cents, _told(each), kind="subtotal")
        for each in groups
        if each.engaged_cents
    ]


def _told(group: Group) -> str:
    words = {"count": group.count, "advanced": euro(group.advanced_cents)}
    text = ngettext(
        "%(count)s invoice or order, %(advanced)s advanced",
        "%(count)s invoices and orders, %(advanced)s advanced",
        group.count,
    )
    return text % words


def _top(found: Sequence[Exposure]) -> list[MoneyLine]:
    return [
        MoneyLine(
            group.label, group.engaged_cents,
            _("%(share)s %% of all") % {"share": (share + 5) // 10},
            kind="subtotal", href=reverse("desk:guarantee_client", args=[group.key]),
        )
        for group, share in queries.concentration(exposures=found, top=TOP)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hanging:
    """One exposure of a client, and where it is."""

    exposure: Exposure
    days: int

    @property
    def href(self) -> str:
        if self.exposure.number:
            return reverse("desk:invoice", args=[self.exposure.number])
        return reverse("desk:job", args=[self.exposure.order])


@allow(*READERS)
def client(request: Visit, client: int) -> HttpResponse:
    """Show what hangs on one client, how it pays, and its cap; set another with a reason."""
    found = _client(client)
    form = CapForm(request.POST or None, initial={"from_on": request.at.date()})
    if request.method == "POST":
        if WRITERS.isdisjoint(request.roles):
            raise Http404
        if form.is_valid() and _set(request, form, found):
            return redirect("desk:guarantee_client", found.pk)
    return render(
        request,
        "desk/guarantee/client.html",
        _context(request, found) | {"form": form},
        status=422 if form.errors else 200,
    )


def _client(id: int) -> Client:
    try:
        return clients.get(id=id)
    except Client.DoesNotExist:
        raise Http404 from None


def _set(request: Visit, form: CapForm, client: Client) -> bool:
    with refusals_beside(form):
        guarantee.set_cap(caps=[form.cap(client)], by=request.actor, at=request.at)
        messages.success(request, _("The cap of %(name)s is set.") % {"name": client.name})
        return True
    return False


def _context(request: Visit, client: Client) -> dict[str, object]:
    today = request.at.date()
    rows = [each for each in queries.exposures(client=client.pk) if each.client == client.pk]
    promised = queries.promised(clients=[client.pk], on=today)[client.pk]
    general = rules.figures(today).cap_cents
    cap = general if promised.cap_cents is None else promised.cap_cents
    return {
        "client": client,
        "rows": [Hanging(each, (today - each.since).days) for each in rows],
        "engaged_cents": promised.engaged_cents,
        "advanced_cents": sum(each.advanced_cents for each in rows),
        "cap_cents": cap,
        "free_cents": max(cap - promised.engaged_cents, 0),
        "is_own": promised.cap_cents is not None,
        "warns": rules.warns(engaged_cents=promised.engaged_cents, cap_cents=cap, on=today),
        "is_bankrupt": promised.is_bankrupt,
        "delay": queries.delays(on=today, clients=[client.pk]).get(client.pk),
        "caps": queries.caps(client=client),
        "may_write": not WRITERS.isdisjoint(request.roles),
    }
