"""
Post invoices for ever and print each number once it is safe: the victim of test_survival.

    python -m commonweal.ledger.tests.writer FIRST [--careless]

`--careless` prints before the commit: the canary that the test must see die.
"""

import sys
from itertools import count

import django
from django.db import transaction

django.setup()

from commonweal.ledger.tests.books import invoice, write  # noqa: E402


def main(first: int, careless: bool) -> None:
    for start in count(first, 20):
        with transaction.atomic():
            for number in range(start, start + 20):
                write(invoice(number, unit=number % 50 + 1))
                if careless:
                    print(number, flush=True)
        if not careless:
            print(*range(start, start + 20), sep="\n", flush=True)


main(int(sys.argv[1]), "--careless" in sys.argv)
