"""Verbs that bring invoices to clients, and those of the desk when that fails."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.einvoice.addresses import endpoint
from commonweal.einvoice.values import Party
from commonweal.flows.client_pages import actions as client_pages
from commonweal.flows.dispatch import _letters, queries
from commonweal.flows.dispatch._ways import Way, judged_for_peppol, mail_address, participant, way
from commonweal.flows.dispatch.values import Channel
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as invoices
from commonweal.invoicing.actions import Invoice, PostalCopy
from commonweal.invoicing.queries import Papers
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.letters import actions as letters
from commonweal.peppol import actions as network
from commonweal.peppol import queries as peppol
from commonweal.peppol.actions import Participant

__all__ = [
    "JustMailed",
    "NoMailAddress",
    "NotForPeppol",
    "dispatch",
    "follow",
    "leave",
    "mark_posted",
    "put_in_post",
    "send_again",
    "send_by_mail",
]


class NotForPeppol(Refusal):
    message = _(
        "Send invoice %(number)s by mail or by post: %(client)s has no number on Peppol, or the"
        " invoice was made before it had one."
    )


class JustMailed(Refusal):
    message = _(
        "Wait until %(until)s before you mail it again: invoice %(number)s was mailed to"
        " %(address)s a moment ago."
    )


class NoMailAddress(Refusal):
    message = _(
        "Enter an e-mail address for %(client)s that does not send mail back, or print invoice"
        " %(number)s."
    )


@action
def dispatch(*, by: Actor, at: datetime) -> list[Invoice]:
    """
    Bring invoices and credit notes whose papers were set since the last run to their clients, and
    return them. What is parked is not sent; what was sent in any way is not sent again.
    """
    events = unread(job="dispatch", verbs=["invoicing.render"])
    refs = {ref for event in events for ref in event.subjects}
    new = refs - queries.dispatched(refs=refs)
    return _carry(invoices.papers(refs=new), by=by, at=at)


@action
def follow(*, by: Actor, at: datetime) -> list[Invoice]:
    """
    Do what the network's answers ask for: mail an invoice whose receiver is not on Peppol, and
    tell the others that their accounting has it. Return what was mailed instead.
    """
    events = unread(job="dispatch.follow", verbs=["peppol.record_status"])
    answered = peppol.outgoing(about={ref for event in events for ref in event.subjects})
    strangers = [
        each
        for each in answered.values()
        if each.state == peppol.Outgoing.State.UNKNOWN_PARTICIPANT and each.settled_at is None
    ]
    accepted = {
        ref: each.receiver
        for ref, each in answered.items()
        if each.state == peppol.Outgoing.State.ACCEPTED
    }
    network.settle(outgoing=strangers, by=by, at=at)
    _give_notice(accepted, by=by, at=at)
    papers = invoices.papers(refs=[each.about for each in strangers])
    return _carry(papers, over_peppol=False, by=by, at=at)


@action
def send_again(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Send refused invoices over Peppol once more, to the number the client has now.

    :raises NotRefused: if one was not refused, or something else was decided
    :raises NotForPeppol: if a client has no number there
    """
    papers = _papers(invoices)
    buyers = _buyers(papers)
    check_all(
        NotForPeppol(number=paper.invoice.number, client=buyers[paper.invoice.client_id].name)
        for paper in papers
        if not participant(buyers[paper.invoice.client_id]) or not judged_for_peppol(paper)
    )
    network.settle(outgoing=_outgoing(invoices), by=by, at=at)
    return _carry(papers, by=by, at=at)


@action
def send_by_mail(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Mail invoices with their papers, whatever became of them before; what Peppol refused counts as
    decided, and what waits to be posted needs no stamp any more.

    :raises NoMailAddress: if a client has no address, or mail to it came back
    :raises JustMailed: if it was mailed to that address a moment ago, by a first press say
    :raises NoPapersYet: if an invoice has no papers
    """
    invoicing.hold_issued(refs=[invoice.ref for invoice in invoices])
    papers = _papers(invoices)
    buyers = _buyers(papers)
    to = {paper.invoice: mail_address(buyers[paper.invoice.client_id]) for paper in papers}
    check_all(
        NoMailAddress(number=invoice.number, client=buyers[invoice.client_id].name)
        for invoice, address in to.items()
        if not address
    )
    check_all(_mailed_before(to, at))
    _settle_refused(invoices, by=by, at=at)
    invoicing.take_out_of_post(invoices=invoices, by=by, at=at)
    return _carry(papers, over_peppol=False, by=by, at=at)


@action
def put_in_post(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Put invoices on the list of what is printed and posted; what Peppol refused counts as decided.

    :raises NoPapersYet: if an invoice has no papers
    """
    _settle_refused(invoices, by=by, at=at)
    chosen = PostalCopy.Because.CHOSEN
    return invoicing.put_in_post(invoices=invoices, because=chosen, by=by, at=at)


@action
def leave(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Send refused invoices no further: a credit note takes them back, say.

    :raises NotRefused: if one was not refused, or something else was decided
    """
    network.settle(outgoing=_outgoing(invoices), by=by, at=at)
    return list(invoices)


mark_posted = invoicing.mark_posted


def _mailed_before(to: Mapping[Invoice, str], at: datetime) -> Iterator[Refusal]:
    just = queries.just_mailed(refs=[invoice.ref for invoice in to], at=at)
    for invoice, address in to.items():
        if (letter := just.get(invoice.ref)) and letter.to == address:
            until = (letter.posted_at + queries.SAME_POST).astimezone(ZONE)
            yield JustMailed(number=invoice.number, address=address, until=f"{until:%H:%M}")


def _papers(some: Sequence[Invoice]) -> list[Papers]:
    found = invoices.papers(refs=[invoice.ref for invoice in some])
    ready = {paper.invoice.pk for paper in found}
    check_all(invoicing.NoPapersYet(number=each.number) for each in some if each.pk not in ready)
    return found


def _buyers(papers: Sequence[Papers]) -> dict[int, Client]:
    return clients.many(ids=[paper.invoice.client_id for paper in papers])


def _outgoing(some: Collection[Invoice]) -> list[peppol.Outgoing]:
    return list(peppol.outgoing(about=[invoice.ref for invoice in some]).values())


def _settle_refused(some: Collection[Invoice], *, by: Actor, at: datetime) -> None:
    waiting = peppol.refused().filter(about__in=[invoice.ref for invoice in some])
    network.settle(outgoing=list(waiting), by=by, at=at)


def _carry(
    papers: Sequence[Papers], *, over_peppol: bool = True, by: Actor, at: datetime
) -> list[Invoice]:
    """Hand papers to the network, the outbox and the post, each in one batch."""
    buyers = _buyers(papers)
    ways = [
        way(paper, buyers[paper.invoice.client_id], over_peppol=over_peppol) for paper in papers
    ]
    routed = list(zip(papers, ways, strict=True))
    _to_network([each for each in routed if each[1].channel == Channel.PEPPOL], by, at)
    mailed = [each for each in routed if each[1].channel == Channel.MAIL]
    to = {paper.invoice.ref: way.address for paper, way in mailed}
    papers = [paper for paper, _way in mailed]
    links = _links(papers, buyers, by, at)
    letters.post(letters=_letters.carrying(papers, buyers, to, links), by=by, at=at)
    for because in PostalCopy.Because:
        printed = [
            paper.invoice
            for paper, way in routed
            if way.channel == Channel.POST and way.because == because
        ]
        invoicing.put_in_post(invoices=printed, because=because, by=by, at=at)
    return [paper.invoice for paper in papers]


def _to_network(routed: Sequence[tuple[Papers, Way]], by: Actor, at: datetime) -> None:
    houses = {id: _sender(house) for id, house in LegalEntity.objects.in_bulk().items()}
    documents = [
        network.NewOutgoing(
            about=paper.invoice.ref,
            document=paper.documents[1],
            sender=houses[paper.invoice.entity_id],
            receiver=way.participant,
            kind="credit_note" if paper.invoice.corrects_id else "invoice",
        )
        for paper, way in routed
    ]
    network.send(documents=documents, by=by, at=at)


def _sender(house: LegalEntity) -> Participant:
    """The house itself is on Peppol by its enterprise number, as its invoices say."""
    found = endpoint(
        Party(house.name, house.street, house.postcode, house.city, house.country,
              house.enterprise_number)
    )  # fmt: skip
    assert found
    return found


def _give_notice(receivers: dict[str, str], *, by: Actor, at: datetime) -> None:
    told = queries.noticed(refs=receivers)
    papers = [
        paper
        for paper in invoices.papers(refs=set(receivers) - told)
        if not paper.invoice.corrects_id
    ]
    buyers = _buyers(papers)
    to = {
        paper.invoice.ref: (address, receivers[paper.invoice.ref])
        for paper in papers
        if (address := mail_address(buyers[paper.invoice.client_id]))
    }
    reachable = [paper for paper in papers if paper.invoice.ref in to]
    links = _links(reachable, buyers, by, at)
    letters.post(letters=_letters.noticing(reachable, buyers, to, links), by=by, at=at)


def _links(
    papers: Sequence[Papers], buyers: dict[int, Client], by: Actor, at: datetime
) -> dict[int, str]:
    """A fresh link to its own pages for each client that gets a letter."""
    return client_pages.links(
        clients=[buyers[paper.invoice.client_id] for paper in papers], by=by, at=at
    )
