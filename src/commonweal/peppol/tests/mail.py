"""Documents to send, and the people of the network."""

from tests.cast import NOW

from commonweal.documents import actions as documents
from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions, envelope
from commonweal.peppol.actions import NewOutgoing

HOUSE = ("0208", "0896755397")
FESTIVAL = ("0208", "0871234105")
KAAI = ("0208", "0543218707")
BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
NAMES = "urn:oasis:names:specification:ubl:schema:xsd"


def ubl(number="2026-000012", root="Invoice"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMES}:{root}-2"'
        f' xmlns:cbc="{NAMES}:CommonBasicComponents-2"'
        f' xmlns:cac="{NAMES}:CommonAggregateComponents-2">'
        f"<cbc:CustomizationID>{BILLING}</cbc:CustomizationID>"
        f"<cbc:ProfileID>{PROCESS}</cbc:ProfileID><cbc:ID>{number}</cbc:ID>"
        f"<cbc:Note>Affiches &amp; flyers é</cbc:Note></{root}>"
    ).encode()


def new(number="2026-000012", receiver=FESTIVAL, content=None):
    file = documents.NewFile(f"{number}.xml", "application/xml", content or ubl(number), "invoice")
    (stored,) = documents.store(files=[file], by=SYSTEM, at=NOW)
    return NewOutgoing(f"invoice:{number}", stored.pk, HOUSE, receiver, "invoice")


def send(*numbers, receiver=FESTIVAL, at=NOW):
    papers = [new(number, receiver) for number in numbers or ("2026-000012",)]
    return actions.send(documents=papers, by=SYSTEM, at=at)


def claimed(*numbers):
    rows = send(*numbers)
    actions.begin_sending(outgoing=rows, by=SYSTEM, at=NOW)
    return again(rows)


def taken(*numbers):
    rows = claimed(*numbers)
    actions.record_taken(outgoing=rows, by=SYSTEM, at=NOW)
    return again(rows)


def refused(*numbers, state="rejected"):
    rows = taken(*numbers)
    said = [actions.Said(row, state, "No order number") for row in rows]
    return actions.record_status(said=said, by=SYSTEM, at=NOW)


def again(rows):
    """The rows as they are now."""
    model = type(rows[0])
    return list(model.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def wrapped(number="S-77", id="6f5d7a52-7a50-4a5c-9d1f-0f6f3a2c1b11", content=None):
    """What a supplier sends us."""
    message = envelope.wrap(
        content or ubl(number), id=id, sender=KAAI, receiver=HOUSE, country="BE", at=NOW
    )
    return message.content
