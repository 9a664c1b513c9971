"""Small words for the tests of money between budgets."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.ledger import queries as ledger


def propose(giver, receiver, member, cents=300_00, text="For the poster", at=NOW, **more):
    """Budget offered by a member."""
    new = activities.NewTransfer(giver.pk, receiver.pk, cents, text, **more)
    (transfer,) = activities.propose_transfers(transfers=[new], by=actor(member), at=at)
    return transfer


def invoice(seller, buyer, member, cents=300_00, title="Poster for the spring", at=NOW, **more):
    """One internal invoice, sent by a member."""
    new = activities.NewInternalInvoice(
        seller.pk, buyer.pk, title, [("Design of the poster", cents)], **more
    )
    (sent,) = activities.send_internal_invoices(invoices=[new], by=actor(member), at=at)
    return sent


def money(unit, on=TODAY):
    """What a unit has, has kept aside, and can spend, in cents."""
    states = queries.states(unit=unit.pk, on=on)
    return states.available, states.reserved, states.spendable


def intact():
    """The books prove every cent."""
    return set(ledger.proofs().values()) == {0}


def statements(verb):
    """How many statements a verb costs."""
    with CaptureQueriesContext(connection) as asked:
        verb()
    return len(asked)
