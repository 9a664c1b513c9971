"""What the tests of matching share: claims as a flow would feed them, and what waits."""

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.queries import Claim
from commonweal.banking.tests.conftest import MAKER, NOW, bring, coda
from commonweal.ledger import queries as books

FESTIVAL = "BE22313215646432"


def owed(number, party=1, name="Festival vzw", iban=FESTIVAL, paid_cents=0):
    """The claim of invoice `number` as it stands in the books."""
    item = f"invoice:2026-{number:06d}"
    return Claim(
        item, "400", None, books.open_amount(account="400", item=item), number=item[8:],
        party=f"client:{party}", party_name=name, ibans=(iban,) if iban else (),
        paid_cents=paid_cents,
    )  # fmt: skip


def wait(*moves, **more):
    """Take these movements in; return those that wait, in order."""
    bring(coda(*moves, **more))
    return [row.move for row in queries.suspense()]


def propose(*claims, **more):
    return banking.propose(claims=claims, by=MAKER, at=NOW, **more)


def place_by_reference(move, reference):
    """Settle the claim with this reference by as much of what waits as is open of it."""
    found = books.open_items(account="400", references=[reference])[reference]
    cents = min(queries.waiting_cents(move=move), found.cents)
    part = banking.Part("400", found.item, found.unit, cents)
    placing = banking.Placing(move.pk, (part,))
    return banking.place_parts(placings=[placing], by=MAKER, at=NOW)


def still_open(number):
    return books.open_amount(account="400", item=f"invoice:2026-{number:06d}")


def waiting():
    return sum(row.cents for row in queries.suspense())
