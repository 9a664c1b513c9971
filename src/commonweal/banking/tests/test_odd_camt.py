"""Odd but valid camt: what banks make of the schema, version by version."""

from datetime import date

import pytest

from commonweal.banking import remarks
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
