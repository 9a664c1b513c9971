"""
Send what is queued, in a process of its own: the victim of test_sent_once.

    python -m commonweal.peppol.tests.sender MEMORY INSTANT
"""

import sys
from datetime import datetime
from pathlib import Path

import django

django.setup()

from commonweal.peppol import gateways, jobs, simulator  # noqa: E402

memory, instant = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
with gateways.replaced(by=simulator.Simulator(now=lambda: instant, memory=memory)):
    jobs.run(at=instant)
