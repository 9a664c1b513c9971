"""Reading camt.053 and camt.054: balances prove, names count, schemas only warn."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.banking import readers, remarks

KITS = Path(__file__).parents[5] / "shared/kits/bank/camt"
needs_kits = pytest.mark.skipif(not KITS.exists(), reason="the shared kits are not beside this")


def balance(kind, amount, side="CRDT", currency="EUR"):
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        "<Dt><Dt>2026-05-04</Dt></Dt></Bal>"
    )


def entry(amount, side="CRDT", status="BOOK", details="", currency="EUR"):
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>2026-05-04</Dt></BookgDt>"
        f"<ValDt><Dt>2026-05-05</Dt></ValDt><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def detail(amount, reference="", side="", end_to_end=""):
    sign = f"<CdtDbtInd>{side}</CdtDbtInd>" if side else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{amount}</Amt>{sign}'
        "<RltdPties><Dbtr><Nm>Café De Kroon</Nm></Dbtr><DbtrAcct><Id><IBAN>BE22313215646432</IBAN>"
        "</Id></DbtrAcct><Cdtr><Pty><Nm>Amina Diallo</Nm></Pty></Cdtr></RltdPties>"
        f"<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )


def statement(*parts, number="2026-7", account="<IBAN>BE68539007547034</IBAN>", currency="EUR"):
    ccy = f"<Ccy>{currency}</Ccy>" if currency else ""
    return (
        f"<Stmt><Id>{number}</Id><CreDtTm>2026-05-05T06:00:00</CreDtTm>"
        f"<Acct><Id>{account}</Id>{ccy}</Acct>{''.join(parts)}</Stmt>"
    )


def file(*statements, version="camt.053.001.08", message="BkToCstmrStmt"):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><{message}>'
        f"{''.join(statements)}</{message}></Document>"
    ).encode()


def one(content):
    (found,) = readers.read(content)
    return found


def faults(content):
    found = one(content).faults
    assert all("%" not in remarks.sentence(fault.code, fault.values) for fault in found)
    return [fault.code for fault in found]


@needs_kits
def test_the_sample_whose_summary_lies_is_proved_by_its_balances():
    found = one((KITS / "camt.053.001.02.xml").read_bytes())
    assert found.faults == []
    assert (found.old_cents, found.new_cents) == (200_000, 190_000)
    assert [move.cents for move in found.moves] == [-10_000]
    assert [w.code for w in found.warnings] == ["not_valid", "summary_differs"]


@needs_kits
@pytest.mark.parametrize("name", ["camt.054.001.02.xml", "camt.054.001.04.xml"])
def test_a_notification_has_moves_and_no_balances(name):
    found = one((KITS / name).read_bytes())
    assert found.faults == []
    assert (found.format, found.account, found.currency) == (
        "camt.054", "50000000054910000003", "SEK"
    )  # fmt: skip
    assert (found.old_cents, found.new_cents) == (None, None)
    assert [(move.cents, move.counterparty) for move in found.moves] == [(10_567_850, "MUELLER")]


@pytest.mark.parametrize("number", range(1, 15))
def test_it_reads_every_version_by_the_names_of_its_elements(number):
    parts = balance("OPBD", "100.00"), entry("20.5"), balance("CLBD", "120.50")
    found = one(file(statement(*parts), version=f"camt.053.001.{number:02d}"))
    assert found.faults == []
    assert found.version == f"camt.053.001.{number:02d}"
    (move,) = found.moves
    assert (move.cents, move.booked_on, move.value_on) == (
        2_050, date(2026, 5, 4), date(2026, 5, 5)
    )  # fmt: skip


def test_a_prefix_or_an_envelope_changes_nothing():
    plain = file(statement(balance("OPBD", "1"), entry("2"), balance("CLBD", "3")))
    body = plain.split(b"?>", 1)[1]
    prefixed = body.replace(b"<", b"<c:").replace(b"<c:/", b"</c:").replace(b"xmlns=", b"xmlns:c=")
    enveloped = b"<soap><body>" + body + b"</body></soap>"
    utf16 = plain.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")
    for variant in (prefixed, enveloped, utf16, b"\xef\xbb\xbf" + plain):
        found = one(variant)
        assert found.faults == []
        assert found.moves == one(plain).moves


def test_an_account_may_be_overdrawn():
    parts = balance("PRCD", "50.00", "DBIT"), entry("70.00", "DBIT"), balance("CLBD", "120", "DBIT")
    found = one(file(statement(*parts)))
    assert found.faults == []
    assert (found.old_cents, found.new_cents) == (-5_000, -12_000)


def test_it_takes_a_batch_apart_when_its_details_add_up():
    details = detail("10.00", "+++090/9337/55493+++") + detail("5.00", "RF18 5390 0754 7034")
    parts = balance("OPBD", "0"), entry("15.00", details=details), balance("CLBD", "15.00")
    found = one(file(statement(*parts)))
    assert found.faults == []
    assert [(m.cents, m.reference) for m in found.moves] == [
        (1_000, "090933755493"),
        (500, "RF18539007547034"),
    ]
    assert found.moves[0].counterparty == "Café De Kroon"
    assert found.moves[0].counterparty_account == "BE22313215646432"


def test_a_batch_whose_details_do_not_add_up_is_one_move():
    details = detail("10.00") + detail("6.00")
    parts = balance("OPBD", "0"), entry("15.00", details=details), balance("CLBD", "15.00")
    found = one(file(statement(*parts)))
    assert [move.cents for move in found.moves] == [1_500]
    assert [w.code for w in found.warnings if w.code != "not_valid"] == ["details_differ"]


def test_a_payment_out_names_whom_it_went_to_and_its_order():
    out = entry("15.00", "DBIT", details=detail("15.00", end_to_end="CW-12-1"))
    found = one(file(statement(balance("OPBD", "20"), out, balance("CLBD", "5"))))
    assert [(m.cents, m.counterparty, m.order_reference) for m in found.moves] == [
        (-1_500, "Amina Diallo", "CW-12-1")
    ]


@pytest.mark.parametrize("status", ["PDNG", "<Cd>PDNG</Cd>", "INFO", "<Cd>FUTR</Cd>"])
def test_what_is_not_booked_yet_is_left_out(status):
    parts = balance("OPBD", "1"), entry("9.00", status=status), balance("CLBD", "1")
    found = one(file(statement(*parts)))
    assert found.faults == [] and found.moves == []
    assert "not_final" in [w.code for w in found.warnings]


def test_a_booked_status_may_be_a_code():
    parts = balance("OPBD", "1"), entry("9.00", status="<Cd>BOOK</Cd>"), balance("CLBD", "10")
    assert [m.cents for m in one(file(statement(*parts))).moves] == [900]


def test_several_accounts_in_one_file_are_judged_one_by_one():
    good = statement(balance("OPBD", "1"), entry("9.00"), balance("CLBD", "10"))
    bad = statement(
        balance("OPBD", "1"), balance("CLBD", "2"), number="2",
        account="<Othr><Id>123-4567890-12</Id></Othr>",
    )  # fmt: skip
    first, second = readers.read(file(good, bad))
    assert first.faults == []
    assert [fault.code for fault in second.faults] == ["unbalanced"]
    assert second.account == "123-4567890-12"


OPEN, CLOSE = balance("OPBD", "1"), balance("CLBD", "1")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (file(statement(OPEN, balance("CLBD", "2"))), "unbalanced"),
        (file(statement(CLOSE)), "no_old_balance"),
        (file(statement(OPEN)), "no_new_balance"),
        (file(statement(OPEN, CLOSE, account="")), "no_account"),
        (file(statement(OPEN, CLOSE, number="")), "no_sequence"),
        (file(statement(currency=""), version="camt.054.001.08"), "no_currency"),
        (file(statement(OPEN, entry("1", currency="USD"), CLOSE)), "other_currency"),
        (file(statement(OPEN, entry("NaN"), CLOSE)), "element"),
        (file(statement(OPEN, entry("1e3"), CLOSE)), "element"),
        (file(statement(OPEN, entry("-1"), CLOSE)), "element"),
        (file(statement(OPEN, entry("0.001"), CLOSE)), "element"),
        (file(statement(OPEN, entry("9" * 30), CLOSE)), "element"),
        (file(statement(OPEN, entry("1", side="IN"), CLOSE)), "element"),
        (file(statement(OPEN, entry("1").replace("2026-05-04", "04/05/26"), CLOSE)), "element"),
        (file(), "no_statement"),
        (file(message="BkToCstmrAcctRpt", version="camt.052.001.08"), "intraday"),
        (b"<Invoice xmlns='urn:x'><ID>1</ID></Invoice>", "other_document"),
        (file(statement(OPEN, CLOSE))[:300], "broken_xml"),
        (b"<?xml version='1.0' encoding='klingon'?><Document/>", "broken_xml"),
        (b"<html><body>Session expired", "broken_xml"),
        (b"<!DOCTYPE D [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><D>&a;</D>", "doctype"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_file(content, expected):
    assert faults(content.replace(b"<Ccy></Ccy>", b"")) == [expected]


@pytest.mark.parametrize(("written", "cents"), [(".50", 50), ("+10.00", 1000), ("7.", 700)])
def test_every_decimal_of_the_standard_is_an_amount(written, cents):
    found = one(file(statement(balance("OPBD", "0"), entry(written), balance("CLBD", written))))
    assert ([move.cents for move in found.moves], found.faults) == ([cents], [])


def test_an_entity_bomb_is_refused_at_once():
    names = "abcdefgh"
    bomb = "<!DOCTYPE d [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {now} '{f'&{before};' * 99}'>"
        for before, now in zip(names, names[1:], strict=False)
    )
    assert faults(f"{bomb}]><Document>&h;</Document>".encode())[0] in ("doctype", "broken_xml")


@given(st.data())
def test_a_damaged_file_is_answered_never_a_crash(data):
    details = detail("10.00", "+++090/9337/55493+++") + detail("5.00")
    parts = balance("OPBD", "0"), entry("15.00", details=details), balance("CLBD", "15.00")
    content = bytearray(file(statement(*parts)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    for found in readers.read(bytes(content)):
        for remark in [*found.faults, *found.warnings]:
            assert remarks.sentence(remark.code, remark.values)
        if not found.faults and found.format == "camt.053":
            assert found.old_cents + sum(m.cents for m in found.moves) == found.new_cents


# --- kinds of movement, returns, numbers and details ------------------------------------------

FAMILY = "<Fmly><Cd>RCDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly>"
RETURN = f"<BkTxCd><Domn><Cd>PMNT</Cd>{FAMILY}</Domn></BkTxCd>"


def with_in(details, inside):
    return details.replace("</TxDtls>", f"{inside}</TxDtls>")


def test_a_transfer_that_came_back_says_why_and_what_it_was_called():
    back = with_in(
        detail("15.00", end_to_end="CW12-34"),
        "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>",
    )
    parts = balance("OPBD", "0"), entry("15.00", details=back), balance("CLBD", "15.00")
    (move,) = one(file(statement(*parts))).moves
    assert (move.return_reason, move.original_reference) == ("AC04", "CW12-34")


def test_the_kind_of_transaction_alone_may_say_that_it_came_back():
    back = with_in(detail("15.00", end_to_end="CW12-34"), RETURN)
    parts = balance("OPBD", "0"), entry("15.00", details=back), balance("CLBD", "15.00")
    (move,) = one(file(statement(*parts))).moves
    assert (move.code, move.return_reason) == ("PMNT-RCDT-RRTN", "MS03")
    plain = balance("OPBD", "0"), entry("15.00"), balance("CLBD", "15.00")
    assert one(file(statement(*plain))).moves[0].return_reason == ""


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("<ElctrncSeqNb>42</ElctrncSeqNb>", 42),
        ("<LglSeqNb>7</LglSeqNb>", 7),
        ("<ElctrncSeqNb>42</ElctrncSeqNb><LglSeqNb>7</LglSeqNb>", 42),
        ("<ElctrncSeqNb>0</ElctrncSeqNb>", None),
        ("<ElctrncSeqNb>999999999999999999</ElctrncSeqNb>", None),
        ("<ElctrncSeqNb>x</ElctrncSeqNb>", None),
        ("", None),
    ],
)
def test_the_number_of_a_statement_is_the_electronic_one_or_the_legal(written, number):
    parts = balance("OPBD", "0"), balance("CLBD", "0")
    content = file(statement(*parts)).decode().replace("</Id><", f"</Id>{written}<", 1)
    assert one(content.encode()).number == number


def test_the_details_of_a_total_are_told_and_the_moves_stay_as_they_were():
    details = detail("10.00", "+++090/9337/55493+++") + detail("6.00", end_to_end="CW12-35")
    parts = balance("OPBD", "0"), entry("15.00", details=details), balance("CLBD", "15.00")
    (move,) = one(file(statement(*parts))).moves
    assert move.cents == 1_500
    assert [(d.cents, d.reference, d.order_reference) for d in move.details] == [
        (1_000, "090933755493", ""),
        (600, "", "CW12-35"),
    ]
