"""The bodies of declarations, exactly as Dimona REST v2 wants them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac

from commonweal.employment.dimona import STUDENT, Work

HIDDEN = "*" * 11


@dataclass(frozen=True, slots=True)
class Message:
    """The body of one declaration."""

    body: Mapping[str, Any]

    @property
    def content(self) -> bytes:
        return as_json(self.body).encode()

    @property
    def digest(self) -> str:
        """
        A seal of the exact bytes that go out, with the key of the house: a plain hash would
        give the hidden number away to whoever tries them all.
        """
        return salted_hmac("declaration", self.content, algorithm="sha256").hexdigest()

    def hide(self, text: str) -> str:
        """Hide the national number of this message wherever a text repeats it."""
        number = self.body.get("worker", {}).get("ssin")
        return text.replace(number, HIDDEN) if number else text

    @property
    def masked(self) -> str:
        """The content as it may be kept and shown."""
        return as_json(mask(self.body))


def as_json(body: Mapping[str, Any]) -> str:
    """Write a body as it goes over the line: in its own order, without spaces."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def mask(body: Mapping[str, Any]) -> dict[str, Any]:
    """Hide the national number of a message, or of an answer: its end would tell the rest."""
    worker = body.get("worker", {})
    if "ssin" not in worker:
        return dict(body)
    return {**body, "worker": {**worker, "ssin": HIDDEN}}


@dataclass(frozen=True, slots=True)
class Person:
    """Who a declaration is about: the national number, or else the whole identity."""

    national_number: str
    first_name: str
    last_name: str
    birth_date: date | None
    nationality: str
    street: str
    postcode: str
    city: str
    country: str

    def as_worker(self) -> dict[str, Any]:
        """The `worker` of a declaration."""
        if self.national_number:
            return {"ssin": self.national_number}
        return {
            "familyName": self.last_name,
            "givenName": self.first_name,
            "birthDate": self.birth_date.isoformat() if self.birth_date else None,
            "nationality": self.nationality,
            "address": {
                "street": self.street,
                "postCode": self.postcode,
                "municipality": {"name": self.city},
                "country": self.country,
            },
        }


def dimona_in(*, enterprise_number: str, person: Person, work: Work) -> Message:
    """Announce work. What its type of worker does not ask is not told."""
    return Message(
        {
            "employer": {"enterpriseNumber": "".join(filter(str.isdigit, enterprise_number))},
            "worker": person.as_worker(),
            "dimonaIn": {
                "startDate": work.first.isoformat(),
                **_last_day(work),
                **_hours(work),
                "features": {
                    "jointCommissionNumber": work.joint_committee,
                    "workerType": work.worker_type,
                },
            },
        }
    )


def dimona_update(*, period_number: str, work: Work) -> Message:
    """Tell the new days, and hours if they count, of announced work. A student begins as told."""
    begin = {} if work.worker_type == STUDENT else {"startDate": work.first.isoformat()}
    told = {**begin, **_last_day(work), **_hours(work)}
    return Message({"dimonaUpdate": {"periodId": int(period_number), **told}})


def dimona_out(*, period_number: str, last: date) -> Message:
    """Tell the real last day of announced work."""
    return Message({"dimonaOut": {"periodId": int(period_number), "endDate": last.isoformat()}})


def dimona_cancel(*, period_number: str) -> Message:
    """Take back an announced period: nobody worked."""
    return Message({"dimonaCancel": {"periodId": int(period_number)}})


def _last_day(work: Work) -> dict[str, Any]:
    return {"endDate": work.last.isoformat()} if work.last else {}


def _hours(work: Work) -> dict[str, Any]:
    hours: dict[str, Any] = {}
    if work.start_hour:
        hours["startHour"] = f"{work.start_hour:%H%M}"
    if work.end_hour:
        hours["endHour"] = f"{work.end_hour:%H%M}"
    if work.planned_hours:
        hours["plannedHoursNumber"] = work.planned_hours
    return hours
