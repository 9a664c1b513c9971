"""Verbs of the client's pages."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.access import actions as access
from commonweal.activities import queries as units
from commonweal.clients import actions as clients
from commonweal.clients.actions import Client, Details
from commonweal.documents import actions as documents
from commonweal.documents.actions import NewFile
from commonweal.flows.client_pages.queries import PURPOSE, mail_address
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import Complaint
from commonweal.invoicing.queries import Dispute
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.letters import actions as letters
from commonweal.members.queries import Member
from commonweal.rules.parameters import figure

__all__ = ["NoAddress", "contest", "correct", "links", "send_link", "settle"]


class NoAddress(Refusal):
    message = _("Ask %(name)s for an e-mail address first: the link goes there and nowhere else.")
    field = "email"


def links(*, clients: Iterable[Client], by: Actor, at: datetime) -> dict[int, str]:
    """Return a fresh address of the pages of each client, to be put in a letter at once."""
    until = at + timedelta(days=figure("client_pages.link_days", at.date()).value)
    return {
        client.pk: _address(client, until, by, at) for client in {c.pk: c for c in clients}.values()
    }


def _address(client: Client, until: datetime, by: Actor, at: datetime) -> str:
    token = access.issue_link(purpose=PURPOSE, about=client.ref, expires_at=until, by=by, at=at)
    return f"{settings.SITE_ADDRESS}/client/{token}/"


@action
def send_link(*, client: Client, by: Actor, at: datetime) -> letters.Letter:
    """
    Mail a client a fresh link to its pages, to the address where its invoices go.

    :raises NoAddress: if there is none
    """
    to = mail_address(client)
    if not to:
        raise NoAddress(name=client.name)
    letter = letters.NewLetter(
        to=to,
        name=client.name,
        language=client.language,
        kind="client_pages",
        context={"link": links(clients=[client], by=by, at=at)[client.pk]},
        about=client.ref,
    )
    return letters.post(letters=[letter], by=by, at=at)[0]


@action
def correct(*, client: Client, details: Details, by: Actor, at: datetime) -> Client:
    """
    Let a client correct its own data: invoices that are not made yet follow.

    :raises Refusal: what `clients.correct` refuses
    """
    return clients.correct(client=client, details=details, by=by, at=at)


@action
def contest(
    *, complaint: Complaint, proof: NewFile | None = None, by: Actor, at: datetime
) -> Dispute:
    """
    Note what a client says is wrong, with the file that proves it, and tell the members.

    :raises Refusal: what `invoicing.contest` refuses; the file is kept with what was said only
    """
    dispute = invoicing.contest(complaint=complaint, by=by, at=at)
    if dispute.raised_at != at:  # said before in the same words: everybody knows
        return dispute
    if proof:
        (document,) = documents.store(files=[proof], by=by, at=at)
        dispute = invoicing.enclose(dispute=dispute, document=document, by=by, at=at)
    letters.post(
        letters=[_to_member(member, dispute) for member in _managers(dispute.unit_id)],
        by=by,
        at=at,
    )
    return dispute


@action
def settle(*, dispute: Dispute, answer: str, by: Actor, at: datetime) -> Dispute:
    """
    Answer a complaint, and tell the client and the members.

    :raises Refusal: what `invoicing.settle` refuses
    """
    settled = invoicing.settle(dispute=dispute, answer=answer, by=by, at=at)
    members = [
        _answer(m.email, m.full_name, m.language, settled) for m in _managers(settled.unit_id)
    ]
    client = settled.invoice.client
    if to := mail_address(client):
        members.append(_answer(to, client.name, settled.invoice.language, settled))
    letters.post(letters=members, by=by, at=at)
    return settled


def _managers(unit: int) -> list[Member]:
    return [
        mandate.member
        for mandate in units.mandates(unit=unit)
        if units.may(mandate=mandate, deed=units.Deed.SPEND)
    ]


def _to_member(member: Member, dispute: Dispute) -> letters.NewLetter:
    invoice = dispute.invoice
    return letters.NewLetter(
        to=member.email,
        name=member.full_name,
        language=member.language,
        kind="invoice_contested",
        context={
            "client": invoice.buyer["name"],
            "who": dispute.raised_name,
            "number": invoice.number,
            "text": dispute.text,
            "link": f"{settings.SITE_ADDRESS}/my/invoices/{invoice.number}/",
        },
        about=invoice.ref,
    )


def _answer(to: str, name: str, language: str, dispute: Dispute) -> letters.NewLetter:
    return letters.NewLetter(
        to=to,
        name=name,
        language=language,
        kind="contest_settled",
        context={
            "number": dispute.invoice.number,
            "text": dispute.text,
            "answer": dispute.answer,
        },
        about=dispute.invoice.ref,
    )
