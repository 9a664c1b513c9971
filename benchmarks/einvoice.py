"""
How fast electronic invoices are written and judged, and how near that is to the limit of the
same run.

An invoice here has two lines at 21 % between two Belgian companies; each has a number, a buyer
and amounts of its own. "Schema" is written and judged by the UBL 2.1 schema, "rules" is that and
the CEN and Peppol rules: what every invoice goes through before it leaves.

The limit of the first is libxml2 reading and judging ready bytes; of the second, Saxon reading
ready text and running the two compiled stylesheets. Figures, limits and goals are of every core
of the machine together (the goals are for two). One core alone is printed apart, by processor
time: what others do on the machine hardly changes that.

    .venv/bin/python -m benchmarks.einvoice
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from statistics import median
from time import perf_counter, process_time

from benchmarks.house import ROOT, ratio, report

sys.path.insert(0, str(ROOT / "src"))

from commonweal.einvoice import ubl, validator
from commonweal.einvoice.values import Item, Paper, Party, Vat
from commonweal.kernel import hands

PIECE, PIECES, RULE_PIECES, ROUNDS, WARM = 50, 60, 8, 5, 1
SCHEMA_GOAL, SCHEMA_RATIO = 3_000, 0.5
RULES_GOAL, RULES_RATIO = 120, 0.8
SELLER = Party(
    "Commonweal cv", "Coenraetsstraat 72", "1060", "Brussel", "BE", "0896755397", "BE0896755397",
    "hello@commonweal.example",
)  # fmt: skip


def main() -> int:
    """Do figure and limit in the same rounds on every core; compare the medians."""
    with hands.several(hands.ENOUGH):
        spread(use_rules, range(os.cpu_count() or 1))  # the stylesheets are compiled
        schema = rates(write_and_read, read, range(PIECES))
        rules = rates(write_and_judge, use_rules, range(RULE_PIECES))
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"{ROUNDS} rounds, medians; {cores} cores, load {load:.1f} at the end")
    print(f"one core, schema, by processor time: {ratio(*alone(write_and_read, read))}")
    print(f"one core, rules, by processor time: {ratio(*alone(write_and_judge, use_rules))}")
    missed = report(
        what="written and judged by the schema",
        per_second=schema[0],
        limit="libxml2 alone on ready bytes",
        limit_per_second=schema[1],
        goal_per_second=SCHEMA_GOAL,
        goal_ratio=SCHEMA_RATIO,
    )
    return missed | report(
        what="written and judged by schema, CEN and Peppol rules",
        per_second=rules[0],
        limit="Saxon alone on ready text",
        limit_per_second=rules[1],
        goal_per_second=RULES_GOAL,
        goal_ratio=RULES_RATIO,
    )


Step = Callable[[int], float]


def rates(figure: Step, limit: Step, pieces: Sequence[int]) -> tuple[float, float]:
    """Return how many documents a second each of two steps does on every core."""
    rounds = [(spread(figure, pieces), spread(limit, pieces)) for _ in range(WARM + ROUNDS)][WARM:]
    count = len(pieces) * PIECE
    ours, bare = (count / median(seconds) for seconds in zip(*rounds, strict=True))
    return ours, bare


def spread(step: Step, pieces: Iterable[int]) -> float:
    """Return the seconds a step takes over all pieces on every core."""
    begin = perf_counter()
    hands.work(step, pieces)
    return perf_counter() - begin


def alone(figure: Step, limit: Step) -> tuple[float, float]:
    """Return documents per second of processor time for two steps, in this process."""
    limit(0), figure(0)
    rounds = [(processor(figure), processor(limit)) for _ in range(ROUNDS)]
    ours, bare = (PIECE / median(seconds) for seconds in zip(*rounds, strict=True))
    return ours, bare


def processor(step: Step) -> float:
    """Return the seconds of processor time of one piece, its preparation left out."""
    written(0)
    begin = process_time()
    step(0)
    return process_time() - begin


def write_and_read(piece: int) -> float:
    """Write a piece and let the schema judge it; return the seconds."""
    papers = some(piece)
    begin = perf_counter()
    for paper in papers:
        assert validator.read_by_schema(ubl.build(paper)) is not None
    return perf_counter() - begin


def read(piece: int) -> float:
    """Let libxml2 read and judge ready documents."""
    from lxml import etree

    documents, schema = written(piece), validator._schema("Invoice")
    begin = perf_counter()
    for document in documents:
        etree.fromstring(document, etree.XMLParser(schema=schema))
    return perf_counter() - begin


def write_and_judge(piece: int) -> float:
    """Write a piece and let schema and rules judge it."""
    papers = some(piece)
    begin = perf_counter()
    for paper in papers:
        assert validator.validate(ubl.build(paper)).findings == ()
    return perf_counter() - begin


def use_rules(piece: int) -> float:
    """Let Saxon read ready texts and run the two stylesheets."""
    texts = [document.decode().split("\n", 1)[1] for document in written(piece)]
    saxon = validator._saxon()
    sheets = [validator._stylesheet(layer) for layer in validator.LAYERS["peppol"]]
    begin = perf_counter()
    for text in texts:
        node = saxon.parse_xml(xml_text=text)
        assert not any(sheet.transform_to_string(xdm_node=node) for sheet in sheets)
    return perf_counter() - begin


@cache
def written(piece: int) -> list[bytes]:
    """The documents of a piece."""
    return [ubl.build(paper) for paper in some(piece)]


@cache
def some(piece: int) -> list[Paper]:
    """What the invoices of a piece say."""
    return [paper(number) for number in range(piece * PIECE, (piece + 1) * PIECE)]


def paper(number: int) -> Paper:
    """What one invoice says."""
    buyer = Party(
        f"Client {number}", f"Kanaalstraat {number % 90 + 1}", "9000", "Gent", "BE",
        "0871234105", "BE0871234105", f"client{number}@client.example",
    )  # fmt: skip
    items = tuple(
        Item(f"Day of design {number}-{line}", cents, cents, Vat.STANDARD, 2100)
        for line, cents in ((1, 10_000 + number), (2, 5_000 + 7 * number))
    )
    return Paper(
        f"2026-{number:06}", date(2026, 5, 4), date(2026, 6, 3), SELLER, buyer,
        "BE69068765432178", "GKCCBEBB", "+++000/0000/01212+++", f"order {number}", "", items,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
