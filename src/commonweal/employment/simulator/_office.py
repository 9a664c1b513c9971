"""
What the simulated social security knows: the messages it took, and what it has against them.

Its own objections bear no official number, as these are not published: `fields:` and the rule.
"""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any

from commonweal.employment import dimona
from commonweal.kernel.refusals import Refusal

Body = dict[str, Any]

BY_NUMBER = {"991": "warn", "992": "refuse", "993": "wait", "994": "lost"}
RESULTS = {"warn": "W", "refuse": "B"}
ANOMALIES = {
    "warn": [{"code": "90017-369", "description": "Overschrijding van het contingent"}],
    "refuse": [{"code": "90017-510", "description": "Toegangsvoorwaarden niet gerespecteerd"}],
}
ALREADY_CANCELLED = {"code": "00913-355", "description": "Reeds geannuleerde Dimonaperiode"}
NO_SUCH_PERIOD = {"code": "00913-001", "description": "Onbekende Dimonaperiode"}
IN_KEYS = {"startDate", "endDate", "startHour", "endHour", "plannedHoursNumber", "features"}
LATER = ("dimonaUpdate", "dimonaOut", "dimonaCancel")
OVER_THE_QUOTA = {"code": "90017-369", "description": "Overschrijding van het contingent"}
PERIOD_WRONG = {"code": "00913-002", "description": "Controlegetal van de Dimonaperiode"}


@dataclass
class _Declared:
    number: int
    body: Body
    ssin: str
    period: int
    result: str
    anomalies: list[Body] = field(default_factory=list)
    unknown_asks: int = 1
    waiting_asks: int = 0


class Office:
    """What the simulated social security knows. `memory` keeps it over a restart."""

    def __init__(self, memory: Path | None = None) -> None:
        self.declared: dict[int, _Declared] = {}
        self.plans: dict[str, deque[str]] = defaultdict(deque)
        self._cancelled: set[int] = set()
        self._quotas: dict[str, int] = {}
        self._memory = memory
        self._lock = threading.Lock()
        if memory and memory.exists():
            self._recall(json.loads(memory.read_text()))
        self._numbers = count(max(self.declared, default=202_600_000_000) + 1)

    def behaviour(self, body: Body) -> str:
        """Return what is to happen to this message; a planned behaviour is used up."""
        with self._lock:
            ssin = self._ssin(body)
            if plan := self.plans[ssin]:
                return plan.popleft()
            return BY_NUMBER.get(ssin[6:9], "accept") if "dimonaIn" in body else "accept"

    def take(self, body: Body, behaviour: str) -> int:
        """Record a message and return its number."""
        with self._lock:
            number = next(self._numbers)
            declared = _Declared(
                number=number,
                body=body,
                ssin=self._ssin(body),
                period=_period(body) or int(dimona.period_number(number % 10**10)),
                result=RESULTS.get(behaviour, "A"),
                anomalies=list(ANOMALIES.get(behaviour, [])),
                waiting_asks=3 if behaviour == "wait" else 0,
            )
            self._judge(declared)
            self.declared[number] = declared
            self._remember()
            return number

    def answer(self, number: int) -> Body | None:
        """Return what a question about this number hears; None is a 404."""
        with self._lock:
            known = self.declared.get(number)
            if known is None or known.unknown_asks > 0:
                if known:
                    known.unknown_asks -= 1
                return None
            waiting = known.waiting_asks > 0
            known.waiting_asks -= waiting
            return _answer(known, "S" if waiting else known.result)

    def find(self, body: Body) -> list[int]:
        """Return the numbers of the messages with this body."""
        with self._lock:
            return [each.number for each in self.declared.values() if each.body == body]

    def last(self) -> int:
        """Return the number given last."""
        return max(self.declared)

    def grant_hours(self, ssin: str, hours: int) -> None:
        """Say how many hours of the quota of this year a student has left."""
        with self._lock:
            self._quotas[ssin] = hours + self._reserved(ssin)

    def _judge(self, declared: _Declared) -> None:
        """Refuse what breaks a rule, whatever was to happen; a cancellation that holds, holds."""
        objections = list(self._objections(declared))
        if objections:
            declared.result, declared.anomalies = "B", objections
        elif "dimonaCancel" in declared.body and declared.result != "B":
            self._cancelled.add(declared.period)

    def _objections(self, declared: _Declared) -> Iterator[Body]:
        body = declared.body
        known = self._told(declared.period)
        if "dimonaIn" not in body:
            if not known:
                wrong = not dimona.is_period_number(str(declared.period))
                yield PERIOD_WRONG if wrong else NO_SUCH_PERIOD
                return
            if declared.period in self._cancelled:
                yield ALREADY_CANCELLED
                return
        if "dimonaCancel" in body:
            return
        told = {**known, **_days(body)}
        work = _as_work(told)
        found = [*dimona.wrong_work(work), *_wrong_person(work, body)]
        if known:
            found += dimona.wrong_change(work.worker_type, _as_work(known).first, work.first)
        yield from map(_objection, found)
        if self._is_over_quota(declared, work, known):
            yield OVER_THE_QUOTA

    def _is_over_quota(self, declared: _Declared, work: dimona.Work, known: Body) -> bool:
        quota = self._quotas.get(declared.ssin)
        if quota is None or work.worker_type != dimona.STUDENT:
            return False
        more: int = (work.planned_hours or 0) - known.get("plannedHoursNumber", 0)
        return more > 0 and self._reserved(declared.ssin) + more > quota

    def _reserved(self, ssin: str) -> int:
        """The hours that accepted announcements keep of a student's quota."""
        periods = {d.period for d in self.declared.values() if d.ssin == ssin} - self._cancelled
        return sum(self._told(period).get("plannedHoursNumber", 0) for period in periods)

    def _told(self, period: int) -> Body:
        """What the accepted messages about a period say together, the later over the earlier."""
        told: Body = {}
        for each in self.declared.values():
            if each.period == period and each.result != "B":
                told |= _days(each.body)
        return told

    def _ssin(self, body: Body) -> str:
        if "worker" in body:
            return str(body["worker"].get("ssin", ""))
        period = _period(body)
        return next((d.ssin for d in self.declared.values() if d.period == period), "")

    def _remember(self) -> None:
        if self._memory:
            kept = {
                "declared": [asdict(each) for each in self.declared.values()],
                "cancelled": sorted(self._cancelled),
                "quotas": self._quotas,
            }
            self._memory.write_text(json.dumps(kept))

    def _recall(self, kept: Mapping[str, Any]) -> None:
        self.declared = {each["number"]: _Declared(**each) for each in kept["declared"]}
        self._cancelled = set(kept["cancelled"])
        self._quotas = kept.get("quotas", {})


def _answer(known: _Declared, result: str) -> Body:
    status: Body = {
        "declarationId": known.number,
        "result": result,
        "anomalies": [] if result == "S" else known.anomalies,
    }
    if result in ("A", "W"):
        status["period"] = {"id": known.period}
    return {**known.body, "declarationStatus": status}


def _period(body: Body) -> int:
    return next((int(body[kind]["periodId"]) for kind in LATER if kind in body), 0)


def _days(body: Body) -> Body:
    """The part of a message that tells days, hours and type of worker."""
    kinds = ("dimonaIn", "dimonaUpdate", "dimonaOut")
    return next((dict(body[kind]) for kind in kinds if kind in body), {})


def _as_work(told: Mapping[str, Any]) -> dimona.Work:
    features, last, hour = told["features"], told.get("endDate"), told.get("startHour")
    return dimona.Work(
        first=date.fromisoformat(told["startDate"]),
        last=date.fromisoformat(last) if last else None,
        worker_type=features["workerType"],
        joint_committee=features.get("jointCommissionNumber", ""),
        planned_hours=told.get("plannedHoursNumber"),
        start_hour=time.fromisoformat(hour) if hour else None,
    )


def _wrong_person(work: dimona.Work, body: Body) -> Iterator[Refusal]:
    if worker := body.get("worker"):
        whole = {"familyName", "givenName", "birthDate", "nationality", "address"}
        yield from dimona.wrong_person(
            work.worker_type,
            national_number=worker.get("ssin", ""),
            is_identified=all(worker.get(name) for name in whole),
            name="",
        )


def _objection(refusal: Refusal) -> Body:
    return {"code": f"fields:{refusal.code}", "description": refusal.code.replace("_", " ")}


def is_readable(body: Any) -> bool:
    """Whether this is one declaration of a known shape."""
    if not isinstance(body, dict):
        return False
    match {key: body[key] for key in body if key.startswith("dimona")}:
        case {"dimonaIn": {"startDate": str(), "features": {"workerType": str(), **_f}, **more}}:
            worker = body.get("worker", {})
            named = "ssin" in worker or {"familyName", "givenName", "birthDate"} <= set(worker)
            known = "employer" in body and set(more) <= IN_KEYS
            return named and known and _has_days(body["dimonaIn"])
        case {"dimonaOut": {"periodId": int(), "endDate": str()}}:
            return len(body) == 1 and _has_days(body["dimonaOut"])
        case {"dimonaUpdate": {"periodId": int()}}:
            return len(body) == 1 and _has_days(body["dimonaUpdate"])
        case {"dimonaCancel": {"periodId": int()}}:
            return len(body) == 1
    return False


def _has_days(told: Mapping[str, Any]) -> bool:
    try:
        days = [date.fromisoformat(told[key]) for key in ("startDate", "endDate") if key in told]
        hours = [time.fromisoformat(told[key]) for key in ("startHour",) if key in told]
    except (TypeError, ValueError):
        return False
    return bool(days or hours) or "plannedHoursNumber" in told
