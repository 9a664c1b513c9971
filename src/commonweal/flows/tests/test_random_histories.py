"""
Ten thousand invented histories of budgets, each compared with a plain model after every step.

Four answers must be one: the model, what the budget page reads (`activities.queries.states`), a
sum of ledger lines in SQL of its own, and the balance the ledger keeps. At the end of a history
the books prove themselves. The seeds are fixed, so the histories are always the same. Alone:

    ./test -s -m slow src/commonweal/flows/tests/test_random_histories.py -k ten_thousand
"""

import traceback
import warnings
from collections import Counter
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait
from time import perf_counter
from unittest.mock import patch

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cast import BRAM, make_entity, make_member

from commonweal.activities.actions import _budget, _sides, _year_end
from commonweal.activities.queries import _budgets
from commonweal.flows.tests.histories_between import WholeLife

STEPS, FEW, MANY = 12, 60, 10_000
WORKERS = 2
SWEEP = 250  # histories between two clean-ups of what their rollbacks left on the disk


@patch("commonweal.letters.actions.post", lambda **_letters: [])  # nobody reads them here
def live(histories, seeded=1, phases=(Phase.generate, Phase.shrink)):
    """Live through as many histories and return what happened in them, how often."""
    make_entity()

    class Counted(WholeLife):
        told = Counter()
        members = (make_member(), make_member(**BRAM))

        def teardown(self):
            super().teardown()
            if self.told["histories"] % SWEEP == 0:
                with connection.cursor() as cursor:
                    cursor.execute("vacuum")

    run_state_machine_as_test(
        seed(seeded)(Counted),
        settings=settings(
            max_examples=histories,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
            report_multiple_bugs=False,
            print_blob=False,
        ),
    )
    return Counted.told


def report(told):
    for what, often in sorted(told.items()):
        print(f"{often:>10,}  {what}")


@pytest.mark.usefixtures("own_database")
def test_a_few_random_histories():
    told = live(FEW)
    report(told)
    assert told["histories"] >= FEW


@pytest.mark.slow
def test_ten_thousand_random_histories(own_database):
    begin = perf_counter()
    told = live_side_by_side(own_database, MANY)
    print(f"\nin {perf_counter() - begin:,.0f} seconds, {WORKERS} side by side:")
    report(told)
    assert told["histories"] >= MANY
    deeds = {what: often for what, often in told.items() if not what.endswith("refused")}
    seldom = [what for what, often in deeds.items() if often < 10]
    assert not seldom, seldom  # refusals may be rare: each has a test of its own


def live_side_by_side(database, histories):
    """A part in each worker, which has a database and a seed of its own."""
    context = get_context("fork")
    with copies(database) as names, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside a thread
        parts = [_start(context, name, histories // WORKERS, nth) for nth, name in enumerate(names)]
        told, waiting = Counter(), dict(parts)
        while waiting:
            for here in wait(waiting):
                answer = here.recv()
                waiting.pop(here).join()
                if not isinstance(answer, Counter):
                    for worker in waiting.values():
                        worker.kill()
                    pytest.fail(answer)
                told += answer
    return told


def _start(context, name, histories, seeded):
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=work, args=(name, histories, seeded, there))
    worker.start()
    return here, worker


def work(name, histories, seeded, there):
    """What a worker does; its answer is what happened, or the traceback of what failed."""
    connection.settings_dict["NAME"] = name
    try:
        there.send(live(histories, seeded))
    except BaseException:
        there.send(traceback.format_exc())
    finally:
        connections.close_all()


@contextmanager
def copies(database):
    """As many copies of a database as there are workers."""
    connections.close_all()
    names = [f"{database}_{number}" for number in range(WORKERS)]
    try:
        with connection._nodb_cursor() as cursor:
            for name in names:
                cursor.execute(f'drop database if exists "{name}" with (force)')
                cursor.execute(f'create database "{name}" template "{database}"')
        yield names
    finally:
        with connection._nodb_cursor() as cursor:
            for name in names:
                cursor.execute(f'drop database if exists "{name}" with (force)')


def nothing(*_arguments, **_named):
    """What a verb does that forgot something."""
    return ()


FAULTS = {
    "reservations do not count": (_budgets, "reserved", lambda **_named: {}),
    "nobody looks whether it is covered": (_budget, "_shortfalls", nothing),
    "what goes between budgets gets lost": (_sides, "BUDGET", "4892"),
    "the year end moves the budget": (_year_end, "BUDGETS_OWED", "4892"),
}


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    "fault",
    [
        fault if number == 0 else pytest.param(fault, marks=pytest.mark.slow)
        for number, fault in enumerate(FAULTS)
    ],
)
def test_a_fault_is_found(fault, monkeypatch):
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises((AssertionError, pytest.fail.Exception)) as found:
        live(1000, phases=(Phase.generate,))
    print(fault, "->", str(found.value).splitlines()[0])
