"""The bodies of declarations, exactly as Dimona REST v2 wants them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """The body of one declaration."""

    body: Mapping[str, Any]

    @property
    def content(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the exact bytes that go out."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def masked(self) -> dict[str, Any]:
        """The body as it may be kept and shown: of a national number only the last two digits."""
        return mask(self.body)


def mask(body: Mapping[str, Any]) -> dict[str, Any]:
    """Hide the national number in a message, or in an answer that repeats it."""
    worker = dict(body.get("worker", {}))
    if "ssin" in worker:
        worker["ssin"] = "*" * 9 + str(worker["ssin"])[-2:]
    return {**body, "worker": worker} if worker else dict(body)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a declaration is about: the national number, or else the whole identity."""

    national_number: str
    first_name: str
    last_name: str
    birth_date: date | None
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
            "address": {
                "street": self.street,
                "postCode": self.postcode,
                "municipality": {"name": self.city},
                "country": self.country,
            },
        }


def dimona_in(*, enterprise_number: str, person: Person, first: date, last: date) -> Message:
    """
    Announce work from the first to the last day.

    Joint committee 999 and worker type OTH: for these the hours of start and end and the planned
    number of hours are not asked, and are not told.
    """
    return Message(
        {
            "employer": {"enterpriseNumber": "".join(filter(str.isdigit, enterprise_number))},
            "worker": person.as_worker(),
            "dimonaIn": {
                "startDate": first.isoformat(),
                "endDate": last.isoformat(),
                "features": {"jointCommissionNumber": "999", "workerType": "OTH"},
            },
        }
    )


def dimona_update(*, period_number: str, first: date, last: date) -> Message:
    """Move the days of an announced period."""
    days = {"startDate": first.isoformat(), "endDate": last.isoformat()}
    return Message({"dimonaUpdate": {"periodId": int(period_number), **days}})


def dimona_cancel(*, period_number: str) -> Message:
    """Take back an announced period: nobody worked."""
    return Message({"dimonaCancel": {"periodId": int(period_number)}})
