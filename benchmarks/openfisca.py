"""
OpenFisca-France at work beside us: another country's pay, in a Python environment of its own.

We start this file under that environment's Python; it prints what it is, then answers each line
it reads (`batch 1000`, `alone 30`) with the seconds it took. Nothing of it enters ours: it is no
dependency of the house, and is not imported by anything (docs/decisions/0034).

A payslip is net pay and employer cost of one month: `salaire_net_a_payer`, `salaire_super_brut`.
A batch is one simulation, its columns ready beforehand; alone is a new simulation from a
situation each, as its own web service does.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
# Read at the start: a benchmark's own database lives in a home that is thrown away.
FOLDER = Path(os.environ.get("COMMONWEAL_HOME") or ROOT / ".commonweal") / "openfisca"
MONTH = "2026-05"
ASKED = ("salaire_net_a_payer", "salaire_super_brut")
HEAD_COUNT, BORN_ON = 250, "1985-03-15"


class OpenFisca:
    """A running OpenFisca. `hello` says its version and how many variables a payslip needs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.hello: dict[str, Any] = self._read()

    def seconds(self, way: str, count: int) -> float:
        """Return what so many payslips took it, `batch` or `alone`."""
        assert self._process.stdin
        print(way, count, file=self._process.stdin, flush=True)
        return float(self._read()["seconds"])

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("OpenFisca ended in the middle of the benchmark.")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def beside_us() -> Iterator[OpenFisca | None]:
    """Install OpenFisca if it is not there yet, and run it; say why where that cannot be."""
    from commonweal.config import launcher

    here = {"COMMONWEAL_VENV": str(FOLDER)}
    known = {"benchmark": ("benchmark",)}
    try:
        with patch.dict(os.environ, here), patch.dict(launcher.SETS, known):
            python = launcher.make_environment("benchmark")
    except launcher.Stuck as reason:
        print(f"OpenFisca cannot be installed: {reason}")
        yield None
        return
    command = [str(python), "-I", "-W", "ignore", __file__]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield OpenFisca(process)


# From here on: what runs over there.


class Workers(NamedTuple):
    """The columns of a batch, as OpenFisca keeps them."""

    pay: Any
    hours: Any
    category: Any
    contract: Any
    head_count: Any
    born_on: Any


def serve() -> None:
    """Answer one line at a time."""
    from openfisca_france import FranceTaxBenefitSystem

    law = FranceTaxBenefitSystem()
    ready: dict[int, Workers] = {}
    say(**hello(law))
    for line in sys.stdin:
        way, count = line.split()[0], int(line.split()[1])
        if way == "batch" and count not in ready:
            ready[count] = workers(law, count)
        begin = perf_counter()
        if way == "batch":
            in_batch(law, ready[count])
        else:
            for number in range(count):
                answer(alone(law, 1_500.0 + number, 100.0))
        say(seconds=perf_counter() - begin)


def say(**what: Any) -> None:
    """Print one answer."""
    print(json.dumps(what), flush=True)


def hello(law: Any) -> dict[str, Any]:
    """Return the version, and what one payslip asks: variables, and variables with their period."""
    from importlib.metadata import version

    traced = alone(law, 1_500.0, 100.0)
    traced.trace = True
    answer(traced)
    waiting, found = list(traced.tracer.trees), set()
    while waiting:
        node = waiting.pop()
        found.add((node.name, str(node.period)))
        waiting += node.children
    return {
        "version": version("openfisca-france"),
        "core": version("openfisca-core"),
        "variables": len({name for name, _period in found}),
        "values": len(found),
    }


def answer(simulation: Any) -> None:
    """Compute net pay and employer cost."""
    for name in ASKED:
        simulation.calculate(name, MONTH)


def alone(law: Any, pay: float, hours: float) -> Any:
    """Return a new simulation of one worker."""
    from openfisca_core.simulation_builder import SimulationBuilder

    worker = {
        "date_naissance": {"ETERNITY": BORN_ON},
        "salaire_de_base": {MONTH: pay},
        "heures_remunerees_volume": {MONTH: hours},
        "contrat_de_travail": {MONTH: "temps_partiel"},
        "categorie_salarie": {MONTH: "prive_non_cadre"},
        "effectif_entreprise": {MONTH: HEAD_COUNT},
    }
    situation = {
        "individus": {"worker": worker},
        "familles": {"family": {"parents": ["worker"]}},
        "foyers_fiscaux": {"home": {"declarants": ["worker"]}},
        "menages": {"house": {"personne_de_reference": ["worker"]}},
    }
    return SimulationBuilder().build_from_entities(law, situation)


def workers(law: Any, count: int) -> Workers:
    """Return the columns of a batch: hours, pay and category differ, and the month is one."""
    import numpy as np

    random = np.random.default_rng(1)
    hours = random.integers(8, 150, count).astype(np.float32)
    category = law.variables["categorie_salarie"].possible_values
    contract = law.variables["contrat_de_travail"].possible_values
    kinds = np.where(random.integers(0, 2, count), "prive_cadre", "prive_non_cadre")
    return Workers(
        pay=(hours * random.uniform(15, 40, count)).astype(np.float32),
        hours=hours,
        category=category.encode(kinds),
        contract=contract.encode(np.full(count, "temps_partiel")),
        head_count=np.full(count, HEAD_COUNT),
        born_on=np.full(count, BORN_ON, dtype="datetime64[D]"),
    )


def in_batch(law: Any, columns: Workers) -> None:
    """Compute everybody in one simulation."""
    from openfisca_core.simulation_builder import SimulationBuilder

    simulation = SimulationBuilder().build_default_simulation(law, len(columns.pay))
    simulation.set_input("date_naissance", "ETERNITY", columns.born_on)
    simulation.set_input("salaire_de_base", MONTH, columns.pay)
    simulation.set_input("heures_remunerees_volume", MONTH, columns.hours)
    simulation.set_input("contrat_de_travail", MONTH, columns.contract)
    simulation.set_input("categorie_salarie", MONTH, columns.category)
    simulation.set_input("effectif_entreprise", MONTH, columns.head_count)
    answer(simulation)


if __name__ == "__main__":
    serve()
