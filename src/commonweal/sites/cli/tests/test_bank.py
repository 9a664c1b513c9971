"""`commonweal bank` as a person or a script calls it."""

import argparse
import json
from pathlib import Path

import pytest
from django.utils import translation
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import actions as banking
from commonweal.banking.tests.conftest import (
    CHECKER,
    MAKER,
    NOW,
    bring,
    came_in,
    claim,
    coda,
    day,
    debt,
)
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.handing import hand_over
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.kernel.identifiers import make_ogm
from commonweal.ledger import queries as books
from commonweal.sites.cli import bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        bank.add_arguments(parser)
        with translation.override("en"):
            code = bank.run(parser.parse_args([str(word) for word in words]))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.cod"
    path.write_bytes(coda(came_in(12_100, make_ogm(12)), came_in(-50), old_cents=100))
    return path


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.cod"
    content = coda(came_in(500), old_cents=100, sequence=2)
    path.write_bytes(content.replace(b"0000000000006000", b"0000000000007000"))
    return path


def test_it_tells_each_statement_in_cents(call, good):
    code, out, _ = call("import", "--json", good)
    (told,) = json.loads(out)
    assert code == 0
    assert told | {
        "file": str(good), "format": "coda", "account": "BE48001123456727", "currency": "EUR",
        "old_balance": 100, "new_balance": 12_150, "verdict": "booked", "why": None,
    } == told  # fmt: skip
    first, second = told["moves"]
    assert first | {
        "amount": 12_100, "date": "2026-05-04", "counterparty": "Festival vzw",
        "reference": make_ogm(12),
    } == first  # fmt: skip
    assert (second["amount"], second["reference"]) == (-50, None)


def test_it_says_what_is_refused_and_ends_with_1(call, good, bad):
    code, out, _ = call("import", "--json", good, bad, good)
    assert code == 1
    assert [row["verdict"] for row in json.loads(out)] == ["booked", "refused", "duplicate"]
    assert "the difference is 1.00" in json.loads(out)[1]["why"]
    assert banking.Statement.objects.count() == 2


def test_a_file_that_is_no_statement_is_one_row_without_figures(call, tmp_path):
    (tmp_path / "photo.cod").write_bytes(b"\x89PNG\x00\x01")
    code, out, _ = call("import", "--json", tmp_path / "photo.cod")
    (told,) = json.loads(out)
    empty = ("format", "account", "currency", "old_balance", "new_balance")
    assert code == 1
    assert [told[name] for name in empty] == [None] * 5
    assert (told["moves"], told["verdict"]) == ([], "refused")
    assert "Choose a CODA" in told["why"]


def test_a_rehearsal_says_the_same_and_stores_nothing(call, good, bad):
    code, out, _ = call("import", "--dry-run", "--json", good, bad, good)
    assert code == 1
    assert [row["verdict"] for row in json.loads(out)] == ["booked", "refused", "duplicate"]
    assert banking.Statement.objects.count() == 0


def test_a_person_reads_aligned_lines(call, account, good, bad):
    _, out, _ = call("import", good, bad)
    assert out.splitlines()[:5] == [
        f"BOOKED    {good}  coda  BE48001123456727  EUR  001/001  2026-05-04",
        "  old                        1.00",
        f"  2026-05-04               121.00  Festival vzw                      {make_ogm(12)}",
        "  2026-05-04                -0.50  Festival vzw",
        "  new                      121.50",
    ]
    assert "REFUSED" in out and "the difference is 1.00" in out
    assert "The books hold 0.00" in out


@pytest.mark.parametrize("name", ["nowhere.cod", "no*.cod", "empty"])
def test_a_missing_file_or_an_empty_folder_is_one_sentence(call, good, tmp_path, name):
    (tmp_path / "empty").mkdir()
    code, out, err = call("import", good, tmp_path / name)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1 and str(tmp_path) in err
    assert banking.Statement.objects.count() == 0


def test_a_folder_is_taken_in_and_what_is_no_statement_is_told(call, account, good, bad, tmp_path):
    for name in (".hidden.cod", "half.cod.part", "guide.pdf", "README.md"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "done").mkdir()
    code, out, err = call("import", "--json", tmp_path, good)
    assert code == 1
    told = [(Path(row["file"]).name, row["verdict"]) for row in json.loads(out)]
    assert told == [("bad.cod", "refused"), ("good.cod", "booked"), ("good.cod", "duplicate")]
    left = [line.split(": ")[1].rpartition("/")[2] for line in err.splitlines()]
    assert left == [".hidden.cod", "README.md", "done", "guide.pdf", "half.cod.part"]


def test_a_pattern_that_the_shell_hands_on_is_followed(call, account, good, bad, tmp_path):
    code, out, _ = call("import", "--json", tmp_path / "g*.cod")
    assert (code, [Path(row["file"]).name for row in json.loads(out)]) == (0, ["good.cod"])


def test_the_simulated_bank_pays_invoices_and_executes_files(call, account, tmp_path):
    claim(12, 12_100)
    debt(9, 1)
    batch = banking.approve_batch(batch=build(wage()), by=CHECKER, at=NOW)
    hand_over(banking.export_batch(batch=batch, by=MAKER, at=NOW))
    code, out, _ = call("simulate", "--out", tmp_path / "next.cod", "--on", "2026-05-11")
    assert (code, out.strip()) == (0, str(tmp_path / "next.cod"))
    code, out, _ = call("import", "--json", tmp_path / "next.cod")
    (told,) = json.loads(out)
    assert code == 0
    assert [move["amount"] for move in told["moves"]] == [12_100, -150_000]
    assert told["notes"] == []
    assert books.open_amount(account="400", item="invoice:2026-000012") == 0
    assert books.account_balance(account="5509") == books.account_balance(account="499") == 0
    batch.refresh_from_db()
    assert batch.state == "executed"


def test_the_simulated_bank_goes_on_where_it_was(call, account, tmp_path):
    bring(coda(came_in(500), sequence=41))
    call("simulate", "--out", tmp_path / "next.cod", "--mistake", "unknown-payer")
    _, out, _ = call("import", "--json", tmp_path / "next.cod")
    (told,) = json.loads(out)
    assert (told["statement"], told["old_balance"], told["notes"]) == ("042/042", 500, [])


@pytest.mark.parametrize(
    ("mistake", "open_cents", "suspense_cents"),
    [("partial", 6_050, 0), ("wrong-reference", 12_100, -12_100), ("unknown-payer", 0, -12_345)],
)
def test_simulated_people_make_mistakes(
    call, account, tmp_path, mistake, open_cents, suspense_cents
):
    claim(12, 12_100)
    call("simulate", "--out", tmp_path / "next.cod", "--mistake", mistake)
    call("import", tmp_path / "next.cod")
    assert books.open_amount(account="400", item="invoice:2026-000012") == open_cents
    assert books.account_balance(account="499") == suspense_cents


def test_only_the_named_invoices_are_paid(call, account, tmp_path):
    references = [claim(12, 12_100), claim(13, 500)]
    call("simulate", "--out", tmp_path / "next.cod", "--reference", references[1])
    call("import", tmp_path / "next.cod")
    assert books.account_balance(account="550") == 500


def test_a_live_house_has_no_bank_of_its_own(call, account, tmp_path, settings):
    settings.CLOCK_IS_MOVABLE = False
    code, _, err = call("simulate", "--out", tmp_path / "next.cod")
    assert code == 2
    assert "live house" in err
    assert not (tmp_path / "next.cod").exists()


@pytest.mark.parametrize("words", [("--on", "yesterday"), ("--out", "/nowhere/at/all.cod")])
def test_simulate_says_what_it_cannot_do(call, account, tmp_path, words):
    code, _, err = call("simulate", "--out", tmp_path / "x.cod", *words)
    assert code == 2
    assert err.count("\n") == 1


def test_without_an_account_nothing_is_simulated(call, tmp_path):
    code, _, err = call("simulate", "--out", tmp_path / "x.cod")
    assert (code, Path(tmp_path / "x.cod").exists()) == (2, False)
    assert "bank account" in err


KITS = Path(__file__).parents[6] / "shared/kits/bank"
needs_kits = pytest.mark.skipif(not KITS.exists(), reason="the shared kits are not beside this")
# Verdict, old and new balance, moves and structured references, as the kit's README tells them.
KIT = {
    "camt/camt.053.001.02.xml": ("booked", 200_000, 190_000, 1, 0),
    "camt/camt.054.001.02.xml": ("booked", None, None, 1, 0),
    "camt/camt.054.001.04.xml": ("duplicate", None, None, 1, 0),
    "coda/febelfin-empty.cod": ("booked", 0, 0, 0, 0),
    "coda/febelfin-full.cod": ("booked", 0, 940_529_699, 62, 2),
    "coda/lgpl-sample1.cod": ("booked", 1_775_212, 1_783_212, 4, 4),
    "coda/lgpl-sample5.cod": ("refused", None, None, None, None),
    "coda/lgpl-sample8.cod": ("booked", 129_345, 64_856, 2, None),
    "coda/mit-two-credits.cod": ("refused", None, None, 2, 2),
}
OFF = {"coda/lgpl-sample5.cod": "510,319.66", "coda/mit-two-credits.cod": "299.14"}


@needs_kits
def test_every_sample_of_the_kit_says_what_its_readme_says(call, account):
    code, out, _ = call("import", "--json", *[KITS / name for name in KIT])
    told = {row["file"].removeprefix(f"{KITS}/"): row for row in json.loads(out)}
    assert (code, told.keys()) == (1, KIT.keys())
    for name, (verdict, old, new, moves, references) in KIT.items():
        row = told[name]
        assert (name, row["verdict"]) == (name, verdict)
        if verdict != "refused":
            assert (name, row["old_balance"], row["new_balance"]) == (name, old, new)
        if moves is not None:
            assert (name, len(row["moves"])) == (name, moves)
        if references is not None:
            found = [move for move in row["moves"] if move["reference"]]
            assert (name, len(found)) == (name, references)
        if name in OFF:
            assert f"the difference is {OFF[name]}" in row["why"]
    assert books.account_balance(account="550") == books.account_balance(account="499") == 0


@needs_kits
@pytest.mark.parametrize("name", KIT)
def test_a_sample_alone_says_the_same_and_a_second_time_nothing_new(call, name):
    expected = {"duplicate": "booked"}.get(KIT[name][0], KIT[name][0])
    verdicts = []
    for _ in range(2):
        _, out, _ = call("import", "--json", KITS / name)
        verdicts.append(json.loads(out)[0]["verdict"])
    assert verdicts == [expected, "duplicate" if expected == "booked" else "refused"]
    assert banking.Statement.objects.count() == 1


# --- the drop folder and what is missing ------------------------------------------------------


@pytest.fixture
def drop(settings, tmp_path, monkeypatch):
    settings.BANK_FOLDER = tmp_path / "in"
    settings.BANK_FOLDER.mkdir()
    monkeypatch.setattr(bank, "SETTLE_SECONDS", 0.05)
    return settings.BANK_FOLDER


def test_the_drop_folder_is_taken_in_and_empty_after(call, account, drop, good, bad):
    good.rename(drop / "good.cod")
    bad.rename(drop / "bad.cod")
    (drop / "later.cod.part").write_bytes(b"00000")
    code, out, _ = call("import", "--drop", "--json")
    assert code == 1
    assert {row["file"]: row["verdict"] for row in json.loads(out)} == {
        "good.cod": "booked", "bad.cod": "refused",
    }  # fmt: skip
    assert sorted(path.name for path in drop.glob("*/*")) == [
        "bad.cod", "bad.cod.reason.txt", "good.cod"
    ]  # fmt: skip
    code, out, _ = call("import", "--drop", "--json")
    assert (code, json.loads(out)) == (0, [])


@pytest.mark.parametrize("words", [(), ("--drop", "x.cod"), ("--drop", "--dry-run")])
def test_it_says_what_to_name(call, drop, words):
    code, out, err = call("import", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_drop_folder_that_is_away_is_one_sentence(call, settings, tmp_path):
    settings.BANK_FOLDER = tmp_path / "nowhere"
    code, _, err = call("import", "--drop")
    assert code == 2 and err.startswith("Make the drop folder readable")


def test_it_tells_which_statements_are_missing_until_they_come(call, account):
    assert call("gaps")[:2] == (0, "No statement is missing.\n")
    bring(coda(came_in(500), sequence=41, on=NOW.date()))
    bring(coda(came_in(5), sequence=44, old_cents=900, on=NOW.date().replace(day=8)))
    code, out, _ = call("gaps")
    assert code == 1
    assert out.strip() == (
        "BE48001123456727  statement 42 to 43 missing between 2026-05-04 and 2026-05-08, "
        "4.00 together"
    )
    assert json.loads(call("gaps", "--json")[1]) == [
        {
            "account": "BE48001123456727", "first": 42, "last": 43, "off": 400,
            "after": "2026-05-04", "before": "2026-05-08",
        }
    ]  # fmt: skip
    for number, old, cents in ((42, 500, 100), (43, 600, 300)):
        on = NOW.date().replace(day=number - 37)
        bring(coda(came_in(cents), sequence=number, old_cents=old, on=on))
    assert call("gaps")[0] == 0


def test_it_tells_the_proof_and_the_gap_in_cents(call, account, good, bad):
    _, out, _ = call("import", "--json", good, bad)
    proved, refused = json.loads(out)
    assert (proved["moved"], proved["difference"], proved["gap"]) == (12_050, 0, None)
    assert (refused["moved"], refused["difference"], refused["gap"]) == (500, -100, None)
    later = good.with_name("later.cod")
    later.write_bytes(coda(came_in(5), sequence=9, old_cents=20_000, on=day(9)))
    _, out, _ = call("import", "--json", later)
    (told,) = json.loads(out)
    assert (told["verdict"], told["gap"]) == ("booked", 20_000 - 12_150)


def test_a_person_says_why_nothing_is_missing(call, account):
    sofie = make_staff(Role.FINANCE_MAKER, name="Sofie Claes")
    bring(coda(came_in(500), sequence=41, on=day(4)))
    bring(coda(came_in(5), sequence=44, old_cents=500, on=day(8)))
    where = (account.iban, "2026-05-08", "--by", sofie.email)
    assert call("dismiss", *where, "--because", "they count anew")[0] == 0
    assert call("gaps")[:2] == (0, "No statement is missing.\n")
    code, out, _ = call("gaps", "--dismissed", "--json")
    (told,) = json.loads(out)
    assert (code, told["because"], told["by"]) == (0, "they count anew", "Sofie Claes")
    assert "they count anew (Sofie Claes)" in call("gaps", "--dismissed")[1]
    assert call("reopen", *where)[0] == 0
    assert call("gaps")[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("BE48001123456727", "2026-05-09"), ("BE68539007547034", "2026-05-08"),
        ("BE48001123456727", "tomorrow"),
    ],
)  # fmt: skip
def test_what_is_no_gap_is_one_sentence(call, account, words):
    sofie = make_staff(Role.FINANCE_MAKER, name="Sofie Claes")
    code, out, err = call("dismiss", *words, "--because", "x", "--by", sofie.email)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_who_may_not_or_is_not_known_dismisses_nothing(call, account):
    adviser = make_staff(Role.ADVISER, name="An")
    for email in (adviser.email, "nobody@example.org"):
        code, out, err = call(
            "dismiss", account.iban, "2026-05-08", "--because", "x", "--by", email
        )
        assert (code, out, err.count("\n")) == (2, "", 1)
