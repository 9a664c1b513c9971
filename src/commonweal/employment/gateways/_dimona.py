"""The real service, over HTTP: Dimona REST v2, signed in by OAuth 2 with a client assertion."""

import time
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import jwt

from commonweal.employment.gateways._messages import Message
from commonweal.employment.gateways._service import (
    Anomaly,
    Answer,
    AnswerLost,
    Malformed,
    NotReceived,
)

SCOPES = "scope:dimona:declaration:declarant scope:dimona:declaration:consult"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TIMEOUT = httpx.Timeout(10, connect=5)
TOKEN_MARGIN_SECONDS = 60
CERTAINLY_NOT_TAKEN = frozenset({401, 403, 404, 429, 503})


class Dimona:
    """Social security itself. See `SocialSecurity` for what each question promises."""

    def __init__(
        self,
        *,
        url: str,
        token_url: str,
        client_id: str,
        key: str,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._url, self._token_url = url.rstrip("/"), token_url
        self._client_id, self._key = client_id, key
        self._http = httpx.Client(timeout=timeout)
        self._token, self._token_ends = "", 0.0

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def declare(self, message: Message) -> str:
        """Hand over a message and return its number."""
        response = self._post("declarations", message.content)
        number = str(response.headers.get("Location", "")).rsplit("/", 1)[-1]
        if response.status_code != httpx.codes.CREATED or not number:
            raise AnswerLost
        return number

    def status(self, number: str) -> Answer | None:
        """Return what became of a declaration."""
        try:
            response = self._http.get(f"{self._url}/declarations/{number}", headers=self._headers())
        except httpx.HTTPError as error:
            raise NotReceived from error
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return _answer(_json(self._checked(response)))

    def find(self, message: Message) -> list[str]:
        """
        Return the numbers of the declarations with this content.

        The shape of this question is our own guess: nothing was read of a search in version 2.
        """
        try:
            response = self._post("declarations/search", message.content)
        except (AnswerLost, Malformed) as error:
            raise NotReceived from error
        found = _json(response).get("declarations", [])
        return [str(each["declarationId"]) for each in found]

    def _post(self, path: str, content: bytes) -> httpx.Response:
        response = self._send(path, content)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self._token = ""
            response = self._send(path, content)
        if response.status_code in CERTAINLY_NOT_TAKEN:
            raise NotReceived
        if response.is_client_error:
            raise Malformed(response.text)
        if not response.is_success:
            raise AnswerLost
        return response

    def _send(self, path: str, content: bytes) -> httpx.Response:
        headers = {**self._headers(), "Content-Type": "application/json"}
        try:
            return self._http.post(f"{self._url}/{path}", content=content, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotReceived from error
        except httpx.HTTPError as error:
            raise AnswerLost from error

    def _headers(self) -> dict[str, str]:
        if not self._token or time.monotonic() > self._token_ends:
            self._fetch_token()
        return {"Authorization": f"Bearer {self._token}"}

    def _fetch_token(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "scope": SCOPES,
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(),
        }
        try:
            granted = _json(self._checked(self._http.post(self._token_url, data=form)))
        except httpx.HTTPError as error:
            raise NotReceived from error
        self._token = granted["access_token"]
        lifetime = int(granted["expires_in"]) - TOKEN_MARGIN_SECONDS
        self._token_ends = time.monotonic() + lifetime

    def _assertion(self) -> str:
        now = int(time.time())
        claims = {
            "jti": str(uuid.uuid4()),
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._token_url,
            "iat": now,
            "exp": now + 300,
        }
        return jwt.encode(claims, self._key, algorithm="RS256")

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self._token = ""
        if not response.is_success:
            raise NotReceived
        return response


def _answer(raw: Mapping[str, Any]) -> Answer | None:
    """Read `declarationStatus`. No result, or work accepted without a period, is no answer yet."""
    status = raw.get("declarationStatus") or {}
    result, period = status.get("result"), str((status.get("period") or {}).get("id") or "")
    if result not in ("A", "W", "B", "S") or (result in ("A", "W") and not period.isdecimal()):
        return None
    return Answer(
        result=result,
        period_number=period,
        anomalies=tuple(_anomaly(each) for each in status.get("anomalies") or ()),
        raw=raw,
    )


def _anomaly(raw: Any) -> Anomaly:
    """An anomaly comes as a bare code or as a code with a description."""
    if isinstance(raw, Mapping):
        return Anomaly(str(raw.get("code", "")), str(raw.get("description", "")))
    return Anomaly(str(raw))


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        raise NotReceived from None
    if not isinstance(body, dict):
        raise NotReceived
    return body
