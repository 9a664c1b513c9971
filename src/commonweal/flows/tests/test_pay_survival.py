"""kill -9 during a pay run: a last run ends where a run that nobody killed ends."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import cast, databases

from commonweal.config import postgres
from commonweal.documents.models import Document
from commonweal.employment.models import Contract
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Event
from commonweal.ledger import queries as books
from commonweal.letters.models import Letter
from commonweal.payroll.models import Paper, Payslip
from commonweal.payroll.tests import pay

CONTRACTS, KILLS, PAPERS = 3_000, 2, 60
PATIENCE_SECONDS = 300
AT = cast.NOW + timedelta(days=30)
SAME = ("assignment_id", "member_id", "unit_id", "worker_status", "starts_at", "starts_on",
        "ends_on", "minutes")  # fmt: skip
OF_ITS_OWN = {"id", "corrects_id", "original_id"}


def furnish():
    """People of three statuses, with so many declared contracts of one day, all over."""
    cast.make_entity()
    people = [cast.make_member(), cast.make_member(**cast.BRAM), cast.make_member(**cast.CARLA)]
    people[2].worker_status, people[2].extra_withholding_cents = "student", 500
    people[2].save()
    unit = cast.make_unit(people[0])
    first = [pay.plan(unit, person, by=SYSTEM)[0] for person in people]
    more = [
        Contract(**{name: getattr(contract, name) for name in SAME}, gross_cents=9_000 + 7 * place)
        for place, contract in enumerate(islice(cycle(first), CONTRACTS - len(first)))
    ]
    Contract.objects.bulk_create(more)
    Contract.objects.update(state=Contract.State.DECLARED)


def start(*arguments):
    """Begin a process on the database that this one looks at."""
    base, _, host = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": f"{base.rpartition('/')[0]}/{name}?{host}",
        "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        "PYTHONPATH": os.pathsep.join(str(path) for path in ROOTS),
    }
    command = [sys.executable, "-W", "ignore", "-m", "commonweal.flows.tests.payer", *arguments]
    return subprocess.Popen(command, env=environment, stderr=None)


ROOTS = [Path(postgres.__file__).parents[2], Path(cast.__file__).parents[1]]


def kill_once(process, is_under_way):
    """Kill the process without a word, soon after the work is seen to be under way."""
    limit = monotonic() + PATIENCE_SECONDS
    while not is_under_way():
        assert process.poll() is None and monotonic() < limit
        sleep(0.002)
    sleep(Random(process.pid).uniform(0, 0.25))
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def kill_runs():
    """Begin to pay and die, twice; tell how many payslips each left."""
    left = []
    for _ in range(KILLS):
        before = Payslip.objects.count()
        kill_once(
            start("pay", AT.isoformat()), lambda before=before: Payslip.objects.count() > before
        )
        left.append(Payslip.objects.count())
    return left


def run_to_the_end():
    with start("pay", AT.isoformat()) as process:
        assert process.wait(PATIENCE_SECONDS) == 0


def set_papers(*, killed):
    """Set the papers of the first payslips; killed once while it does, if asked."""
    numbers = [
        str(pk) for pk in Payslip.objects.order_by("id").values_list("pk", flat=True)[:PAPERS]
    ]
    if killed:
        # Files are written before the rows that name them are committed.
        kill_once(start("render", AT.isoformat(), *numbers), lambda: True)
        assert not Paper.objects.exists()
    with start("render", AT.isoformat(), *numbers) as process:
        assert process.wait(PATIENCE_SECONDS) == 0


def found():
    """Everything the run left, by contract: nothing here depends on a payslip's own number."""
    slips = {slip.ref: slip for slip in Payslip.objects.all()}
    entries = books.entries_by_key(keys=list(slips))
    return {
        "payslips": {
            slip.contract_id: {
                field.attname: getattr(slip, field.attname)
                for field in Payslip._meta.concrete_fields
                if field.attname not in OF_ITS_OWN
            }
            for slip in slips.values()
        },
        "entries": {
            slips[ref].contract_id: [line._replace(item=line.item and "its own") for line in lines]
            for ref, (_id, lines) in entries.items()
        },
        "letters": sorted(
            (slips[letter.about].contract_id, letter.to, letter.kind, letter.subject)
            for letter in Letter.objects.filter(kind="wage_coming")
        ),
        "to set": sorted(
            slips[f"payslip:{number}"].contract_id
            for job in ProcrastinateJob.objects.filter(task_name="payroll.render")
            for number in job.args["payslips"]
        ),
        "papers": sorted(
            (paper.payslip.contract_id, paper.document.about == paper.payslip.ref)
            for paper in Paper.objects.select_related("payslip", "document")
        ),
        "documents": Document.objects.count(),
        "told": sorted(
            slips[ref].contract_id
            for event in Event.objects.filter(verb="payroll.run")
            for ref in event.subjects
        ),
        "states": set(Contract.objects.values_list("state", flat=True)),
        "balance": [row[1:] for row in books.trial_balance()],
        "proofs": {name: bool(figure) for name, figure in books.proofs().items()},
    }


def numbers_in_the_books():
    with connection.cursor() as cursor:
        cursor.execute("select number from ledger_entry order by number")
        return [number for (number,) in cursor.fetchall()]


@pytest.fixture
def unkilled(own_database):
    """The same contracts a second time, for the run that nobody kills."""
    furnish()
    copy = f"{own_database}_unkilled"
    databases._recreate(copy, own_database)
    try:
        yield copy
    finally:
        databases._use(own_database)
        databases._drop(copy)


@pytest.mark.slow
def test_a_run_killed_twice_ends_as_one_that_nobody_killed(own_database, unkilled, capsys):
    databases._use(unkilled)
    run_to_the_end()
    set_papers(killed=False)
    expected, whole = found(), numbers_in_the_books()
    databases._use(own_database)
    left = kill_runs()
    assert 0 < left[0] < left[1] < CONTRACTS
    run_to_the_end()
    set_papers(killed=True)
    after = found()
    for what, those in expected.items():
        assert after[what] == those, what
    assert len(after["payslips"]) == CONTRACTS
    assert numbers_in_the_books() == whole == list(range(1, CONTRACTS + 1))
    numbers = list(Payslip.objects.order_by("id").values_list("id", flat=True))
    with capsys.disabled():
        lost = numbers[-1] - numbers[0] + 1 - CONTRACTS
        print(f"killed at {left} of {CONTRACTS}; {lost} payslip numbers never used")
