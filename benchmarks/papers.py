"""
How fast the papers of invoices are set, and how near that is to the limit of the same run.

An invoice here has two lines, a title, amounts and a client of its own, in four languages; its
paper is a tagged PDF/A-3 (and PDF/UA-1) with the electronic invoice inside and a code to pay with.
"One by one" is one process, from an issued invoice with its lines to the bytes of the PDF; "in
batch" is the same on every core. The whole job, which judges each electronic invoice by all the
rules, keeps the files and records what was done, is printed beside them.

The limit is typst alone, a kept compiler on a page of one heading and one row under the same
standards, with the same kind of file inside: what any page costs. In batch it too runs on every
core.

    .venv/bin/python -m benchmarks.papers
"""

import operator
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.house import ROOT, fresh_database, ratio, report

sys.path.insert(0, str(ROOT / "src"))

from commonweal.documents._typeset import typeset
from commonweal.kernel import hands

SINGLES, BATCH, ROUNDS = 100, 300, 3
SINGLE_GOAL, BATCH_GOAL, GOAL_RATIO = 60, 150, 0.15
AT = datetime(2026, 5, 4, 7, tzinfo=UTC)
BARE = ROOT / "src/commonweal/documents/tests/specimen.typ"
LIMIT = "typst alone on a page of one heading and one row"
LANGUAGES = ("nl", "fr", "de", "en")

Setting = Callable[[], bytes]


def main() -> int:
    """Set invoices and bare pages in the same rounds, compare the medians; then the whole job."""
    fresh_database("papers")
    invoices = issued(BATCH)
    singles = [one_by_one(invoices[:SINGLES], turn) for turn in range(ROUNDS)]
    single, bare_single, processor = (
        SINGLES / median(seconds) for seconds in zip(*singles, strict=True)
    )
    with hands.several(hands.ENOUGH):
        in_batch(invoices, 0)  # the compilers are warm
        rounds = [in_batch(invoices, turn) for turn in range(1, ROUNDS + 1)]
    batch, bare_batch = (BATCH / median(seconds) for seconds in zip(*rounds, strict=True))
    print(f"{ROUNDS} rounds, medians; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"one by one, a second of processor time: {processor:,.0f}")
    print(f"the whole job, {BATCH} invoices: {ratio(BATCH / whole(invoices), bare_batch)}")
    missed = report(
        what="papers set one by one",
        per_second=single,
        limit=LIMIT,
        limit_per_second=bare_single,
        goal_per_second=SINGLE_GOAL,
        goal_ratio=GOAL_RATIO,
    )
    return missed | report(
        what="papers set in batch",
        per_second=batch,
        limit=f"{LIMIT}, on every core",
        limit_per_second=bare_batch,
        goal_per_second=BATCH_GOAL,
        goal_ratio=GOAL_RATIO,
    )


def one_by_one(invoices: Sequence[Any], turn: int) -> tuple[float, float, float]:
    """Return the seconds for the papers and for bare pages, and the processor time of the first."""
    begin, used = perf_counter(), process_time()
    for invoice in invoices:
        setting(invoice, turn)()
    took, used = perf_counter() - begin, process_time() - used
    begin = perf_counter()
    for place in range(len(invoices)):
        bare(place, turn)()
    return took, perf_counter() - begin, used


def in_batch(invoices: Sequence[Any], turn: int) -> tuple[float, float]:
    """Return the seconds for papers and for bare pages on every core."""
    begin = perf_counter()
    pdfs = hands.work(operator.call, (setting(invoice, turn) for invoice in invoices))
    took = perf_counter() - begin
    assert all(isinstance(pdf, bytes) for pdf in pdfs)
    begin = perf_counter()
    hands.work(operator.call, (bare(place, turn) for place in range(len(invoices))))
    return took, perf_counter() - begin


def setting(invoice: Any, turn: int) -> Setting:
    """Return what sets the paper of an invoice; no round finds what another has left."""
    from commonweal.invoicing import papers

    invoice.title, invoice.note = f"Assignment {invoice.pk} of round {turn}", f"Round {turn}"
    xml = papers.electronic(invoice, invoice.entity)
    return papers.page(invoice, invoice.entity, xml=xml, at=AT)


def bare(place: int, turn: int) -> Setting:
    """Return what sets a page of one heading and one row, with a file inside."""
    data = {"lang": "nl", "title": f"Page {place} of round {turn}", "work": place, "cents": place}
    content = b"<x>" + b"0123456789" * 800 + b"</x>"
    return partial(typeset, template=BARE, data=data, attachments={"x.xml": content}, at=AT)


def whole(invoices: Sequence[Any]) -> float:
    """Return the seconds of the job of the worker, processes and commits included."""
    from commonweal.invoicing import jobs
    from commonweal.invoicing.queries import Rendering

    begin = perf_counter()
    with hands.several(hands.ENOUGH):
        jobs.render([invoice.pk for invoice in invoices])
    took = perf_counter() - begin
    assert Rendering.objects.filter(state="ready").count() == len(invoices)
    return took


def issued(count: int) -> list[Any]:
    """Issue invoices of two lines to twenty clients, and read them as the job does."""
    from benchmarks.invoice_issue import furnish
    from commonweal.clients import actions as clients
    from commonweal.invoicing import actions as invoicing

    house = furnish()
    known = clients.register(
        clients=[new_client(number) for number in range(20)], by=house["by"], at=house["at"]
    )
    new = [new_invoice(house, known, number) for number in range(count)]
    drafted = invoicing.draft(invoices=new, by=house["by"], at=house["at"])
    done = invoicing.issue(drafts=drafted, by=house["by"], at=house["at"])
    found = invoicing.Invoice.objects.filter(id__in=[invoice.pk for invoice in done])
    return list(
        found.select_related("corrects", "entity")
        .prefetch_related("lines", "attachments__document")
        .order_by("id")
    )


def new_client(number: int) -> Any:
    """One of twenty clients, five of each language."""
    from commonweal.clients import actions as clients

    enterprise = f"08712{number:03}"
    check = 97 - int(enterprise) % 97
    return clients.NewClient(
        name=f"Festival {number} de la Senne",
        enterprise_number=f"{enterprise}{check:02}",
        vat_number=f"BE{enterprise}{check:02}",
        street=f"Quai des Charbonnages {number + 1}",
        postcode="1080",
        city="Bruxelles",
        email=f"production@festival{number}.example",
        language=LANGUAGES[number % 4],
    )


def new_invoice(house: dict[str, Any], known: Sequence[Any], number: int) -> Any:
    """Two lines at amounts of their own."""
    from commonweal.invoicing import actions as invoicing

    lines = tuple(
        invoicing.NewLine(f"Day {number}-{line}", cents, invoicing.Vat.STANDARD, 2100)
        for line, cents in ((1, 40_000 + 13 * number), (2, 20_000 + 7 * number))
    )
    return invoicing.NewInvoice(
        unit_id=house["units"][number % len(house["units"])],
        client=known[number % len(known)],
        title=f"Assignment {number}",
        lines=lines,
        contribution_cents=3_900,
        guaranteed=True,
    )


if __name__ == "__main__":
    sys.exit(main())
