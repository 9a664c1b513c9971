import pytest
from lxml import etree
from tests.cast import NOW

from commonweal.peppol import envelope
from commonweal.peppol.tests.mail import BILLING, FESTIVAL, HOUSE, NAMES, PROCESS, ubl

ID = "11fd5c1b-3e6f-4bb4-8ac5-17a6b4b1a6d2"


def wrap(content=None, **details):
    known = {"id": ID, "sender": HOUSE, "receiver": FESTIVAL, "country": "BE", "at": NOW}
    return envelope.wrap(content or ubl(), **{**known, **details}).content


def test_the_header_is_the_one_that_peppol_profiles():
    root = etree.fromstring(wrap())
    names = {"s": envelope.NAMES}
    assert root.tag == f"{{{envelope.NAMES}}}StandardBusinessDocument"
    header = root[0]
    assert [etree.QName(each).localname for each in header] == [
        "HeaderVersion", "Sender", "Receiver", "DocumentIdentification", "BusinessScope",
    ]  # fmt: skip
    sender = header.find("s:Sender/s:Identifier", names)
    assert (sender.get("Authority"), sender.text) == ("iso6523-actorid-upis", "0208:0896755397")
    identification = [(etree.QName(each).localname, each.text) for each in header[3]]
    assert identification == [
        ("Standard", f"{NAMES}:Invoice-2"),
        ("TypeVersion", "2.1"),
        ("InstanceIdentifier", ID),
        ("Type", "Invoice"),
        ("CreationDateAndTime", "2026-05-04T09:00:00+02:00"),
    ]
    scopes = [[each.text for each in scope] for scope in header[4]]
    assert scopes == [
        ["DOCUMENTID", f"{NAMES}:Invoice-2::Invoice##{BILLING}::2.1", "busdox-docid-qns"],
        ["PROCESSID", PROCESS, "cenbii-procid-ubl"],
        ["COUNTRY_C1", "BE"],
    ]


def test_a_document_comes_out_as_it_went_in():
    opened = envelope.unwrap(wrap())
    assert etree.tostring(etree.fromstring(opened.content), method="c14n") == etree.tostring(
        etree.fromstring(ubl()), method="c14n"
    )
    assert (opened.id, opened.sender, opened.receiver) == (ID, HOUSE, FESTIVAL)
    assert (opened.process, opened.country, opened.created_at) == (PROCESS, "BE", NOW)
    assert opened.document_type.endswith("::2.1")


def test_a_credit_note_goes_under_its_own_type():
    opened = envelope.unwrap(wrap(ubl(root="CreditNote")))
    assert "CreditNote-2::CreditNote##" in opened.document_type


def test_a_header_of_somebody_else_may_have_prefixes():
    content = wrap().replace(b"<Standard", b"<s:Standard").replace(b"</Standard", b"</s:Standard")
    for name in (b"Sender", b"Receiver", b"Identifier", b"HeaderVersion", b"TypeVersion", b"Type",
                 b"InstanceIdentifier", b"DocumentIdentification", b"CreationDateAndTime",
                 b"BusinessScope", b"Scope"):  # fmt: skip
        content = content.replace(b"<" + name + b">", b"<s:" + name + b">")
        content = content.replace(b"<" + name + b" ", b"<s:" + name + b" ")
        content = content.replace(b"</" + name + b">", b"</s:" + name + b">")
    content = content.replace(b"xmlns=", b"xmlns:s=", 1)
    assert envelope.unwrap(content).sender == HOUSE


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"hello", "well-formed"),
        (ubl(), "one header"),
        (wrap().replace(b"InstanceIdentifier>11fd", b"Other>11fd"), "well-formed"),
        (wrap().replace(f">{ID}<".encode(), b"> <"), "InstanceIdentifier"),
        (wrap().replace(b"DOCUMENTID", b"OTHER"), "DOCUMENTID"),
        (wrap().replace(b"2026-05-04T09:00:00+02:00", b"yesterday"), "no known instant"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + ubl().partition(b"\n")[2], "DOCTYPE"),
    ],
)
def test_what_is_no_message_is_not_opened(broken, why):
    with pytest.raises(envelope.Unreadable, match=why):
        envelope.unwrap(broken)


def test_a_document_that_names_no_process_is_not_wrapped():
    with pytest.raises(envelope.Unreadable, match="ProfileID"):
        wrap(ubl().replace(b"ProfileID", b"OtherID"))
