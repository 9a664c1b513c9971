"""
20,000 wages built, approved and made into one payment file, on the command line by two people.

Time and memory are those of the three processes, each with its start. The file is checked against
the schema of the standard, and its control sum against what moved in the books.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

WAGES = 20_000
SECONDS, MEGABYTES = 10.0, 300.0
MAKER, CHECKER = "fatima@example.org", "chris@example.org"
OUR_IBAN, OUR_BIC = "BE69068765432178", "GKCCBEBB"
N = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


class Step(NamedTuple):
    """One process: how long it took with its start, and of that at work; the most memory held."""

    name: str
    seconds: float
    working: float
    megabytes: float


def main() -> int:
    """Print what each step took; return 0 when time, memory and sums are as they should be."""
    from benchmarks import house

    house.fresh_database("payment-file")
    furnish()
    out = Path(tempfile.mkdtemp()) / "wages.xml"
    before = moved()
    steps = list(pay(out))
    for step in steps:
        print(f"{step.name}: {step.seconds:.1f} s ({step.working:.1f} s of it at work),", end=" ")
        print(f"{step.megabytes:.0f} MB")
    seconds, megabytes = sum(s.seconds for s in steps), max(s.megabytes for s in steps)
    sums = check(out, before - moved())
    print(f"{WAGES:,} transfers: {seconds:.1f} s (goal {SECONDS:.0f} s), ", end="")
    print(f"at most {megabytes:.0f} MB (goal {MEGABYTES:.0f} MB); {sums}")
    met = seconds < SECONDS and megabytes < MEGABYTES
    print("goals met" if met else "GOAL MISSED")
    return 0 if met else 1


def furnish() -> None:
    """Two people of finance, an account, and 20,000 payslips whose wage is due."""
    from benchmarks import payroll_stored as stored
    from commonweal.access import actions as access
    from commonweal.banking import actions as banking
    from commonweal.kernel import clock
    from commonweal.kernel.actions import found_entity
    from commonweal.kernel.actor import SYSTEM

    found_entity(
        name="Commonweal cv", enterprise_number="0896755397", street="Coenraetsstraat 72",
        postcode="1060", city="Brussel", email="hello@example.org", phone="+32 2 000 00 00",
        iban=OUR_IBAN, bic=OUR_BIC,
    )  # fmt: skip
    for email, role in ((MAKER, "finance_maker"), (CHECKER, "finance_checker")):
        user = access.register_user(
            email=email, name=email, language="en", password=None, by=SYSTEM, at=clock.START
        )
        access.grant_role(user=user, role=access.Role(role), by=SYSTEM, at=clock.START)
    new = banking.NewAccount(OUR_IBAN, OUR_BIC, "Commonweal cv")
    banking.open_accounts(accounts=[new], by=SYSTEM, at=clock.START)
    people = stored.furnish()
    for month in stored.MONTHS[: WAGES // stored.BATCH]:
        stored.run(stored.inputs(people, month))
    # All of it is due by then, so that it leaves on one day, in one file.
    clock.move(to=datetime(2026, 12, 1, 9, tzinfo=clock.ZONE))


def pay(out: Path) -> Iterator[Step]:
    """Build, approve and make the file."""
    told: list[dict[str, object]] = []
    yield run("build", ["--by", MAKER, "--until", "2026-12-01", "--json"], told)
    batches = told[0]["batches"]
    assert isinstance(batches, list) and len(batches) == 1, batches
    number = str(batches[0]["batch"])
    yield run("approve", [number, "--by", CHECKER, "--json"], told)
    yield run("export", [number, "--by", MAKER, "--out", str(out), "--json"], told)


def run(name: str, arguments: list[str], told: list[dict[str, object]]) -> Step:
    """Run one verb in a process of its own, and keep what it told."""
    command = [sys.executable, "-P", "-m", "commonweal.config.command", "payments", name]
    begin = perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([*command, *arguments], env=environment(), stdout=said)
        _pid, status, usage = os.wait4(process.pid, 0)
        took = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, name
        said.seek(0)
        told.append(json.loads(said.read()))
    return Step(name, took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    """What a command needs to find this house."""
    from benchmarks.house import ROOT

    return os.environ | {"PYTHONPATH": str(ROOT / "src")}


def moved() -> int:
    """What is under way by the books, in cents."""
    from commonweal.ledger import queries as books

    return books.account_balance(account="5509")


def check(out: Path, moved_cents: int) -> str:
    """Return a sentence once the file is valid and says what the books say."""
    import sepaxml
    from lxml import etree

    root = etree.parse(out)
    schema = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
    etree.XMLSchema(etree.parse(schema)).assertValid(root)
    found = {
        name: root.xpath(f"//p:GrpHdr/p:{name}/text()", namespaces=N)[0]
        for name in ("NbOfTxs", "CtrlSum")
    }
    cents = int(found["CtrlSum"].replace(".", ""))
    assert (int(found["NbOfTxs"]), cents) == (WAGES, moved_cents), (found, moved_cents)
    return f"valid, control sum {found['CtrlSum']} is what moved on 5509"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
