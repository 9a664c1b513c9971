"""Importing statements: verdicts, what the books say after, and what a second import changes."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import Move, Statement
from commonweal.banking.tests.conftest import (
    IBAN,
    MAKER,
    NOW,
    TODAY,
    bring,
    came_in,
    claim,
    coda,
    day,
)
from commonweal.banking.tests.test_read_coda import total
from commonweal.banking.values import ReadMove
from commonweal.documents import queries as documents
from commonweal.kernel.models import Event
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.ledger.models import Entry

KITS = Path(__file__).parents[5] / "shared/kits/bank"
needs_kits = pytest.mark.skipif(not KITS.exists(), reason="the shared kits are not beside this")
pytestmark = pytest.mark.django_db


def verdicts(*contents):
    return [verdict.verdict for verdict in bring(*contents)]


def codes(remarks):
    return [remark.code for remark in remarks]


def test_a_payment_settles_its_invoice(account):
    reference = claim(12, 12_100)
    assert verdicts(coda(came_in(12_100, reference))) == ["booked"]
    assert books.open_amount(account="400", item="invoice:2026-000012") == 0
    assert books.account_balance(account="550") == 12_100
    assert books.account_balance(account="499") == 0
    assert books.collected(unit=7) == 12_100
    move = Move.objects.get()
    assert (move.item, move.settled_cents) == ("invoice:2026-000012", 12_100)


def test_a_partial_payment_leaves_the_rest_open(account):
    reference = claim(12, 12_100)
    bring(coda(came_in(5_000, reference)))
    assert books.open_amount(account="400", item="invoice:2026-000012") == 7_100


def test_what_nobody_can_place_waits_on_the_suspense_account_with_its_reason(account):
    reference = claim(12, 12_100)
    bring(coda(came_in(13_000, reference), came_in(500), came_in(700, "000000000097")))
    assert books.open_amount(account="400", item="invoice:2026-000012") == 0
    assert books.account_balance(account="499") == -(900 + 500 + 700)
    waiting = queries.suspense()
    assert [(w.cents, w.move.waits_because) for w in waiting] == [
        (900, "overpaid"), (500, "no_reference"), (700, "unknown_reference")
    ]  # fmt: skip
    assert books.open_amount(account="499", item=waiting[0].move.ref) == -900
    assert waiting[0].move.why


def test_one_import_is_one_posting_and_one_event(account):
    bring(coda(came_in(1), came_in(2)), coda(came_in(3), sequence=2, old_cents=3))
    entries = Entry.objects.filter(journal__code="bank")
    assert entries.count() == 3
    assert {entry.posted_at for entry in entries} == {NOW}
    event = Event.objects.get(verb="banking.import_statements")
    assert event.subjects == [statement.ref for statement in Statement.objects.order_by("id")]


def test_a_second_import_changes_nothing(account):
    content = coda(came_in(500))
    bring(content)
    before = Statement.objects.count(), Move.objects.count(), Entry.objects.count()
    (again,) = bring(content)
    assert again.verdict == "duplicate"
    assert again.why
    assert (Statement.objects.count(), Move.objects.count(), Entry.objects.count()) == before
    assert Event.objects.filter(verb="banking.import_statements").count() == 1


def test_the_same_statement_twice_in_one_import_is_booked_once(account):
    content = coda(came_in(500))
    assert verdicts(content, content + content) == ["booked", "duplicate", "duplicate"]
    assert books.account_balance(account="550") == 500


def test_the_same_number_with_other_amounts_is_refused(account):
    bring(coda(came_in(500)))
    (other,) = bring(coda(came_in(600)))
    assert other.verdict == "refused"
    assert codes(other.faults) == ["other_content"]
    assert books.account_balance(account="550") == 500


def test_the_same_day_in_another_format_is_a_duplicate(account):
    bring(coda(came_in(500)))
    camt = (
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt>"
        f"<Id>OTHER-7</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>0.00</Amt>"
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{TODAY}</Dt></Dt></Bal>"
        "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>5.00</Amt>"
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{TODAY}</Dt></Dt></Bal>"
        "<Ntry><Amt Ccy='EUR'>5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{TODAY}</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>"
    ).encode()
    (again,) = bring(camt)
    assert (again.verdict, codes(again.faults)) == ("duplicate", ["other_format"])


def test_a_refused_file_is_kept_with_its_reason_once(account):
    content = coda(came_in(500), old_cents=100)
    content = content.replace(b"0000000000006000", b"0000000000007000")
    first, second = bring(content)[0], bring(content)[0]
    assert (first.verdict, second.verdict) == ("refused", "refused")
    statement = Statement.objects.get()
    assert documents.content(document=statement.document) == content
    assert "1.00" in statement.why
    assert Move.objects.count() == 0
    assert books.account_balance(account="550") == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"hello", b"<a>"])
def test_what_is_no_statement_is_refused_and_kept(account, content):
    (verdict,) = bring(content)
    assert (verdict.verdict, verdict.read.account, verdict.read.moves) == ("refused", None, [])
    statement = Statement.objects.get()
    assert statement.why
    if content:
        assert documents.content(document=statement.document) == content
    else:
        assert statement.document is None


def test_a_good_statement_beside_a_bad_one_is_booked(account):
    bad = coda(came_in(500), sequence=2, old_cents=100)
    bad = bad.replace(b"0000000000006000", b"0000000000007000")
    assert verdicts(coda(came_in(100)) + bad, b"junk") == ["booked", "refused", "refused"]
    assert books.account_balance(account="550") == 100


def test_an_account_that_is_not_ours_is_proved_and_not_entered(account):
    assert verdicts(coda(came_in(500), iban="BE68539007547034")) == ["booked"]
    assert Move.objects.get().settled_cents == 0
    assert Entry.objects.count() == 0


def test_what_was_kept_is_entered_once_when_its_account_becomes_ours(db):
    content = coda(came_in(500))
    assert verdicts(content, content) == ["booked", "duplicate"]
    assert Entry.objects.count() == 0
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    assert verdicts(content, content) == ["booked", "duplicate"]
    assert verdicts(content) == ["duplicate"]
    assert books.account_balance(account="550") == 500


def test_without_any_account_of_ours_statements_are_still_proved():
    assert verdicts(coda(came_in(500))) == ["booked"]


@needs_kits
def test_the_kit_gets_the_verdicts_its_readme_lists(account):
    names = sorted([*KITS.glob("coda/*.cod"), *KITS.glob("camt/*.xml")])
    expected = {
        "camt.053.001.02.xml": "booked",
        "camt.054.001.02.xml": "booked",
        "camt.054.001.04.xml": "duplicate",
        "febelfin-empty.cod": "booked",
        "febelfin-full.cod": "booked",
        "lgpl-sample1.cod": "booked",
        "lgpl-sample5.cod": "refused",
        "lgpl-sample8.cod": "booked",
        "mit-two-credits.cod": "refused",
    }
    files = [banking.BankFile(path.name, path.read_bytes()) for path in names]
    found = banking.import_statements(files=files, by=MAKER, at=NOW)
    assert {verdict.file.name: verdict.verdict for verdict in found} == expected
    assert Entry.objects.count() == 0
    again = banking.import_statements(files=files, by=MAKER, at=NOW)
    assert {verdict.verdict for verdict in again} == {"duplicate", "refused"}
    assert Statement.objects.count() == 8


def test_a_rehearsal_gives_the_verdict_and_leaves_no_trace(account):
    content = coda(came_in(500))
    found = banking.import_statements.dry_run(
        files=[banking.BankFile("a.cod", content), banking.BankFile("b.cod", content)],
        by=MAKER, at=NOW,
    )  # fmt: skip
    assert [verdict.verdict for verdict in found] == ["booked", "duplicate"]
    assert Statement.objects.count() == Entry.objects.count() == Event.objects.count() - 1 == 0


def test_a_gap_between_statements_is_shown(account):
    bring(coda(came_in(500), on=day(4)))
    late, next_one = bring(
        coda(came_in(50), old_cents=900, sequence=3, on=day(6)),
        coda(came_in(400), old_cents=500, sequence=2, on=day(5)),
    )
    assert codes(next_one.warnings) == []
    assert codes(late.warnings) == []
    (after_gap,) = bring(coda(came_in(1), old_cents=7_000, sequence=5, on=day(8)))
    assert codes(after_gap.warnings) == ["gap"]
    assert Statement.objects.order_by("-id")[0].notes


def test_an_account_that_begins_with_money_the_books_do_not_know_is_shown(account):
    (first,) = bring(coda(came_in(1), old_cents=100_000))
    assert codes(first.warnings) == ["books_differ"]


def test_a_statement_of_a_closed_month_is_dated_in_the_first_open_one(account):
    ledger.close_month(month=day(1), by=MAKER, at=NOW.replace(month=6))
    (verdict,) = bring(coda(came_in(500)))
    assert (verdict.verdict, codes(verdict.warnings)) == ("booked", ["month_closed"])
    assert str(Entry.objects.get().on) == "2026-06-01"


def test_a_move_of_nothing_makes_no_entry(account):
    assert verdicts(coda(came_in(0), came_in(5))) == ["booked"]
    assert Entry.objects.count() == 1


def test_huge_amounts_stay_exact(account):
    bring(coda(came_in(99_999_999_999_998), came_in(1)))
    assert books.account_balance(account="550") == 99_999_999_999_999


def test_a_domestic_number_of_ours_is_ours(account):
    line = f"10001{IBAN[4:]} EUR0BE".ljust(42).encode()
    content = coda(came_in(500))
    lines = content.split(b"\r\n")
    lines[1] = line + lines[1][42:]
    lines[-3] = f"8001{IBAN[4:]} EUR0BE".ljust(41).encode() + lines[-3][41:]
    assert verdicts(b"\r\n".join(lines)) == ["booked"]
    assert books.account_balance(account="550") == 500


def test_the_books_equal_the_bank_after_every_import(account):
    bring(coda(came_in(500), ReadMove(-200, TODAY, TODAY)))
    bring(coda(came_in(50), old_cents=300, sequence=2, on=day(5)))
    (proof,) = queries.proofs()
    assert (proof.books_cents, proof.bank_cents, proof.difference_cents) == (350, 350, 0)


def test_statements_and_moves_never_change(account):
    bring(coda(came_in(500)))
    for rows in (Statement.objects.all(), Move.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**({"file_name": "x"} if rows.model is Statement else {"cents": 1}))
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete("default")


def test_a_statement_that_does_not_balance_cannot_be_stored(account):
    with pytest.raises(IntegrityError, match="statement_booked_balances"), transaction.atomic():
        Statement.objects.create(
            file_name="x", file_sha256="0" * 64, place=1, format="coda", identity="x",
            fingerprint="0" * 64, verdict="booked", old_cents=1, moved_cents=1, new_cents=3,
            imported_by="user:1", imported_at=NOW,
        )  # fmt: skip


def test_an_import_costs_the_same_number_of_statements_whatever_its_size(
    account, django_assert_max_num_queries
):
    reference = claim(12, 12_100)
    with django_assert_max_num_queries(30):
        bring(coda(*[came_in(n, reference) for n in range(1, 60)], came_in(9)))


def test_what_is_behind_a_total_is_kept_and_books_nothing_of_its_own(account):
    back = ReadMove(
        -500, TODAY, TODAY, "An", "BE22313215646432", order_reference="CW12-7",
        code="01520000", return_reason="AC04",
    )  # fmt: skip
    content = total("1", "5", [came_in(100), came_in(200)], iban=IBAN)
    bring(content, coda(back, old_cents=300, sequence=8, on=day(5)))
    first, second = Move.objects.order_by("id")
    assert [(d.position, d.cents) for d in first.details.order_by("position")] == [
        (1, 100), (2, 200),
    ]  # fmt: skip
    assert books.account_balance(account="550") == 300 - 500
    assert (second.code, second.return_reason, second.original_reference) == (
        "01520000", "AC04", "CW12-7",
    )  # fmt: skip
    assert [s.number for s in Statement.objects.order_by("id")] == [7, 8]
    assert {s.way for s in Statement.objects.all()} == {"by_hand"}
