"""Small words for the tests of the books."""

from datetime import date

from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import START
from commonweal.ledger.actions import Entry, Line, post

BOOKKEEPER = Actor("user:9", "Inès Bookkeeper")
MAY_4 = date(2026, 5, 4)


def invoice(number=1, *, unit=7, net=1000_00, on=MAY_4, **changes):
    """An invoice of MONEY.md §2: claim, turnover, VAT 21 %, contribution 6.5 %."""
    vat, contribution = net * 21 // 100, net * 65 // 1000
    entry = Entry(
        journal="sales",
        on=on,
        text=f"Invoice {number}",
        key=f"invoice:{number}",
        origin="order:1",
        lines=(
            Line("400", net + vat, unit, f"invoice:{number}", f"{number:012}"),
            Line("7000", -net, unit),
            Line("4510", -vat),
            Line("6199", contribution, unit),
            Line("7040", -contribution),
        ),
    )
    return entry._replace(**changes)


def payment(number=1, *, cents, unit=7):
    """The bank pays (part of) an invoice."""
    return Entry(
        "bank",
        MAY_4,
        "Statement 1",
        f"move:{number}:{cents}",
        "statement:1",
        (Line("550", cents), Line("400", -cents, unit, f"invoice:{number}")),
    )


def write(*entries):
    return post(entries=list(entries), by=BOOKKEEPER, at=START)
