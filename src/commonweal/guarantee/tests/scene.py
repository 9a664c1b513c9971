"""Ready-made promises for the tests of the guarantee."""

from tests.cast import NOW, TODAY

from commonweal.flows.tests.jobs_of_amina import confirm, day, job, later, place, worker
from commonweal.guarantee import actions, queries
from commonweal.guarantee.actions import NewCap
from commonweal.kernel.actor import Actor

DIRK = Actor("user:1", "Dirk Maes")


def cap(client, cents, on=TODAY, reason="we know them"):
    new = NewCap(client.pk, cents, on, reason)
    return actions.set_cap(caps=[new], by=DIRK, at=NOW)[0]


def placed(member, unit, client, price=1000_00, days=0):
    """An order of one day that its client has not confirmed; `days` keep the work apart."""
    wanted = job(unit, client, worker(member, day(later(days))), price=price)
    return place(member, client, wanted).order


def confirmed(member, unit, client, price=1000_00, days=0):
    return confirm(placed(member, unit, client, price, days))


def engaged(client, on=TODAY):
    return queries.promised(clients=[client.pk], on=on)[client.pk].engaged_cents


def decision(order):
    return queries.of_orders(orders=[order.pk])[order.pk]


def codes(row):
    return [reason["code"] for reason in row.reasons]
