"""Work that a budget pays: Hanne lets Thomas time her subtitles."""

from collections.abc import Mapping
from datetime import date, datetime, time

from commonweal.activities.actions import Unit
from commonweal.employment import jobs as social_security
from commonweal.employment.actions import NewPeriod
from commonweal.flows.from_budget import actions as from_budget
from commonweal.flows.from_budget.actions import Wanted, Work, Worker
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

HIRED_ON, WORK_DAY = date(2026, 4, 29), date(2026, 5, 7)
GROSS_CENTS = 120_00


def live(day: date, members: Mapping[str, Member], units: Mapping[str, Unit], at: datetime) -> None:
    """What Hanne did on a day."""
    if day != HIRED_ON:
        return
    hanne, thomas = members["hanne"], members["thomas"]
    worker = Worker(thomas.pk, thomas.worker_status, (NewPeriod(WORK_DAY, time(9), 6 * 60),))
    work = Work(units["hanne"].pk, "Ondertitels timen", hanne.pk, [Wanted(worker, GROSS_CENTS)])
    by = Actor(f"user:{hanne.user_id}", hanne.full_name)
    from_budget.hire(work=work, key="demo:timing", by=by, at=at)
    social_security.send_queued(at=at)
    for _turn in range(4):
        if not social_security.ask(at=at):
            return
