"""Between budgets: what waits for an answer, what was sent, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deal, Deed, Mandate
from commonweal.kernel.clock import ZONE
from commonweal.ledger import queries as ledger
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import ENDINGS, Cell, Cents, table_file
from commonweal.sites.shell.kit import Tab, Task, Text
from commonweal.sites.shell.templatetags.house import day, euro

ROWS_SHOWN = 100
KINDS: dict[str, Text] = {
    "": gettext_lazy("All"),
    "transfer": gettext_lazy("Transfers"),
    "invoice": gettext_lazy("Internal invoices"),
}
STAGES: dict[str, Text] = {
    "": gettext_lazy("Every state"),
    "waiting": gettext_lazy("Waiting"),
    "done": gettext_lazy("In the books"),
    "ended": gettext_lazy("Ended without money"),
}
TONES = {
    "checking": "warn",
    "proposed": "warn",
    "sent": "warn",
    "disputed": "bad",
    "accepted": "good",
    "paid": "good",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are shown, as the address says; what it does not know is no filter."""

    kind: str = ""
    stage: str = ""
    all: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        """Read the address."""
        kind, stage = query.get("kind", ""), query.get("stage", "")
        return cls(kind if kind in KINDS else "", stage if stage in STAGES else "", "all" in query)

    def address(self, **changes: str) -> str:
        """Return the address of the same page with another filter."""
        query = QueryDict(mutable=True)
        values = {"kind": self.kind, "stage": self.stage, **changes}
        query.update({name: value for name, value in values.items() if value})
        return f"?{query.urlencode()}"

    def tabs(self, name: str, words: dict[str, Text]) -> list[Tab]:
        """Return the values one filter can have."""
        return [
            Tab(label, self.address(**{name: value}), current=getattr(self, name) == value)
            for value, label in words.items()
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """A deal as the people of one unit read it: a minus is budget that leaves it."""

    deal: Deal
    kind: Text
    other: str
    cents: int
    tone: str
    url: str
    entry: int | None

    @property
    def on(self) -> date:
        return self.deal.at.astimezone(ZONE).date()

    @property
    def is_done(self) -> bool:
        return self.deal.state in ("accepted", "paid")


@require_GET
@allow("member")
def between(request: Visit, unit: int) -> HttpResponse:
    """Show what goes between this budget and others; what waits for an answer comes first."""
    own, chosen = acting(request, unit), Filter.of(request.GET)
    rows = _rows(unit, chosen, None if chosen.all else ROWS_SHOWN + 1)
    more = not chosen.all and len(rows) > ROWS_SHOWN
    shown = rows[:ROWS_SHOWN] if more else rows
    context = {
        "unit": own.unit,
        "sections": sections(own, "between"),
        "may_spend": activities.may(mandate=own, deed=Deed.SPEND),
        "tasks": _tasks(own),
        "rows": shown,
        "more": more,
        "kinds": chosen.tabs("kind", KINDS),
        "stages": chosen.tabs("stage", STAGES),
        "is_filtered": bool(chosen.kind or chosen.stage),
        "address": chosen.address(),
        "all_address": chosen.address(all="yes"),
    }
    return render(request, "portal/activities/between.html", context)


@require_GET
@allow("member")
def between_file(request: Visit, unit: int, ending: str) -> FileResponse:
    """Give the rows of the filter as a file."""
    acting(request, unit)
    if ending not in ENDINGS:
        raise Http404
    chosen = Filter.of(request.GET)
    name = "-".join(filter(None, ["between", f"{unit}", chosen.kind, chosen.stage]))
    head = [
        _("Date"), _("Kind"), _("Number"), _("Text"), _("Other budget"), _("State"),
        _("Amount in euro"),
    ]  # fmt: skip
    rows = _cells(_rows(unit, chosen, None))
    return table_file(ending=ending, name=name, head=head, rows=rows)


def page_of(deal: Deal, unit: int) -> str:
    """Return the address of a deal for the people of a unit."""
    if deal.kind == "transfer":
        return reverse("portal:transfer", args=[unit, int(deal.name)])
    return reverse("portal:internal_invoice", args=[unit, deal.name])


def _rows(unit: int, chosen: Filter, most: int | None) -> list[Row]:
    found = activities.deals(unit=unit, kind=chosen.kind, stage=chosen.stage)[:most]
    deals = [activities.deal(row) for row in found]
    names = activities.names(units={deal.other(unit) for deal in deals})
    entries = ledger.entries_by_key(keys=[deal.ref for deal in deals])
    return [
        Row(
            deal=deal,
            kind=_("Transfer") if deal.kind == "transfer" else _("Internal invoice"),
            other=names[deal.other(unit)],
            cents=deal.signed_cents(unit),
            tone=TONES.get(deal.state, "quiet-tone"),
            url=page_of(deal, unit),
            entry=entries[deal.ref][0] if deal.ref in entries else None,
        )
        for deal in deals
    ]


def _cells(rows: Iterable[Row]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        deal = row.deal
        amount = Cents(row.cents)
        yield row.on, f"{row.kind}", deal.name, deal.text, row.other, deal.label, amount


def _tasks(own: Mandate) -> list[Task]:
    """What waits for the people of this unit, each with what to do."""
    unit = own.unit_id
    deals = activities.to_answer(units=[unit])
    names = activities.names(units={deal.other(unit) for deal in deals})
    return [_task(deal, unit, names[deal.other(unit)]) for deal in deals]


def _task(deal: Deal, unit: int, other: str) -> Task:
    words = {"name": other, "amount": euro(deal.cents), "number": deal.name}
    if deal.state == "proposed":
        text = _("“%(name)s” offers %(amount)s: accept or refuse") % words
        until = _("Answer by %(day)s") % {"day": day(deal.expires_on)}
        return Task(text, page_of(deal, unit), f"{deal.text} · {until}", "hand-coins", "warn")
    if deal.state == "sent":
        text = _("Is %(number)s of “%(name)s” good to pay? %(amount)s") % words
        return Task(text, page_of(deal, unit), deal.text, "receipt-euro", "warn")
    text = _("“%(name)s” sent %(number)s back: change it, or take it back") % words
    return Task(text, page_of(deal, unit), deal.text, "pencil", "bad")
