"""The simulated service on HTTP: signs clients in, and hands their messages to the office."""

import json
import secrets
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from commonweal.employment.simulator._office import Body, Office, is_readable

CLIENT = "commonweal"
BASE, TOKEN = "/REST/dimona/v2", "/REST/oauth/v5/token"
SCOPES = {"scope:dimona:declaration:declarant", "scope:dimona:declaration:consult"}
NOT_TAKEN = {
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "malformed": HTTPStatus.BAD_REQUEST,
    "expired": HTTPStatus.UNAUTHORIZED,
}


class _Handler(BaseHTTPRequestHandler):
    simulator: ClassVar["Simulator"]

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == TOKEN:
            return self._grant(content.decode())
        if self.path == "/control":
            plan = json.loads(content)
            self.simulator.plan(plan["ssin"], plan.get("behaviours", []))
            if "student_hours" in plan:
                self.simulator.office.grant_hours(plan["ssin"], plan["student_hours"])
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
        behaviour = office.behaviour(body) if is_readable(body) else "malformed"
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
