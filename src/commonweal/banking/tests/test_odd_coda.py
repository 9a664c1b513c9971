"""Odd but valid CODA: what banks, mail programs and old contracts make of the standard."""

from datetime import date

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries, readers
from commonweal.banking.readers import coda
from commonweal.banking.tests.conftest import MAKER, NOW, bring, came_in
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.conftest import coda as statement
from commonweal.banking.tests.test_read_coda import codes, one
from commonweal.kernel.identifiers import make_ogm

DAY = "040526"


def line(text, last=""):
    return text.ljust(128 - len(last)) + last


def amount(cents):
    return f"{int(cents < 0)}{abs(cents) * 10:015d}"


def head(version="2"):
    return line(f"00000{DAY}00005", version)


def opening(cents, account="0BE48001123456727", currency="EUR", number="001", form="2"):
    return line(f"1{form}{number}{account[1:]:<34}{currency}{amount(cents)}{DAY}", number)


def old_opening(cents, number="001"):
    return line(f"10{number}{'001123456727':<12} EUR0BE{' ' * 18}{amount(cents)}{DAY}", number)


def move(cents, words="0", number=1, detail=0, kind="0", name="Festival vzw", back="", **more):
    order, account = more.get("order", ""), more.get("account", "BE22313215646432")
    key = f"{number:04d}{detail:04d}"
    words = words.ljust(150)
    return [
        line(f"21{key}{'REF':<21}{amount(cents)}{DAY}{kind}0150000{words[:54]}{DAY}00101", " 0"),
        line(f"22{key}{words[54:107]}{order:<35}{'GEBABEBB':<11}   {back:<5}{'':<8}1", " 0"),
        line(f"23{key}{account:<34}EUR{name:<35}{words[107:150]}0", " 0"),
    ]


def closing(cents, account="BE48001123456727", currency="EUR", number="001"):
    return line(f"8{number}{account:<34}{currency}{amount(cents)}{DAY}", "0")


def file(*records, out=0, into=0, version="2"):
    lines = [head(version), *records]
    count = sum(record[0] in "1238" for record in lines)
    end = line(f"9{'':<15}{count:06d}{out * 10:015d}{into * 10:015d}", version)
    return "\r\n".join([*lines, end, ""]).encode("latin-1")


def whole(*moves, old=0, **more):
    """A statement around these moves, each a list of records with its cents in the first."""
    records = [record for records in moves for record in records]
    main = [r for r in records if r[:2] == "21" and r[53] in coda.MAIN_TYPES]
    cents = [int(r[32:46]) * (-1 if r[31] == "1" else 1) for r in main]
    out, into = -sum(c for c in cents if c < 0), sum(c for c in cents if c > 0)
    return file(opening(old), *records, closing(old + sum(cents)), out=out, into=into, **more)


def test_version_1_has_twelve_digits_and_an_address_where_version_2_has_words():
    key = "00010000"
    records = [
        old_opening(1_000),
        line(
            f"21{key}{'REF':<21}{amount(12_100)}{DAY}00150000{'1101' + make_ogm(12):<54}{DAY}00101",
            " 0",
        ),
        line(f"22{key}{'':<53}", " 0"),
        line(
            f"23{key}001987654321{'':<25}{'CAFE DE KROON':<26}{'KERKSTRAAT 1':<26}9000 GENT", " 0"
        ),
        line(f"8001{'001123456727'} EUR{'':<20}{'':<1}{amount(13_100)}{DAY}", "0"),
    ]
    found = one(file(*records, into=12_100, version="1"))
    assert found.faults == []
    assert (found.version, found.account, found.currency) == ("1", "001123456727", "EUR")
    (received,) = found.moves
    assert (received.cents, received.reference) == (12_100, make_ogm(12))
    assert (received.counterparty, received.counterparty_account) == (
        "CAFE DE KROON",
        "001987654321",
    )
    assert "KERKSTRAAT" not in received.communication


@pytest.mark.parametrize(
    ("form", "account", "currency", "number"),
    [
        ("0", "0001123456727 EUR0BE", "   ", "001123456727"),
        ("1", "0GB82WEST12345698765432", "EUR", "GB82WEST12345698765432"),
        ("2", "0BE48001123456727", "EUR", "BE48001123456727"),
        ("3", "0FR7630006000011234567890189", "EUR", "FR7630006000011234567890189"),
    ],
)
def test_each_way_to_write_an_account_is_read(form, account, currency, number):
    first = opening(5, account, currency, form=form)
    found = one(file(first, closing(5, account[1:], currency)))
    assert (found.faults, found.account, found.currency) == ([], number, "EUR")


def test_an_old_number_of_the_other_side_leaves_its_currency():
    (received,) = one(whole(move(500, account="001987654321 EUR"))).moves
    assert received.counterparty_account == "001987654321"


def test_lower_case_is_read_as_the_standard_writes_it():
    content = whole(move(500)).lower()
    found = one(content)
    assert (found.faults, found.account, found.currency) == ([], "BE48001123456727", "EUR")


def test_blanks_a_mail_program_cut_and_the_last_line_end_change_nothing():
    content = whole(move(500, "0kort"), move(-200, number=2))
    cut = "\n".join(row.rstrip() for row in content.decode("latin-1").splitlines())
    assert one(cut.encode("latin-1")).moves == one(content).moves
    assert one(cut.encode("latin-1")).faults == []


def test_balances_below_zero_and_a_year_that_ends():
    content = whole(move(500), old=-90_000).replace(b"040526", b"311226")
    found = one(content)
    assert (found.old_cents, found.new_cents, found.on) == (-90_000, -89_500, date(2026, 12, 31))
    assert found.faults == []


def test_words_run_on_over_three_records():
    words = "0" + "abcdefghi " * 14
    (received,) = one(whole(move(500, words))).moves
    assert received.communication == " ".join(("abcdefghi " * 14).split())


def test_information_names_the_other_side_and_gives_the_words_that_the_movement_lacks():
    told = [
        line("31" + "00010000" + "REF".ljust(21) + "00150000" + "1001" + "Stad Gent", " 0"),
        line("32" + "00010000" + "Botermarkt 1".ljust(105), " 0"),
    ]
    more = [
        line(
            "31" + "00020000" + "REF".ljust(21) + "00150000" + "0" + "fac. 2026-000".ljust(73), "10"
        ),
        line("32" + "00020000" + "012 dank u", "00"),
    ]
    note = line(f"4 {'00010000':<30}Uw bank wenst u een goede dag", "0")
    content = whole(move(500, name=""), told, move(300, number=2), more, [note])
    first, second = one(content).moves
    assert one(content).faults == []
    assert first.counterparty == "Stad Gent"
    assert second.counterparty == "Festival vzw"
    assert second.communication.split() == ["fac.", "2026-000", "012", "dank", "u"]


def test_information_adds_to_words_that_say_too_little():
    def told(text):
        return [line("31" + "00010000" + "REF".ljust(21) + "00150000" + "0" + text.ljust(73), " 0")]

    (found,) = one(whole(move(500, "0Transfer (see annex)"), told("invoice 2026-000012"))).moves
    assert found.communication == "Transfer (see annex) invoice 2026-000012"
    (named,) = one(whole(move(500, "0Transfer"), told("01Festival vzw"))).moves
    assert named.communication == "Transfer"


@pytest.mark.parametrize("kind", ["101", "102"])
def test_both_kinds_of_structured_reference(kind):
    (received,) = one(whole(move(500, f"1{kind}{make_ogm(12)}"))).moves
    assert (received.reference, received.communication) == (make_ogm(12), make_ogm(12))


def test_a_direct_debit_says_its_mandate_and_why_it_came_back():
    words = f"1127{DAY}110{'BE99ZZZ0123456789':<35}{'MANDATE-7':<35}{'water mei':<62}"
    (gone,) = one(whole(move(-500, words))).moves
    assert (gone.communication, gone.order_reference, gone.return_reason) == (
        "water mei", "MANDATE-7", "",
    )  # fmt: skip


def test_a_transfer_that_came_back_says_why():
    (back,) = one(whole(move(500, order="CW12-345", back="2AC04"))).moves
    assert (back.return_reason, back.original_reference) == ("AC04", "CW12-345")


@pytest.mark.parametrize(
    "written", ["RF18 5390 0754 7034", "rf18539007547034", "RF18 5390 0754 7034 MET DANK 2026"]
)
def test_a_creditor_reference_in_groups_is_one_word(written):
    (found,) = one(whole(move(500, f"0Betaling {written}"))).moves
    assert found.reference == "RF18539007547034"


def test_two_references_in_one_text_are_left_to_a_person():
    words = f"0+++{make_ogm(1)}+++ +++{make_ogm(2)}+++"
    (received,) = one(whole(move(500, words))).moves
    assert received.reference == ""
    twice = f"0+++{make_ogm(1)}+++ ***{make_ogm(1)}***"
    assert one(whole(move(500, twice))).moves[0].reference == make_ogm(1)


def test_an_account_in_another_currency_is_proved_and_not_entered(account):
    content = file(opening(5, currency="USD"), closing(5, currency="USD"))
    (verdict,) = bring(content)
    assert (verdict.verdict, verdict.account) == (banking.BOOKED, None)


def test_two_accounts_run_together_are_refused_at_the_second():
    both = file(opening(0), closing(0), opening(5), *move(10), closing(15), into=10)
    assert codes(one(both)) == ["record"]
    assert one(both).faults[0].values == {"line": 4}
    late = file(opening(0), closing(0), *move(10), into=10)
    assert codes(one(late)) == ["record"]


def test_a_bank_that_does_not_count_may_send_two_on_a_day(account):
    morning = file(opening(0, number="000"), *move(500), closing(500, number="000"), into=500)
    evening = file(opening(500, number="000"), *move(70), closing(570, number="000"), into=70)
    (first, second) = bring(morning, evening)
    assert (first.verdict, second.verdict) == (banking.BOOKED, banking.BOOKED)
    assert [v.verdict for v in bring(evening, morning)] == [banking.DUPLICATE] * 2
    other = file(opening(500, number="000"), *move(80), closing(580, number="000"), into=80)
    assert bring(other)[0].faults[-1].code == "other_content"
    assert queries.gaps() == []


def test_the_same_file_under_another_name_changes_nothing(account):
    content = statement(came_in(500))
    bring(content)
    files = [banking.BankFile("other name.txt", content)]
    (verdict,) = banking.import_statements(files=files, by=MAKER, at=NOW)
    assert verdict.verdict == banking.DUPLICATE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n...", "pdf"), (b"PK\x03\x04rest", "packed"), (b"\x1f\x8b\x08rest", "packed"),
        (b":20:MT940\r\n:25:BE48001123456727\r\n", "other_kind"), (b"BZh91AY&SY", "packed"),
        (b"{1:F01KREDBEBB}{4:\r\n:20:A\r\n-}", "other_kind"), (b"\xfd7zXZ\x00", "packed"),
        (b"OFXHEADER:100\nDATA:OFXSGML\n", "other_kind"), (b'[{"amount": 1}]', "other_kind"),
        (b"\xef\xbb\xbf\n!Type:Bank\nD1/1\n", "other_kind"), (b"{\\rtf1 x}", "other_kind"),
        (b"-----BEGIN PGP MESSAGE-----\n", "other_kind"), (b"0\x82\x10\0\x06\x09*", "other_kind"),
        (b"<!DOCTYPE html><html>", "other_kind"), (b"a.cod".ljust(257, b"\0") + b"ustar", "packed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "packed"), (b"Dear client,\nhello", "unknown_format"),
        (b"Dear client\nhello", "unknown_format"),
    ],
)  # fmt: skip
def test_what_people_choose_by_mistake_is_named(content, code):
    (found,) = readers.read(content)
    assert codes(found) == [code]


def test_the_parts_of_a_total_may_be_written_as_movements_within_it():
    """The standard writes type 5; some banks write type 0 under the number of the total."""
    total = move(-8500, number=1, kind="1")
    parts = [move(-2500, number=1, detail=2, name="Amina"), move(-6000, number=1, detail=3)]
    records = [record for told in (total, *parts) for record in told]
    content = file(opening(10_000), *records, closing(1500), out=8500)
    found = one(content)
    assert codes(found) == []
    assert [move.cents for move in found.moves] == [-8500]
    assert [part.cents for part in found.moves[0].details] == [-2500, -6000]
    # As movements they make a balance too: then they are what they say.
    each = one(file(opening(20_000), *records, closing(3000), out=17_000))
    assert (codes(each), len(each.moves)) == ([], 3)
