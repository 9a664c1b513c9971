"""Odd but valid camt: what banks make of the schema, version by version."""

from datetime import date

import pytest

from commonweal.banking import readers, remarks
from commonweal.banking.tests.test_read_camt import (
    balance,
    detail,
    entry,
    faults,
    file,
    one,
    statement,
)
from commonweal.kernel.identifiers import make_ogm

OURS = "BE68539007547034"
FIRST, SECOND = make_ogm(1), make_ogm(2)


def parties(*, debtor="", debtor_account="", creditor="", creditor_account="", last=""):
    def side(tag, name, account):
        told = f"<{tag}><Nm>{name}</Nm></{tag}>" if name else ""
        number = f"<{tag}Acct><Id><IBAN>{account}</IBAN></Id></{tag}Acct>" if account else ""
        return told + number

    ultimate = f"<UltmtDbtr><Nm>{last}</Nm></UltmtDbtr>" if last else ""
    return (
        f"<RltdPties>{side('Dbtr', debtor, debtor_account)}{ultimate}"
        f"{side('Cdtr', creditor, creditor_account)}</RltdPties>"
    )


def move(inner, amount="10.00", side="CRDT", **more):
    """The one movement of a statement whose entry has this inside its detail."""
    told = entry(amount, side, details=f"<TxDtls>{inner}</TxDtls>")
    for old, new in more.items():
        told = told.replace(f"<{old}>", new)
    into = balance("CLBD", amount, "CRDT" if side == "CRDT" else "DBIT")
    found = one(file(statement(balance("OPBD", "0"), told, into)))
    assert found.faults == []
    return found.moves[0]


def strd(*references, documents=()):
    refs = "".join(
        f"<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{ref}</Ref>"
        "</CdtrRefInf></Strd>"
        for ref in references
    )
    papers = "".join(f"<Strd><RfrdDocInf><Nb>{nb}</Nb></RfrdDocInf></Strd>" for nb in documents)
    return f"<RmtInf>{refs}{papers}</RmtInf>"


def test_a_previous_closing_opens_and_other_balances_are_passed_over():
    parts = (
        balance("CLAV", "99"), balance("PRCD", "5"), balance("FWAV", "1"),
        entry("10.00"), balance("ITBD", "77"), balance("CLBD", "15"),
    )  # fmt: skip
    found = one(file(statement(*parts)))
    assert (found.old_cents, found.new_cents, found.faults) == (500, 1_500, [])


def test_the_pages_of_a_statement_follow_each_other():
    def page(number, last, *parts):
        told = f"<StmtPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></StmtPgntn>"
        return statement(*parts).replace("</Id><CreDtTm>", f"</Id>{told}<CreDtTm>")

    pages = [
        page(1, "false", balance("OPBD", "0"), entry("1.00"), balance("ITBD", "1")),
        page(2, "false", balance("ITBD", "1"), entry("2.00"), balance("ITBD", "3")),
        page(3, "true", balance("ITBD", "3"), entry("4.00"), balance("CLBD", "7")),
    ]
    found = [one(file(each)) for each in pages]
    assert [(one.old_cents, one.new_cents, one.faults) for one in found] == [
        (0, 100, []), (100, 300, []), (300, 700, [])
    ]  # fmt: skip
    assert [one.sequence for one in found] == ["2026-7/1", "2026-7/2", "2026-7/3"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("<Dt>2026-05-04</Dt>", 4), ("<Dt>2026-05-04+02:00</Dt>", 4), ("<Dt>2026-05-04Z</Dt>", 4),
        ("<DtTm>2026-05-04T23:59:59</DtTm>", 4), ("<DtTm>2026-05-04T22:30:00Z</DtTm>", 5),
        ("<DtTm>2026-05-04T00:00:00+02:00</DtTm>", 4),
        ("<DtTm>2026-05-04T10:00:00.123456+02:00</DtTm>", 4),
    ],
)  # fmt: skip
def test_a_moment_with_its_zone_is_the_day_it_was_here(written, day):
    told = entry("1.00").replace("<BookgDt><Dt>2026-05-04</Dt>", f"<BookgDt>{written}")
    found = one(file(statement(balance("OPBD", "0"), told, balance("CLBD", "1"))))
    assert [m.booked_on for m in found.moves] == [date(2026, 5, day)]


def test_a_reversed_entry_keeps_its_side_and_says_that_it_came_back():
    back = move("<Refs><EndToEndId>CW12-35</EndToEndId></Refs>", Sts="<RvslInd>true</RvslInd><Sts>")
    assert (back.cents, back.return_reason, back.original_reference) == (1_000, "MS03", "CW12-35")


def test_one_reference_pays_and_several_are_left_to_a_person():
    assert move(strd(FIRST)).reference == FIRST
    assert move(strd(FIRST, FIRST)).reference == FIRST
    several = move(strd(FIRST, SECOND))
    assert several.reference == ""
    assert FIRST in several.communication and SECOND in several.communication


def test_the_number_of_a_document_is_told_beside_the_words():
    told = move(strd(documents=["2026-000012"]) + "")
    assert told.communication == "2026-000012"


@pytest.mark.parametrize("written", ["RF18539007547034", "RF18 5390 0754 7034"])
def test_a_creditor_reference_is_one_word(written):
    assert move(strd(written)).reference == "RF18539007547034"


def test_an_ogm_within_the_words_is_found_and_two_are_not():
    words = f"+++{FIRST[:3]}/{FIRST[3:7]}/{FIRST[7:]}+++"
    assert move(f"<RmtInf><Ustrd>fac {words}</Ustrd></RmtInf>").reference == FIRST
    other = f"***{SECOND[:3]}/{SECOND[3:7]}/{SECOND[7:]}***"
    both = move(f"<RmtInf><Ustrd>{words}</Ustrd><Ustrd>{other}</Ustrd></RmtInf>")
    assert both.reference == ""


def test_who_pays_for_another_is_named_when_the_bank_names_nobody_else():
    assert move(parties(last="Stad Gent")).counterparty == "Stad Gent"
    assert move(parties(debtor="Betaler nv", last="Stad Gent")).counterparty == "Betaler nv"


def test_of_a_transfer_that_came_back_the_other_side_is_whom_we_paid():
    sides = parties(
        debtor="Samen cv",
        debtor_account=OURS,
        creditor="Amina",
        creditor_account="BE22313215646432",
    )
    reason = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    back = move(f"<Refs><EndToEndId>CW12-35</EndToEndId></Refs>{sides}{reason}")
    assert (back.counterparty, back.counterparty_account) == ("Amina", "BE22313215646432")
    assert (back.return_reason, back.original_reference) == ("AC04", "CW12-35")


def test_charges_and_another_currency_in_the_details_leave_the_amount_of_the_entry():
    told = (
        '<Amt Ccy="USD">12.00</Amt><AmtDtls><InstdAmt><Amt Ccy="USD">12.00</Amt></InstdAmt>'
        '<TxAmt><Amt Ccy="EUR">10.00</Amt></TxAmt></AmtDtls>'
        '<Chrgs><Rcrd><Amt Ccy="EUR">0.50</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>'
    )
    assert move(told, "9.50").cents == 950


def test_several_details_blocks_of_one_entry_are_unfolded_together():
    parts = detail("4.00", FIRST) + "</NtryDtls><NtryDtls>" + detail("6.00", SECOND)
    told = entry("10.00", details=parts)
    found = one(file(statement(balance("OPBD", "0"), told, balance("CLBD", "10"))))
    assert [(m.cents, m.reference) for m in found.moves] == [(400, FIRST), (600, SECOND)]


def test_an_account_may_be_written_in_small_letters_or_in_groups():
    for written in ("be68539007547034", "BE68 5390 0754 7034"):
        account = f"<IBAN>{written}</IBAN>"
        found = one(file(statement(balance("OPBD", "0"), balance("CLBD", "0"), account=account)))
        assert found.account == OURS


def test_any_encoding_that_the_file_declares_is_read():
    for name in ("ISO-8859-1", "UTF-16", "windows-1252"):
        text = file(statement(balance("OPBD", "0"), balance("CLBD", "0"))).decode()
        assert faults(text.replace("UTF-8", name).encode(name)) == []


def test_a_refusal_names_the_line_of_the_file():
    entries = [entry("1.00"), entry("1e3")]
    content = file(statement(balance("OPBD", "0"), *entries)).replace(b"<Ntry>", b"\n<Ntry>")
    (fault,) = one(content).faults
    assert (fault.code, fault.values["line"]) == ("element", 3)
    assert remarks.sentence(fault.code, fault.values).endswith("See line 3 of the file.")


# --- what real files do that no schema allows ---------------------------------------------------


def without_days(told):
    return told.replace("<BookgDt><Dt>2026-05-04</Dt></BookgDt>", "").replace(
        "<ValDt><Dt>2026-05-05</Dt></ValDt>", ""
    )


def proved(*parts, **more):
    found = one(file(statement(*parts), **more))
    assert found.faults == []
    return found


def test_a_central_bank_tells_neither_the_day_of_a_movement_nor_the_side_of_a_balance():
    parts = balance("OPBD", "5"), without_days(entry("10.00")), balance("CLBD", "15")
    told = [part.replace("<CdtDbtInd>CRDT</CdtDbtInd>", "") for part in (parts[0], parts[2])]
    found = proved(told[0], parts[1], told[1])
    assert (found.old_cents, found.new_cents) == (500, 1500)
    assert found.moves[0].booked_on == date(2026, 5, 4)


@pytest.mark.parametrize(
    "written", ["2026-05-04T24:00:00+02:00", "2026-05-04T00:00:00.000000000", "2026-05-04+02:00"]
)
def test_every_way_to_write_a_day_is_that_day(written):
    closing = balance("CLBD", "0").replace("2026-05-04", written)
    assert proved(balance("OPBD", "0"), closing).on == date(2026, 5, 4)


def test_a_notification_may_be_dated_by_its_file_alone():
    told = statement(entry("1")).replace("<CreDtTm>2026-05-05T06:00:00</CreDtTm>", "")
    head = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-05-06T08:00:00</CreDtTm></GrpHdr>"
    told = told.replace("Stmt>", "Ntfctn>")
    found = one(file(head + told, message="BkToCstmrDbtCdtNtfctn", version="camt.054.001.08"))
    assert (found.faults, found.on) == ([], date(2026, 5, 6))


def test_a_statement_without_a_name_is_known_by_its_number():
    told = statement(balance("OPBD", "0"), balance("CLBD", "0"), number="")
    found = one(file(told.replace("<Id></Id>", "<ElctrncSeqNb>17</ElctrncSeqNb>", 1)))
    assert (found.faults, found.sequence, found.number) == ([], "17", 17)


def test_the_pages_of_an_old_version_stand_at_the_head_of_the_file():
    def page(number, last, *parts):
        head = f"<GrpHdr><MsgPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></MsgPgntn>"
        return one(file(f"{head}</GrpHdr>{statement(*parts)}", version="camt.053.001.02"))

    first = page(1, "false", balance("OPBD", "0"), entry("4"), balance("ITBD", "4"))
    second = page(2, "true", balance("ITBD", "4"), entry("1"), balance("CLBD", "5"))
    assert [one.faults for one in (first, second)] == [[], []]
    assert [one.sequence for one in (first, second)] == ["2026-7/1", "2026-7/2"]
    whole = page(2, "true", balance("OPBD", "0"), entry("4"), balance("CLBD", "4"))
    assert (whole.faults, whole.sequence) == ([], "2026-7")
    part = page(1, "false", balance("OPBD", "0"), entry("4"), balance("CLBD", "5"))
    assert [fault.code for fault in part.faults] == ["unbalanced", "page"]


def test_an_interim_balance_closes_nothing():
    parts = balance("OPBD", "0"), entry("4"), balance("ITBD", "4")
    assert faults(file(statement(*parts))) == ["interim"]


def test_details_may_tell_only_what_was_ordered():
    def ordered(amount):
        return (
            f'<TxDtls><AmtDtls><InstdAmt><Amt Ccy="EUR">{amount}</Amt></InstdAmt></AmtDtls>'
            "</TxDtls>"
        )

    told = entry("30.00", details=ordered("10.00") + ordered("20.00"))
    found = proved(balance("OPBD", "0"), told, balance("CLBD", "30"))
    assert [move.cents for move in found.moves] == [1000, 2000]


def test_a_reference_beside_other_invoices_pays_none_by_itself():
    def block(number="", reference=""):
        paper = f"<RfrdDocInf><Nb>{number}</Nb></RfrdDocInf>" if number else ""
        ref = f"<CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf>" if reference else ""
        return f"<Strd>{paper}{ref}</Strd>"

    def told(*blocks):
        return move(f"<RmtInf>{''.join(blocks)}</RmtInf>")

    both = told(block("2026-12"), block("2026-13", FIRST))
    assert (both.reference, both.communication) == ("", f"{FIRST} 2026-12 2026-13")
    assert told(block("2026-12"), block("", FIRST)).reference == FIRST
    assert told(block("2026-12", FIRST), block("2026-13", FIRST)).reference == FIRST
    assert told(block("2026-12"), block("2026-13"), block("", FIRST)).reference == ""


def test_of_a_payment_taken_back_the_first_transfer_may_be_all_that_is_told():
    payer = parties(debtor="Café De Kroon", debtor_account="BE22313215646432")
    back = move(payer, side="DBIT")
    assert (back.counterparty, back.counterparty_account) == ("Café De Kroon", "BE22313215646432")
    ours = move(parties(debtor="Commonweal", debtor_account=OURS), side="DBIT")
    assert (ours.counterparty, ours.counterparty_account) == ("", "")


def test_the_first_versions_write_the_version_in_the_name():
    told = statement(balance("OPBD", "0"), entry("1"), balance("CLBD", "1"))
    assert one(file(told, message="BkToCstmrStmtV01")).faults == []


def test_every_document_of_an_envelope_and_of_files_put_together_is_read():
    plain = [
        file(statement(balance("OPBD", "0"), balance("CLBD", "0"), number=number))
        for number in ("1", "2")
    ]
    bare = b"".join(content.partition(b"?>")[2] for content in plain)
    for content in (b"\r\n".join(plain), b"<Envelope>" + bare + b"</Envelope>"):
        found = readers.read(content)
        assert [(one.sequence, one.faults) for one in found] == [("1", []), ("2", [])]


@pytest.mark.parametrize(
    ("before", "after"), [(b"\xef\xbb\xbf\r\n", b""), (b"\n\n", b"\x1a"), (b"", b"\x00\x00\r\n")]
)
def test_what_stands_around_a_file_says_nothing(before, after):
    told = file(statement(balance("OPBD", "0"), entry("1"), balance("CLBD", "1")))
    assert one(before + told + after).faults == []


def test_letters_other_than_declared_are_read_as_windows_writes_them():
    told = move(parties(debtor="Café De Kroon"))
    parts = entry("1", details=f"<TxDtls>{parties(debtor='Café De Kroon')}</TxDtls>")
    content = file(statement(balance("OPBD", "0"), parts, balance("CLBD", "1")))
    found = one(content.decode().encode("cp1252"))
    assert found.moves[0].counterparty == told.counterparty
    assert [warning.code for warning in found.warnings][:1] == ["letters"]


def test_another_message_is_named_by_its_number():
    content = b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'/>"
    (fault,) = one(content).faults
    assert (fault.code, fault.values) == ("other_document", {"kind": "pain.002.001.03"})


def test_a_bank_may_be_the_other_side_itself():
    bank = "<Dbtr><Agt><FinInstnId><Nm>Example Bank</Nm></FinInstnId></Agt></Dbtr>"
    assert move(f"<RltdPties>{bank}</RltdPties>").counterparty == "Example Bank"


@pytest.mark.parametrize("place", ["AddtlNtryInf", "AddtlTxInf"])
def test_a_reference_may_stand_in_what_the_bank_adds(place):
    words = f"<{place}>VIREMENT DE CAFE +++{FIRST[:3]}/{FIRST[3:7]}/{FIRST[7:]}+++</{place}>"
    if place == "AddtlTxInf":
        assert move(words).reference == FIRST
        return
    told = entry("10.00").replace("</Ntry>", f"{words}</Ntry>")
    assert proved(balance("OPBD", "0"), told, balance("CLBD", "10")).moves[0].reference == FIRST
    # Of a total it is nobody's.
    both = entry("10.00", details=detail("4.00") + detail("6.00"))
    both = both.replace("</Ntry>", f"{words}</Ntry>")
    found = proved(balance("OPBD", "0"), both, balance("CLBD", "10"))
    assert [one.reference for one in found.moves] == ["", ""]
