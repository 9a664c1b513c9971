"""How invoices went to their clients, and what the desk has to do about it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
from django.db.models import QuerySet
from django.db.models.functions import Substr

from commonweal.documents import queries as documents
from commonweal.flows.dispatch._letters import CARRIES, NOTICE
from commonweal.flows.dispatch.values import Channel, Delivery, Stage
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice, PostalCopy
from commonweal.letters import queries as letters
from commonweal.letters.queries import Letter
from commonweal.peppol import queries as peppol
from commonweal.peppol.queries import Outgoing

__all__ = [
    "Channel", "Delivery", "Stage", "deliveries", "dispatched", "history", "just_mailed",
    "noticed", "paper", "print_out", "refused_by_peppol", "silent", "to_send",
]  # fmt: skip

State = Outgoing.State
PATIENCE = timedelta(days=3)
SAME_POST = timedelta(minutes=10)
"""Who asks for a letter again so soon pressed twice, or did not see that it left."""
STAGES = {
    State.QUEUED: Stage.WAITING,
    State.SENDING: Stage.WAITING,
    State.SENT: Stage.SENT,
    State.ACCEPTED: Stage.ARRIVED,
    State.REJECTED: Stage.REFUSED,
    State.UNKNOWN_PARTICIPANT: Stage.REFUSED,
    State.FAILED: Stage.REFUSED,
}


def dispatched(*, refs: Collection[str]) -> set[str]:
    """Return those of these invoices ("invoice:2026-000012") that were sent in any way."""
    numbers = [ref.removeprefix("invoice:") for ref in refs]
    posted = invoicing.postal_copies().filter(invoice__number__in=numbers)
    return {
        *peppol.history(about=refs).values_list("about", flat=True),
        *letters.about(refs=refs).filter(kind__in=CARRIES).values_list("about", flat=True),
        *(f"invoice:{number}" for number in posted.values_list("invoice__number", flat=True)),
    }


def just_mailed(*, refs: Collection[str], at: datetime) -> dict[str, Letter]:
    """Return the letter that carries each of these invoices since a moment ago, by ref."""
    carrying = letters.about(refs=refs).filter(kind__in=CARRIES, failed_at=None)
    return {letter.about: letter for letter in carrying.filter(posted_at__gt=at - SAME_POST)}


def noticed(*, refs: Collection[str]) -> set[str]:
    """Return those of these invoices whose clients were told that they came over Peppol."""
    told = letters.about(refs=refs).filter(kind=NOTICE)
    return set(told.values_list("about", flat=True))


def history(*, invoice: Invoice) -> list[Delivery]:
    """Return every attempt to bring an invoice to its client, the oldest first."""
    return _histories([invoice])[invoice.ref]


def deliveries(*, invoices: Sequence[Invoice]) -> dict[str, Delivery]:
    """Return the last attempt for each of these invoices that was sent, by ref."""
    found = _histories(invoices)
    carried = {ref: [each for each in story if not each.notice] for ref, story in found.items()}
    return {ref: story[-1] for ref, story in carried.items() if story}


def _histories(invoices: Sequence[Invoice]) -> dict[str, list[Delivery]]:
    refs = {invoice.pk: invoice.ref for invoice in invoices}
    found: dict[str, list[Delivery]] = defaultdict(list)
    for outgoing in peppol.history(about=refs.values()):
        found[outgoing.about].append(_over_peppol(outgoing))
    for letter in letters.about(refs=refs.values()).filter(kind__in=[*CARRIES, NOTICE]):
        found[letter.about].append(_by_mail(letter))
    for copy in invoicing.postal_copies().filter(invoice__in=refs):
        found[refs[copy.invoice_id]].append(_by_post(copy))
    for story in found.values():
        story.sort(key=lambda each: each.at)
    return found


def _over_peppol(outgoing: Outgoing) -> Delivery:
    return Delivery(
        Channel.PEPPOL,
        STAGES[State(outgoing.state)],
        outgoing.answered_at or outgoing.sent_at or outgoing.queued_at,
        left_at=outgoing.sent_at,
        to=outgoing.receiver,
        reason=outgoing.reason,
        stranger=outgoing.state == State.UNKNOWN_PARTICIPANT,
        undecided=outgoing.state in peppol.REFUSED and outgoing.settled_at is None,
    )


def _by_mail(letter: Letter) -> Delivery:
    stage = Stage.SENT if letter.sent_at else Stage.WAITING
    if letter.failed_at:
        stage = Stage.REFUSED
    at = letter.failed_at or letter.sent_at or letter.posted_at
    notice = letter.kind == NOTICE
    return Delivery(Channel.MAIL, stage, at, to=letter.to, reason=letter.failed, notice=notice)


def _by_post(copy: PostalCopy) -> Delivery:
    if copy.posted_at:
        return Delivery(Channel.POST, Stage.SENT, copy.posted_at, reason=copy.because)
    return Delivery(Channel.POST, Stage.WAITING, copy.queued_at, reason=copy.because)


def to_send() -> "QuerySet[Invoice]":
    """Return the invoices that wait to be handed to the network, or whose fate is being asked."""
    return _of(peppol.under_way(states=[State.QUEUED, State.SENDING]))


def refused_by_peppol() -> "QuerySet[Invoice]":
    """Return the invoices that did not arrive over Peppol, and of which nothing is decided."""
    return _of(peppol.refused())


def silent(*, at: datetime) -> "QuerySet[Invoice]":
    """Return the invoices that left over Peppol days ago, without any answer since."""
    return _of(peppol.silent(before=at - PATIENCE))


def paper() -> "QuerySet[Invoice]":
    """Return the invoices that wait to be printed and posted."""
    return invoicing.invoices().filter(pk__in=invoicing.to_post().values("invoice"))


def print_out(*, invoices: Sequence[Invoice]) -> bytes:
    """Return the pages of these invoices as one PDF, each beginning on a page of its own."""
    papers = invoicing.papers(refs=[invoice.ref for invoice in invoices])
    files = documents.many(ids=[paper.documents[0] for paper in papers])
    with pikepdf.new() as bundle:
        for paper in papers:
            content = documents.content(document=files[paper.documents[0]])
            with pikepdf.open(BytesIO(content)) as pages:
                bundle.pages.extend(pages.pages)
        written = BytesIO()
        bundle.save(written)
    return written.getvalue()


def _of(outgoing: "QuerySet[Outgoing]") -> "QuerySet[Invoice]":
    numbers = outgoing.order_by().annotate(number=Substr("about", len("invoice:") + 1))
    return invoicing.invoices().filter(number__in=numbers.values("number"))
