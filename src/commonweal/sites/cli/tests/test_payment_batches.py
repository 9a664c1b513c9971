"""`commonweal payments` of batches: each step by a person of the house, two of them at least."""

import json

import pytest
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import actions as banking
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import PaymentBatch
from commonweal.banking.pain002 import write as report
from commonweal.banking.tests.conftest import NOW, TODAY
from commonweal.banking.tests.conftest import account as account
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as books
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay
from commonweal.sites.cli import main

MAKER, CHECKER = "fatima@commonweal.example", "chris@commonweal.example"


@pytest.fixture
def slip(amina, amina_unit, by, at, account):
    make_staff(Role.FINANCE_MAKER, name="Fatima Maes")
    make_staff(Role.FINANCE_CHECKER, name="Chris Peeters")
    contracts = pay.plan(amina_unit, amina, by=by, gross_cents=13_000)
    return payroll.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


@pytest.fixture
def tell(capsys):
    def tell(deed, *arguments, by=MAKER):
        code = main.run(["payments", deed, *arguments, "--by", by, "--json"], open_house=list)
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    return tell


def test_two_people_build_approve_and_make_a_file(slip, tell, tmp_path):
    code, told, _err = tell("build")
    (row,) = told["batches"]
    assert (code, row["total_cents"], row["state"]) == (0, slip.net_cents, "draft")
    number, out = str(row["batch"]), tmp_path / "out.xml"
    assert tell("approve", number)[0] == 2  # a maker does not approve
    assert tell("approve", number, by=CHECKER)[1]["approved_by"] == "Chris Peeters"
    assert tell("export", number, "--out", str(out))[1]["state"] == "exported"
    again = tmp_path / "again.xml"
    assert tell("export", number, "--out", str(again))[0] == 0
    assert out.read_bytes() == again.read_bytes()
    assert books.account_balance(account="5509") == -slip.net_cents


def test_nobody_of_the_house_does_nothing(slip, tell):
    code, _told, err = tell("build", by="nobody@example.org")
    assert code == 2
    assert "nobody@example.org" in err


def given(tell, *options):
    number = str(tell("build")[1]["batches"][0]["batch"])
    tell("approve", number, by=CHECKER)
    tell("export", number)
    tell("handover", number, *options)
    return number


def test_a_person_uploads_it_once(slip, tell):
    number = given(tell, "--by-hand")
    assert PaymentBatch.objects.get().state == "handed"
    code, _told, err = tell("handover", number, by=CHECKER)
    assert code == 2
    assert "sent once" in err


def test_what_the_bank_says_is_taken_in(slip, tell, tmp_path):
    given(tell, "--by-hand")
    batch = PaymentBatch.objects.get()
    file = tmp_path / "status.xml"
    file.write_bytes(report(batch.message_id, "RJCT", {}, TODAY))
    code, (row,), _err = tell("status", str(file))
    assert (code, row["verdict"], len(row["rejected"])) == (0, "taken", 1)
    assert row["to_confirm"] == row["rejected"]
    assert tell("refused", str(batch.pk))[0] == 2  # who brought the report
    assert tell("refused", str(batch.pk), by=CHECKER)[1]["state"] == "rejected"
    file.write_bytes(b"<broken")
    assert tell("status", str(file))[0] == 1


def test_the_file_of_a_batch_that_was_taken_back_is_not_written_again(slip, tell, tmp_path):
    number, out = str(tell("build")[1]["batches"][0]["batch"]), tmp_path / "out.xml"
    tell("approve", number, by=CHECKER)
    tell("export", number)
    batch = PaymentBatch.objects.get()
    chris = Actor("user:0", "Chris Peeters")
    banking.take_back_file(batch=batch, because="Another number", by=chris, at=NOW)
    for options in (["--out", str(out)], []):
        code, _told, err = tell("export", number, *options)
        assert code == 2
        assert err.startswith("Build a new batch") and "DO-NOT-SEND" in err
    assert not out.exists()


def test_the_file_of_a_batch_that_the_bank_refused_is_not_written_again(slip, tell, tmp_path):
    number, out = given(tell, "--by-hand"), tmp_path / "out.xml"
    file = tmp_path / "status.xml"
    file.write_bytes(report(PaymentBatch.objects.get().message_id, "RJCT", {}, TODAY))
    tell("status", str(file))
    assert tell("export", number, "--out", str(out))[0] == 0  # nobody confirmed the refusal yet
    out.unlink()
    tell("refused", number, by=CHECKER)
    assert tell("export", number, "--out", str(out))[0] == 2
    assert not out.exists()


def test_what_nobody_knows_is_listed_and_a_person_says_what_became_of_it(slip, tell, capsys):
    from commonweal.banking import gateways

    with gateways.replaced(by=SimulatedLine(moods=["silent"])):
        number = given(tell)
    assert [row["batch"] for row in tell("unknown")[1]] == [int(number)]
    assert tell("unknown", number)[0] == 2
    assert tell("unknown", number, "--arrived", "The bank said so on the phone")[0] == 0
    assert tell("unknown")[1] == []
