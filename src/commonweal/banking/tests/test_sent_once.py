"""
kill -9 at every point of the payment path: no file reaches the bank twice, and none is lost.

Each file is paid by a process that may be killed at a point; then somebody presses again on
everything, as people do. The bank takes whatever comes and keeps it, so that a fault would show.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from tests import cast

from commonweal.banking import actions as banking
from commonweal.banking import gateways, queries
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import Handover, Payment, PaymentBatch
from commonweal.banking.tests.conftest import IBAN, MAKER, NOW, TODAY
from commonweal.config import postgres
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

POINTS = (
    "export.after_file_write",
    "export.before_commit",
    "export.after_commit",
    "handover.after_claim",
    "handover.after_send",
    "handover.before_end_commit",
    "",
)
MOODS = ("takes", "takes", "takes", "refuses", "hangs", "silent")
A_ROUND = 50
AFTER_PATIENCE = NOW + timedelta(hours=2)
ROOTS = [Path(postgres.__file__).parents[2], Path(cast.__file__).parents[1]]


@dataclass
class Tally:
    """What a run did."""

    attempts: int = 0
    killed: Counter = field(default_factory=Counter)
    names: Counter = field(default_factory=Counter)
    files: Counter = field(default_factory=Counter)

    @property
    def twice(self):
        return [name for name, times in self.names.items() if times > 1]


@pytest.fixture
def zygote(own_database, tmp_path):
    """A process that forks one child for each file, and the memory of its bank."""
    base, _, host = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": f"{base.rpartition('/')[0]}/{name}?{host}",
        "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        "PYTHONPATH": os.pathsep.join(str(path) for path in ROOTS),
    }
    memory = tmp_path / "received.jsonl"
    command = [sys.executable, "-W", "ignore", "-m", "commonweal.banking.tests.zygote", str(memory)]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    yield process, SimulatedLine(memory=memory)
    process.stdin.close()
    assert process.wait(300) == 0
    process.stdout.close()


def tell(process, *deeds):
    """Let children do these, at the same time; return how each ended."""
    process.stdin.write(json.dumps(deeds) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def owe(numbers):
    """So many wages are owed: payslip n of n cents."""
    entries = [
        ledger.Entry("pay", TODAY, "x", f"455:{n}", "x", (
            ledger.Line("6203", n, 7), ledger.Line("455", -n, 7, f"payslip:{n}"),
        ))
        for n in numbers
    ]  # fmt: skip
    ledger.post(entries=entries, by=MAKER, at=NOW)


def run(process, bank, count, seed=6, moods=MOODS):
    """Pay so many files, each with a crash or a mood of chance; sweep after every round."""
    chance, tally = Random(seed), Tally()
    owe(range(1, count + 1))
    for start in range(1, count + 1, A_ROUND):
        numbers = list(range(start, min(start + A_ROUND, count + 1)))
        for number in numbers:
            crash, mood = chance.choice(POINTS), chance.choice(moods)
            (code,) = tell(process, {"deed": "pay", "number": number, "mood": mood, "crash": crash})
            assert code in (0, -9)
            tally.attempts += 1
            tally.killed[crash] += code == -9
        # Two people press again on everything at once, and one of them is killed as well.
        again = {"deed": "insist", "numbers": numbers}
        codes = tell(process, {**again, "crash": chance.choice(POINTS)}, again)
        assert codes[0] in (0, -9) and codes[1] == 0
        assert tell(process, {"deed": "sweep", "numbers": numbers}) == [0]
    note(tally, bank)
    return tally


def note(tally, bank):
    received = bank.received()
    tally.files = Counter(row["message_id"] for row in received)
    tally.names = Counter(name for row in received for name in row["names"])


def resolve(bank):
    """The bank says what it has; of what it never got, a colleague says so and sends it again."""
    with gateways.replaced(by=bank):
        banking.ask_the_bank(at=AFTER_PATIENCE)
        for batch in PaymentBatch.objects.filter(state="exported"):
            banking.hand_over(batch=batch, by=MAKER, at=AFTER_PATIENCE)


def check(tally, bank, count):
    assert not tally.twice, tally.twice[:5]
    # Nothing is left half-way: it was given, or nobody knows and it waits for a person, or the
    # bank itself said no.
    states = set(PaymentBatch.objects.values_list("state", flat=True))
    assert states <= {"handed", "unknown", "exported"}
    said_no = Handover.objects.filter(batch__state="exported")
    assert set(said_no.values_list("state", flat=True)) <= {"withdrawn"}
    resolve(bank)
    note(tally, bank)
    assert not tally.twice, tally.twice[:5]
    paid = {
        payment.end_to_end_id: payment.item
        for payment in Payment.objects.filter(batch__state="handed").select_related("batch")
    }
    assert set(tally.names) == set(paid)
    assert Counter(paid.values()) == Counter(f"payslip:{n}" for n in range(1, count + 1))
    assert not queries.gone_astray()
    total = sum(range(1, count + 1))
    assert books.account_balance(account="5509") == -total
    assert books.account_balance(account="455") == 0
    assert not any(books.proofs().values())


def report(tally, unknown, capsys):
    with capsys.disabled():
        kills = {point: n for point, n in tally.killed.items() if n}
        print(
            f"\n{tally.attempts} files, killed {sum(kills.values())} times {kills};"
            f" {len(tally.twice)} sent twice, 0 lost, {unknown} parked"
        )


def prove(zygote, count, capsys):
    process, bank = zygote
    tally = run(process, bank, count)
    unknown = PaymentBatch.objects.filter(state="unknown").count()
    assert unknown
    check(tally, bank, count)
    report(tally, unknown, capsys)


def test_no_file_is_sent_twice_and_none_is_lost_whoever_is_killed(zygote, capsys):
    prove(zygote, 60, capsys)


@pytest.mark.slow
def test_of_two_thousand_files_none_is_sent_twice_and_none_is_lost(zygote, capsys):
    prove(zygote, 2_000, capsys)


def test_without_the_key_of_the_handover_files_are_sent_twice(zygote):
    """A canary: the proof above would see the fault that the key prevents."""
    process, bank = zygote
    with connection.cursor() as cursor:
        cursor.execute("drop index handover_once")
    assert run(process, bank, 60).twice


def test_without_the_key_of_the_items_only_the_books_stop_the_second_payment(zygote):
    """A canary: two live batches hold one wage, and the second is only stopped at its file."""
    process, bank = zygote
    owe([1])
    with connection.cursor() as cursor:
        cursor.execute("drop index payment_item_live_once")
    build_blindly()
    assert Payment.objects.filter(item="payslip:1", live=True).count() == 2
    assert tell(process, {"deed": "insist", "numbers": [1]}) == [0]
    states = PaymentBatch.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["handed", "approved"]
    assert len(bank.received()) == 1


def build_blindly():
    """Two batches with the same wage, entered as rows: the books owe it once."""
    account = queries.find_main_account()
    for _ in range(2):
        batch = PaymentBatch.objects.create(
            account=account, count=1, total_cents=1, built_by="a", built_by_name="A", built_at=NOW
        )
        Payment.objects.create(
            batch=batch, item="payslip:1", account="455", name="W", iban=IBAN, cents=1, due_on=TODAY
        )
