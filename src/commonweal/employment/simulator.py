"""
Social security on this machine, for demo and tests: the same addresses, sign-in and bodies as
Dimona REST v2, over real HTTP on 127.0.0.1. It also misbehaves, on request and always the same:

    accept       taken, unknown (404) when first asked about, then A
    warn         then W, with an anomaly
    refuse       then B, with an anomaly
    wait         answers S three times before A
    slow         as accept, after four times the `patience`
    busy         503, not taken
    error        500, not taken
    error_after  500, but taken
    lost         taken, and the connection is cut before the answer
    timeout      no answer at all, not taken
    duplicate    the answer names the declaration before this one
    malformed    400
    expired      401 as if the token were withdrawn, once

`POST /control {"ssin": ..., "behaviours": [...]}` plans what happens to the next messages about
a person. Without a plan the middle digits of the national number decide: 991 is warned, 992
refused, 993 waits, 994 is lost; everyone else is accepted.

By hand: `python -m commonweal.employment.simulator PORT KEYFILE`.
"""

import json
import secrets
import socket
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

Body = dict[str, Any]

CLIENT = "commonweal"
BASE, TOKEN = "/REST/dimona/v2", "/REST/oauth/v5/token"
SCOPES = {"scope:dimona:declaration:declarant", "scope:dimona:declaration:consult"}
BY_NUMBER = {"991": "warn", "992": "refuse", "993": "wait", "994": "lost"}
RESULTS = {"warn": "W", "refuse": "B"}
ANOMALIES = {
    "warn": [{"code": "90017-369", "description": "Overschrijding van het contingent"}],
    "refuse": [{"code": "90017-510", "description": "Toegangsvoorwaarden niet gerespecteerd"}],
}
ALREADY_CANCELLED = {"code": "00913-355", "description": "Reeds geannuleerde Dimonaperiode"}
NO_SUCH_PERIOD = {"code": "00913-001", "description": "Onbekende Dimonaperiode"}
NOT_TAKEN = {
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "malformed": HTTPStatus.BAD_REQUEST,
    "expired": HTTPStatus.UNAUTHORIZED,
}
IN_KEYS = {"startDate", "endDate", "startHour", "endHour", "plannedHoursNumber", "features"}


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
                period=self._period(body) or number,
                result=RESULTS.get(behaviour, "A"),
                anomalies=list(ANOMALIES.get(behaviour, [])),
                waiting_asks=3 if behaviour == "wait" else 0,
            )
            if "dimonaCancel" in body:
                self._cancel(declared)
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

    def _cancel(self, declared: _Declared) -> None:
        if not any(each.period == declared.period for each in self.declared.values()):
            declared.result, declared.anomalies = "B", [NO_SUCH_PERIOD]
        elif declared.period in self._cancelled:
            declared.result, declared.anomalies = "B", [ALREADY_CANCELLED]
        elif declared.result != "B":
            self._cancelled.add(declared.period)

    def _ssin(self, body: Body) -> str:
        if "worker" in body:
            return str(body["worker"].get("ssin", ""))
        period = self._period(body)
        return next((d.ssin for d in self.declared.values() if d.period == period), "")

    @staticmethod
    def _period(body: Body) -> int:
        return int((body.get("dimonaCancel") or body.get("dimonaUpdate") or {}).get("periodId", 0))

    def _remember(self) -> None:
        if self._memory:
            kept = {
                "declared": [asdict(each) for each in self.declared.values()],
                "cancelled": sorted(self._cancelled),
            }
            self._memory.write_text(json.dumps(kept))

    def _recall(self, kept: Mapping[str, Any]) -> None:
        self.declared = {each["number"]: _Declared(**each) for each in kept["declared"]}
        self._cancelled = set(kept["cancelled"])


def _answer(known: _Declared, result: str) -> Body:
    status: Body = {
        "declarationId": known.number,
        "result": result,
        "anomalies": [] if result == "S" else known.anomalies,
    }
    if result in ("A", "W"):
        status["period"] = {"id": known.period}
    return {**known.body, "declarationStatus": status}


def _is_readable(body: Any) -> bool:
    """Whether this is one declaration of a known shape."""
    if not isinstance(body, dict):
        return False
    match {key: body[key] for key in body if key.startswith("dimona")}:
        case {"dimonaIn": {"startDate": str(), "features": {"workerType": str(), **_f}, **more}}:
            worker = body.get("worker", {})
            named = "ssin" in worker or {"familyName", "givenName", "birthDate"} <= set(worker)
            return named and "employer" in body and set(more) <= IN_KEYS
        case {"dimonaUpdate": {"periodId": int()}} | {"dimonaCancel": {"periodId": int()}}:
            return set(body) <= {"dimonaUpdate", "dimonaCancel"} and len(body) == 1
    return False


class _Handler(BaseHTTPRequestHandler):
    simulator: ClassVar["Simulator"]

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == TOKEN:
            return self._grant(content.decode())
        if self.path == "/control":
            plan = json.loads(content)
            self.simulator.office.plans[plan["ssin"]].extend(plan["behaviours"])
            return self._reply(HTTPStatus.NO_CONTENT)
        if not self._is_signed_in():
            return self._reply(HTTPStatus.UNAUTHORIZED)
        body = json.loads(content)
        if self.path == f"{BASE}/declarations":
            return self._declare(body)
        if self.path == f"{BASE}/declarations/search":
            found = self.simulator.office.find(body)
            return self._reply(
                HTTPStatus.OK, {"declarations": [{"declarationId": number} for number in found]}
            )
        return self._reply(HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:
        if not self._is_signed_in():
            return self._reply(HTTPStatus.UNAUTHORIZED)
        number = self.path.removeprefix(f"{BASE}/declarations/")
        answer = self.simulator.office.answer(int(number)) if number.isdigit() else None
        return self._reply(HTTPStatus.OK if answer else HTTPStatus.NOT_FOUND, answer)

    def _declare(self, body: Body) -> None:
        office = self.simulator.office
        behaviour = office.behaviour(body) if _is_readable(body) else "malformed"
        if behaviour == "timeout":
            self.simulator.rest(10)
            return self._cut()
        if behaviour in NOT_TAKEN:
            if behaviour == "expired":
                self.simulator.tokens.clear()
            return self._reply(NOT_TAKEN[behaviour], {"error": behaviour})
        if behaviour == "slow":
            self.simulator.rest(4)
        number = office.last() if behaviour == "duplicate" else office.take(body, behaviour)
        if behaviour == "lost":
            return self._cut()
        if behaviour == "error_after":
            return self._reply(HTTPStatus.INTERNAL_SERVER_ERROR)
        location = f"{self.simulator.url}/declarations/{number}"
        return self._reply(HTTPStatus.CREATED, location=location)

    def _grant(self, form: str) -> None:
        asked = {key: values[0] for key, values in parse_qs(form).items()}
        try:
            token = self.simulator.grant(asked)
        except (jwt.InvalidTokenError, KeyError, ValueError) as error:
            return self._reply(
                HTTPStatus.BAD_REQUEST, {"error": "invalid_client", "why": str(error)}
            )
        return self._reply(
            HTTPStatus.OK, {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        )

    def _is_signed_in(self) -> bool:
        return (
            self.headers.get("Authorization", "").removeprefix("Bearer ") in self.simulator.tokens
        )

    def _reply(self, status: HTTPStatus, body: Body | None = None, location: str = "") -> None:
        content = json.dumps(body).encode() if body is not None else b""
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a body holds national numbers."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that did not wait for its answer is what half of this is about."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Simulator:
    """The running service. `key` is the client's private key, as PEM."""

    def __init__(
        self, port: int = 0, *, key: str = "", memory: Path | None = None, patience: float = 0.5
    ) -> None:
        self.key = key or new_key()
        self.office = Office(memory)
        self.tokens: set[str] = set()
        self._public = serialization.load_pem_private_key(self.key.encode(), None).public_key()
        self._assertions: set[str] = set()
        self._patience = patience
        self._closing = threading.Event()
        handler = type("Handler", (_Handler,), {"simulator": self})
        self._server = _Server(("127.0.0.1", port), handler)
        origin = f"http://127.0.0.1:{self._server.server_port}"
        self.url, self.token_url, self.control_url = (
            origin + BASE,
            origin + TOKEN,
            f"{origin}/control",
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def __enter__(self) -> "Simulator":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering; a connection that is kept waiting is let go."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def plan(self, ssin: str, behaviours: Sequence[str]) -> None:
        """Say what happens to the next messages about this person."""
        self.office.plans[ssin].extend(behaviours)

    def rest(self, turns: float) -> None:
        """Keep the client waiting for so many times the patience."""
        self._closing.wait(self._patience * turns)

    def grant(self, asked: Mapping[str, str]) -> str:
        """
        Return an access token for a good client assertion, which is worth one token.

        :raises jwt.InvalidTokenError: if the assertion is not signed by the client, or is used up
        """
        claims = jwt.decode(
            asked["client_assertion"],
            self._public,  # type: ignore[arg-type]
            algorithms=["RS256"],
            audience=self.token_url,
            issuer=CLIENT,
            options={"require": ["exp", "iat", "jti", "sub"]},
        )
        if set(asked["scope"].split()) != SCOPES or claims["jti"] in self._assertions:
            raise jwt.InvalidTokenError("scope or assertion used before")
        self._assertions.add(claims["jti"])
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return token


def new_key() -> str:
    """Make a private RSA key, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def serve(port: int, *, key_file: Path, memory: Path | None = None) -> Simulator:
    """Answer on this port until closed; the client's key is kept in, or made into, `key_file`."""
    if not key_file.exists():
        key_file.touch(mode=0o600)
        key_file.write_text(new_key())
    return Simulator(port, key=key_file.read_text(), memory=memory)


if __name__ == "__main__":
    with serve(int(sys.argv[1]), key_file=Path(sys.argv[2])) as running:
        sys.stdout.write(f"{running.url}\n{running.token_url}\n")
        sys.stdout.flush()
        threading.Event().wait()
