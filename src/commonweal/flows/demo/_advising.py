"""An adviser at work: units taken on, a note, a goal, and a job that waits for approval."""

from collections.abc import Mapping
from datetime import date, datetime, time

from commonweal.access import queries as access
from commonweal.activities import actions as activities
from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.employment.actions import NewPeriod
from commonweal.flows.demo._people import DOMAIN
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one.actions import Job, Worker
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

TRUSTED_ON, TALKED_ON, ENTERED_ON = date(2026, 4, 2), date(2026, 4, 29), date(2026, 4, 30)
GOAL_DUE_ON = date(2026, 9, 30)
STUDENT_LIMIT_CENTS = 1000_00
PRICE_CENTS = 1450_00


def live(
    day: date,
    members: Mapping[str, Member],
    units: Mapping[str, Unit],
    clients: Mapping[str, Client],
    at: datetime,
) -> None:
    """What the adviser and those who are advised did on a day."""
    if day == TRUSTED_ON:
        activities.set_trust(
            member=members["jonas"], limit_cents=STUDENT_LIMIT_CENTS,
            reason="Eerste opdrachten: we kijken samen.", by=_dirk(), at=at,
        )  # fmt: skip
    if day == TALKED_ON:
        _talk(units, at)
    if day == ENTERED_ON:
        _enter(members["jonas"], units["jonas"], clients["city"], at)


def _talk(units: Mapping[str, Unit], at: datetime) -> None:
    by = _dirk()
    dirk = access.user_by_email(email=f"dirk@{DOMAIN}")
    activities.assign_adviser(units=list(units.values()), adviser=dirk, by=by, at=at)
    activities.write_note(
        unit=units["bram"], at=at, by=by,
        text="Gebeld over het concert in Genève: buiten de EU is het loon niet gewaarborgd. "
        "Bram vraagt een voorschot aan de klant.",
    )  # fmt: skip
    activities.set_goal(
        unit=units["amina"], text="Een derde vaste klant vinden", due_on=GOAL_DUE_ON, by=by, at=at
    )


def _enter(jonas: Member, unit: Unit, client: Client, at: datetime) -> None:
    """More than he decides about alone: an adviser looks first."""
    days = tuple(NewPeriod(date(2026, 6, day), time(9), 7 * 60) for day in (13, 14, 20, 21))
    job = Job(
        unit_id=unit.pk, client_id=client.pk, title="Filmpjes voor het zomerfeest",
        price_cents=PRICE_CENTS, workers=(Worker(jonas.pk, jonas.worker_status, days),),
        purchase_order="B2026-0561", language=client.language,
    )  # fmt: skip
    by = Actor(f"user:{jonas.user_id}", jonas.full_name)
    three_in_one.place(job=job, client=client, key=f"demo:{job.title}", by=by, at=at)


def _dirk() -> Actor:
    dirk = access.user_by_email(email=f"dirk@{DOMAIN}")
    return Actor(f"user:{dirk.pk}", dirk.name) if dirk else Actor("staff:Dirk Maes", "Dirk Maes")
