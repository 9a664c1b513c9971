"""Several send at once, and one is killed while it sends: everything is handed over once."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import connection
from tests import cast
from tests.cast import NOW

from commonweal.config import postgres
from commonweal.peppol import gateways, jobs
from commonweal.peppol.models import Outgoing
from commonweal.peppol.simulator import Simulator
from commonweal.peppol.tests import mail
from commonweal.peppol.values import write

SENDERS, INVOICES, KILLS = 4, 40, 3
PATIENCE_SECONDS = 300
ROOTS = [Path(postgres.__file__).parents[2], Path(cast.__file__).parents[1]]


@pytest.fixture
def network(own_database, tmp_path):
    """Forty invoices to send over a network that all processes share."""
    cast.make_entity()
    running = Simulator(now=lambda: NOW, memory=tmp_path / "network.json")
    running.register(write(mail.FESTIVAL))
    mail.send(*(f"2026-{number:06}" for number in range(1, INVOICES + 1)))
    return running


def states():
    return set(Outgoing.objects.values_list("state", flat=True))


def test_several_senders_hand_each_message_over_once(network):
    def run(_sender):
        try:
            jobs.run(at=NOW)
        finally:
            connection.close()

    with gateways.replaced(by=network), ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(run, range(SENDERS)))
        jobs.run(at=NOW)
    assert len(network.taken()) == len(set(network.taken())) == INVOICES
    assert states() == {"accepted"}
    assert set(Outgoing.objects.values_list("attempts", flat=True)) == {1}


def start(memory, at):
    """Begin a sender on the database that this process looks at."""
    base, _, host = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": f"{base.rpartition('/')[0]}/{name}?{host}",
        "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        "PYTHONPATH": os.pathsep.join(str(path) for path in ROOTS),
    }
    command = [sys.executable, "-W", "ignore", "-m", "commonweal.peppol.tests.sender"]
    return subprocess.Popen([*command, str(memory), at.isoformat()], env=environment)


def test_a_sender_that_is_killed_leaves_nothing_to_be_sent_twice(network, tmp_path):
    memory = tmp_path / "network.json"
    for _ in range(KILLS):
        limit = monotonic() + PATIENCE_SECONDS
        before = Outgoing.objects.exclude(attempts=0).count()
        victim = start(memory, NOW)
        while Outgoing.objects.exclude(attempts=0).count() < before + 3:
            assert victim.poll() is None and monotonic() < limit
            sleep(0.001)
        victim.send_signal(signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
    assert 0 < len(network.taken()) < INVOICES
    with start(memory, NOW + timedelta(minutes=11)) as last:
        assert last.wait(PATIENCE_SECONDS) == 0
    with gateways.replaced(by=network):
        jobs.run(at=NOW + timedelta(minutes=22))
    assert len(network.taken()) == len(set(network.taken())) == INVOICES
    assert states() == {"accepted"}
