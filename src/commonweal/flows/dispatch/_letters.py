"""What clients read in their mail about an invoice."""

from collections.abc import Sequence

from commonweal.activities import queries as units
from commonweal.clients.queries import Client
from commonweal.invoicing.queries import Papers
from commonweal.kernel.models import LegalEntity
from commonweal.letters.actions import NewLetter

CARRIES = ("invoice", "credit_note")
NOTICE = "invoice_over_peppol"


def carrying(
    papers: Sequence[Papers], buyers: dict[int, Client], to: dict[str, str], links: dict[int, str]
) -> list[NewLetter]:
    """
    Write the letters that bring papers to clients, `to` the addresses by ref and `links` to the
    pages of each client.
    """
    members = units.managers(units=[paper.invoice.unit_id for paper in papers])
    houses = LegalEntity.objects.in_bulk()
    return [
        _carrying(
            paper,
            buyers[paper.invoice.client_id],
            to[paper.invoice.ref],
            members[paper.invoice.unit_id],
            houses[paper.invoice.entity_id],
            links[buyers[paper.invoice.client_id].pk],
        )
        for paper in papers
    ]


def _carrying(
    paper: Papers, client: Client, to: str, member: str, house: LegalEntity, link: str
) -> NewLetter:
    invoice = paper.invoice
    words = {
        "number": invoice.number,
        "title": invoice.title,
        "member": member,
        "total_cents": invoice.total_cents,
        "link": link,
    }
    if invoice.corrects:
        words |= {"invoice": invoice.corrects.number, "reason": invoice.note}
    else:
        words |= {
            "due_on": f"{invoice.due_on}", "iban": house.iban, "reference": invoice.reference,
        }  # fmt: skip
    return NewLetter(
        to=to,
        name=client.name,
        language=invoice.language,
        kind="credit_note" if invoice.corrects else "invoice",
        context=words,
        attachments=paper.documents,
        about=invoice.ref,
    )


def noticing(
    papers: Sequence[Papers],
    buyers: dict[int, Client],
    to: dict[str, tuple[str, str]],
    links: dict[int, str],
) -> list[NewLetter]:
    """
    Write to clients that their accounting has an invoice, `to` the mail address and the number on
    Peppol by ref. Nothing is attached: who gets it twice books it twice.
    """
    members = units.managers(units=[paper.invoice.unit_id for paper in papers])
    houses = LegalEntity.objects.in_bulk()
    return [
        NewLetter(
            to=to[paper.invoice.ref][0],
            name=buyers[paper.invoice.client_id].name,
            language=paper.invoice.language,
            kind=NOTICE,
            context={
                "number": paper.invoice.number,
                "title": paper.invoice.title,
                "member": members[paper.invoice.unit_id],
                "total_cents": paper.invoice.total_cents,
                "due_on": f"{paper.invoice.due_on}",
                "iban": houses[paper.invoice.entity_id].iban,
                "reference": paper.invoice.reference,
                "participant": to[paper.invoice.ref][1],
                "link": links[buyers[paper.invoice.client_id].pk],
            },
            about=paper.invoice.ref,
        )
        for paper in papers
    ]
