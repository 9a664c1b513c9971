"""Ready-made jobs for the tests of 3in1."""

from datetime import date, datetime, time, timedelta
from itertools import count

from tests.cast import NOW, actor

from commonweal.employment import gateways
from commonweal.employment import jobs as social_security
from commonweal.employment.actions import NewPeriod
from commonweal.flows.three_in_one import actions, jobs
from commonweal.flows.three_in_one.actions import Job, Worker
from commonweal.invoicing.queries import get_order
from commonweal.kernel import clock
from commonweal.kernel.actor import Actor

MAY_6 = date(2026, 5, 6)
keys = count(1)


def day(on=MAY_6, start=9, hours=8):
    return NewPeriod(on, time(start), int(hours * 60))


def worker(member, *periods, **facts):
    return Worker(member.pk, member.worker_status, periods or (day(),), **facts)


def job(unit, client, *workers, price=1000_00, **facts):
    return Job(unit.pk, client.pk, facts.pop("title", "Poster"), price, workers, **facts)


def place(member, client, wanted, at=NOW, key=None):
    key = key or f"click {next(keys)}"
    return actions.place(job=wanted, client=client, key=key, by=actor(member), at=at)


def confirm(order, at=NOW, name="Fatima El Amrani", purchase_order=""):
    by = Actor(f"client:{order.client_id}", name)
    return actions.confirm(
        order=get_order(id=order.pk), purchase_order=purchase_order, by=by, at=at
    )


def declare(at=NOW, **answers):
    """Let social security answer: everything is accepted unless `results` says otherwise."""
    with gateways.replaced(gateways.RecordingSocialSecurity(**answers)):
        social_security.send_queued(at=at)
        social_security.ask(at=at)


def on(day, hour=9):
    """Move the clock of the house to a morning and let happen what happens by itself."""
    at = datetime.combine(day, time(hour), clock.ZONE)
    clock.move(to=at)
    jobs.run(at=at)
    return at


def later(days):
    return MAY_6 + timedelta(days=days)
