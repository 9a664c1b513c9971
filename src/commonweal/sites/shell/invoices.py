"""How an invoice is drawn, for every face that shows one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.documents import queries as documents
from commonweal.flows.dispatch import queries as dispatch
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice, Rendering, Standing
from commonweal.kernel import queries as kernel
from commonweal.sites.shell import deliveries
from commonweal.sites.shell.kit import TimelineEntry
from commonweal.sites.shell.templatetags.house import euro

PILLS = {
    "open": ("info", gettext_lazy("To be paid")),
    "overdue": ("warn", gettext_lazy("Overdue")),
    "partly_paid": ("info", gettext_lazy("Partly paid")),
    "paid": ("good", gettext_lazy("Paid")),
    "overpaid": ("warn", gettext_lazy("Paid too much")),
    "lost": ("bad", gettext_lazy("Lost")),
    "credited": ("quiet-tone", gettext_lazy("Credited")),
    "credit_note": ("quiet-tone", gettext_lazy("Credit note")),
}
STORY = {
    "invoicing.issue": gettext_lazy("Issued"),
    "invoicing.credit_note": gettext_lazy("Issued"),
    "invoicing.credit_parts": gettext_lazy("Issued"),
    "invoicing.render": gettext_lazy("Checked by the rules, papers set"),
}
CONTESTED = gettext_lazy("The client says something is wrong")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an invoice, as written."""

    description: str
    quantity: str
    price_cents: int
    vat: str
    net_cents: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One invoice of a list with its state as a pill."""

    standing: Standing
    tone: str
    label: object
    sent: deliveries.Pill | None = None

    @property
    def invoice(self) -> Invoice:
        return self.standing.invoice

    @property
    def signed_cents(self) -> int:
        """What it adds to what clients owe: a credit note takes off."""
        return self.invoice.total_cents * (-1 if self.invoice.corrects_id else 1)


def listed(invoices: Sequence[Invoice], *, on: date) -> list[Listed]:
    """Give every invoice of a list its state, and how far it came on its way to the client."""
    standings = invoicing.standings(invoices=invoices, on=on)
    sent = dispatch.deliveries(invoices=invoices)
    return [
        Listed(standing, *PILLS[standing.state], sent=_sent(sent.get(standing.invoice.ref)))
        for standing in standings
    ]


def _sent(delivery: dispatch.Delivery | None) -> deliveries.Pill | None:
    return deliveries.pill(delivery) if delivery else None


def get(number: str) -> Invoice:
    """Return an issued invoice, or the page that says there is none."""
    try:
        return invoicing.get_invoice(number=number)
    except Invoice.DoesNotExist:
        raise Http404 from None


def sheet(invoice: Invoice, *, on: date) -> dict[str, object]:
    """Return what a page of one invoice shows."""
    (row,) = listed([invoice], on=on)
    rendering = invoicing.find_rendering(invoice=invoice)
    return {
        "row": row,
        "invoice": invoice,
        "lines": [_row(line) for line in invoicing.lines(invoice=invoice)],
        "vat": [
            (invoicing.show_vat(kind, rate), cents) for kind, rate, _net, cents in invoice.vat_table
        ],
        "reference": invoicing.show_reference(invoice.reference or ""),
        "rendering": rendering,
        "stand": None if invoice.corrects_id else guarantee.explain_invoice(invoice=invoice),
        "story": _story(row.standing, rendering),
    }


def paper(invoice: Invoice, ending: str) -> HttpResponse:
    """Give the page or the electronic invoice as a file."""
    rendering = invoicing.find_rendering(invoice=invoice)
    if rendering is None:
        raise Http404
    document = rendering.pdf if ending == "pdf" else rendering.xml
    if document is None:
        raise Http404
    disposition = "inline" if ending == "pdf" else "attachment"
    return HttpResponse(
        documents.content(document=document),
        content_type=document.media_type,
        headers={"Content-Disposition": f'{disposition}; filename="{document.name}"'},
    )


def _row(line: invoicing.InvoiceLine) -> Row:
    return Row(
        line.description,
        invoicing.show_quantity(line.thousandths, line.unit_code),
        line.price_cents,
        invoicing.show_rate(line.vat, line.rate_bp),
        line.net_cents,
    )


def _story(standing: Standing, rendering: Rendering | None) -> list[TimelineEntry]:
    invoice = standing.invoice
    events = kernel.events(of=[invoice.ref]).filter(verb__in=STORY)
    story = [TimelineEntry(STORY[one.verb], one.by_name, one.at) for one in events]
    if rendering is None:
        story.append(TimelineEntry(_("Papers are being set"), state="now"))
    elif rendering.state == Rendering.State.PARKED:
        story[-1] = TimelineEntry(
            _("Papers parked: they break a rule"), at=rendering.rendered_at, state="refused"
        )
    sent = deliveries.told(dispatch.history(invoice=invoice))
    past = sorted([*story, *sent, *_contested(invoice)], key=_moment)
    return [*past, *_next(standing)]


def _moment(entry: TimelineEntry) -> tuple[bool, str]:
    """In the order of time; what goes on now has no instant, and comes last."""
    return entry.at is None, f"{entry.at}"


def _contested(invoice: Invoice) -> list[TimelineEntry]:
    """What the client says is wrong, and how it was settled."""
    story = []
    for one in invoicing.disputes(invoices=[invoice]).order_by("id"):
        state: Literal["now", "done"] = "done" if one.settled_at else "now"
        story.append(TimelineEntry(CONTESTED, one.raised_name, one.raised_at, state, one.text))
        if one.settled_at:
            story.append(TimelineEntry(_("Settled"), at=one.settled_at, note=one.answer))
    return story


def _next(standing: Standing) -> list[TimelineEntry]:
    """What the client does next, or did."""
    if standing.credited_by:
        text = _("Taken back by credit note %(number)s") % {"number": standing.credited_by}
        return [TimelineEntry(text)]
    if standing.state == "lost":
        note = _("%(amount)s is written off: the client is bankrupt. No wage is touched by it.")
        words = {"amount": euro(standing.lost_cents)}
        return [TimelineEntry(_("Lost"), state="refused", note=note % words)]
    if standing.state == "paid":
        return [TimelineEntry(_("Paid"))]
    if standing.open_cents > 0:
        note = _("%(amount)s still open") % {"amount": euro(standing.open_cents)}
        return [TimelineEntry(_("Payment"), at=standing.invoice.due_on, state="next", note=note)]
    return []
