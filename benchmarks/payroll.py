"""
How fast pay is computed and kept, beside the limits of the same run and beside OpenFisca-France.

Computed: 200,000 payslips of mixed days, statuses, families and hours from columns to columns,
every amount of every payslip kept, from which each line can be explained. The limit is the
arithmetic alone in bare NumPy (bare_payslip.py). One by one: from a case to its amounts.

OpenFisca (openfisca.py) computes net pay and employer cost in one batch, its columns as ready as
ours; and one by one from plain values. So do we then: the making and checking of the case counts.

Stored: payslips computed, kept with all lines and posted in the ledger (payroll_stored.py).

Every round takes all measures, in turn from the first and from the last; a ratio is the median
of the ratios of the rounds, because a ratio of one moment survives a busy machine.

    .venv/bin/python -m benchmarks.payroll
"""

import gc
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks import bare_payslip, payroll_stored
from benchmarks.house import fresh_database
from benchmarks.openfisca import OpenFisca, beside_us

if TYPE_CHECKING:
    from commonweal.rules.cases import Case

GOAL_BATCH, GOAL_OF_LIMIT, GOAL_ALONE, GOAL_STORED = 300_000, 0.05, 20_000, 5_000
GOAL_BESIDE_BATCH, GOAL_BESIDE_ALONE = 8, 1_000
ROWS, ALONE, THEIR_ALONE, ROUNDS, WARM = 200_000, 5_000, 30, 7, 1
LEAST_SECONDS = 0.8  # of every measure: the shorter the moment, the luckier on a busy machine
STATUSES = ("white_collar", "blue_collar", "artist", "student", "staff")
FIRST_DAY, DAYS = date(2025, 1, 1), 700

# What is compared stands side by side, and so finds the machine in the same mood.
ORDER = (
    "objects", "limit", "batch", "their batch", "explained", "alone", "from values", "their alone"
)  # fmt: skip

Measures = Mapping[str, Callable[[], float]]
Rates = Mapping[str, list[float]]


def main() -> int:
    """Measure all, print each figure with its goal, and fail when one is missed."""
    fresh_database("payroll")
    goals: list[bool] = []
    with beside_us() as openfisca:
        values = list(anybody(ROWS))
        rates = measure(ours(values) | (theirs(openfisca) if openfisca else {}))
        goals += computed(rates)
        goals += side_by_side(rates, openfisca)
    stored, limit, note = payroll_stored.measure()
    print(note)
    goals.append(tell("computed, stored and posted", stored, GOAL_STORED))
    print(f"    COPY of the same rows into bare copies: {limit:,.0f}/s, ratio {stored / limit:.0%}")
    print("goals met" if all(goals) else "GOAL MISSED")
    return int(not all(goals))


def tell(what: str, figure: float, goal: float, form: str = "{:,.0f}/s") -> bool:
    """Print a figure with its goal; return whether it is met."""
    met = figure >= goal
    told = f"{what}: {form.format(figure)} (goal {form.format(goal)})"
    print(told if met else f"{told} MISSED")
    return met


def anybody(count: int) -> Iterable[dict[str, Any]]:
    """Plain values of cases: any day of two years, any status and family, an hour to a month."""
    from commonweal.rules.cases import FAMILIES

    random = Random(1)
    for _ in range(count):
        minutes = random.randint(60, 9_880)
        yield {
            "gross_cents": minutes * random.randint(1_500, 4_000) // 60,
            "on": FIRST_DAY + timedelta(days=random.randrange(DAYS)),
            "status": random.choice(STATUSES),
            "family": random.choice(FAMILIES),
            "children": random.choice((0, 0, 0, 1, 2, 3)),
            "minutes": minutes,
        }


def ours(values: list[dict[str, Any]]) -> dict[str, Callable[[], float]]:
    """Return what we measure of ourselves, after a proof that all ways end in the same cents."""
    from commonweal.rules import batch
    from commonweal.rules.cases import Case
    from commonweal.rules.explanation import payslip
    from commonweal.rules.payslip import amounts, rules_of

    cases = [Case(**each) for each in values]
    columns = batch.questions(cases)
    few, plain, usual = cases[:ALONE], values[:ALONE], rules_of(Case(200_000, date(2026, 5, 15)))
    prove(few)
    gc.freeze()  # what stands ready is no garbage, and would be looked through with every round
    return {
        "batch": partial(rate, ROWS, lambda: batch.payslips(columns)),
        "objects": partial(rate, ROWS, lambda: batch.payslips(batch.questions(cases))),
        "limit": partial(rate, ROWS, lambda: bare_payslip.payslips(columns, usual)),
        "alone": partial(rate, ALONE, lambda: [amounts(each) for each in few]),
        "from values": partial(rate, ALONE, lambda: [amounts(Case(**each)) for each in plain]),
        "explained": partial(rate, ALONE, lambda: [payslip(each) for each in few]),
    }


def theirs(openfisca: OpenFisca) -> dict[str, Callable[[], float]]:
    """Return what we measure of OpenFisca."""
    return {
        "their batch": lambda: ROWS / openfisca.seconds("batch", ROWS),
        "their alone": lambda: THEIR_ALONE / openfisca.seconds("alone", THEIR_ALONE),
    }


def prove(cases: "list[Case]") -> None:
    """Stop unless batch, single payslip and bare arithmetic agree to the cent."""
    from dataclasses import replace

    from commonweal.rules import batch
    from commonweal.rules.payslip import amounts, rules_of

    found = batch.payslips(batch.questions(cases))
    assert not found.refused
    assert all(found.amounts(row) == amounts(case) for row, case in enumerate(cases))
    alike = [
        replace(case, on=date(2026, 5, 15), status="white_collar", family="single")
        for case in cases
    ]
    columns, rules = batch.questions(alike), rules_of(alike[0])
    net, due = bare_payslip.payslips(columns, rules)
    expected = batch.payslips(columns).columns
    assert (net == expected["net"]).all()
    assert (due == expected["employer.due"]).all()


def rate(count: int, deed: Callable[[], object]) -> float:
    """Return how many a second a deed does, done again until that can be told."""
    begin, done = perf_counter(), 0
    while (seconds := perf_counter() - begin) < LEAST_SECONDS:
        deed()
        done += count
    return done / seconds


def measure(measures: Measures) -> Rates:
    """Return the rates of each round, some rounds to warm up left out."""
    found: dict[str, list[float]] = {name: [] for name in ORDER if name in measures}
    for number in range(WARM + ROUNDS):
        for name in list(found)[:: 1 if number % 2 else -1]:
            found[name].append(measures[name]())
    return {name: rates[WARM:] for name, rates in found.items()}


def times(rates: Rates, ours: str, theirs: str) -> float:
    """Return how many times faster the first is: the median of the rounds."""
    return median(a / b for a, b in zip(rates[ours], rates[theirs], strict=True))


def computed(rates: Rates) -> Iterable[bool]:
    """Print what we compute, and the limits; yield whether each goal is met."""
    from commonweal.rules.batch import COLUMNS

    each = {name: median(found) for name, found in rates.items()}
    print(f"{ROUNDS} rounds of {ROWS:,} payslips, {len(COLUMNS)} amounts kept of each; medians")
    yield tell("computed in a batch", each["batch"], GOAL_BATCH)
    print(f"    limit, one white-collar payslip in bare NumPy: {each['limit']:,.0f}/s")
    yield tell("    of the limit", times(rates, "batch", "limit"), GOAL_OF_LIMIT, "{:.0%}")
    print(f"    from cases instead of columns: {each['objects']:,.0f}/s")
    yield tell("computed one by one", each["alone"], GOAL_ALONE)
    print(f"    from plain values instead of cases: {each['from values']:,.0f}/s")
    print(f"    and explained line by line: {each['explained']:,.0f}/s")


def side_by_side(rates: Rates, openfisca: OpenFisca | None) -> Iterable[bool]:
    """Print OpenFisca's rates and ours over them; without OpenFisca that is a goal missed."""
    if not openfisca:
        print("beside OpenFisca: not measured MISSED")
        yield False
        return
    print(
        "OpenFisca-France {version} on core {core}: {variables} variables a payslip, "
        "{values} values with their periods".format(**openfisca.hello)
    )
    print(f"    its batch of {ROWS:,}: {median(rates['their batch']):,.0f}/s")
    yield tell(
        "    ours over its batch",
        times(rates, "batch", "their batch"),
        GOAL_BESIDE_BATCH,
        "{:.1f}x",
    )
    print(f"    one by one, {THEIR_ALONE} a round: {median(rates['their alone']):,.1f}/s")
    yield tell(
        "    ours over it one by one",
        times(rates, "from values", "their alone"),
        GOAL_BESIDE_ALONE,
        "{:,.0f}x",
    )


if __name__ == "__main__":
    sys.exit(main())
