"""
Pay batch after batch, each in a process of its own that may be killed at a named point.

    python -m commonweal.banking.tests.zygote MEMORY-OF-THE-BANK

Starting Django takes two seconds, a fork none: this process imports everything, opens no
connection, and forks for each line it reads. A line is JSON: {"deed", "crash", ...}; the answer is
one line, how the child ended: 0, or minus the signal.
"""

import json
import os
import sys
import traceback
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from commonweal.banking import actions as banking  # noqa: E402
from commonweal.banking import gateways  # noqa: E402
from commonweal.banking.line_simulator import SimulatedLine  # noqa: E402
from commonweal.banking.models import PaymentBatch  # noqa: E402
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, day  # noqa: E402
from commonweal.kernel.refusals import Refusal  # noqa: E402

IBAN = "BE48001123456727"
LATER = NOW + timedelta(hours=1)


def pay(number: int, mood: str = "takes") -> None:
    """Build, approve, make the file and hand it over, in one go, as a person in a hurry does."""
    payment = banking.NewPayment(
        f"payslip:{number}", "455", f"Worker {number}", IBAN, number, "Loon", day(11), 7
    )
    batch = banking.build_batch(payments=[payment], by=MAKER, at=NOW)
    banking.approve_batch(batch=batch, by=CHECKER, at=NOW)
    batch = banking.export_batch(batch=batch, by=MAKER, at=NOW)
    gateways.line().moods = [mood]  # type: ignore[attr-defined]
    banking.hand_over(batch=batch, by=MAKER, at=NOW)


def insist(numbers: list[int]) -> None:
    """Press again on every batch that seems not to have left: what happened is not looked at."""
    for batch in PaymentBatch.objects.filter(payments__item__in=items(numbers)).order_by("id"):
        try:
            step(batch)
        except Refusal:
            continue


def step(batch: PaymentBatch) -> None:
    """Do whatever is left to do, whatever the state of it."""
    if batch.state == "draft":
        batch = banking.approve_batch(batch=batch, by=CHECKER, at=LATER)
    if batch.state == "approved":
        batch = banking.export_batch(batch=batch, by=MAKER, at=LATER)
    banking.hand_over(batch=batch, by=MAKER, at=LATER)


def sweep(numbers: list[int]) -> None:
    """What was never built is built; then everything is pressed again, and the lost is parked."""
    built = set(
        PaymentBatch.objects.filter(payments__item__in=items(numbers)).values_list(
            "payments__item", flat=True
        )
    )
    for number in numbers:
        if f"payslip:{number}" not in built:
            pay(number)
    insist(numbers)
    banking.park(at=LATER + timedelta(minutes=11))


def items(numbers: list[int]) -> list[str]:
    """The items of the books."""
    return [f"payslip:{number}" for number in numbers]


DEEDS = {"pay": pay, "insist": insist, "sweep": sweep}


def child(told: dict[str, object]) -> None:
    """Do one deed, on a connection of its own, and end."""
    os.environ["COMMONWEAL_CRASH"] = str(told.pop("crash", ""))
    code = 0
    try:
        with gateways.replaced(by=SimulatedLine(memory=Path(sys.argv[1]))):
            DEEDS[str(told.pop("deed"))](**told)
    except Refusal:
        code = 3
    except BaseException:
        traceback.print_exc()
        code = 4
    finally:
        connections.close_all()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Read deeds until the end of the input."""
    assert connection.connection is None
    for line in sys.stdin:
        pids = []
        for told in json.loads(line):
            pid = os.fork()
            if pid == 0:
                child(told)
            pids.append(pid)
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        print(json.dumps(codes), flush=True)


if __name__ == "__main__":
    main()
