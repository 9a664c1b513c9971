"""
How long somebody stays signed in, in real time: the session ends after an hour without a
request, and after twelve hours whatever happens.
"""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
NOTE_EVERY_SECONDS = 60
SINCE, SEEN = "signed_in_since", "last_seen"

Answer = Callable[[HttpRequest], HttpResponse]


def expiry(answer: Answer) -> Answer:
    """Middleware: end a session whose time is over, and note that it is used."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            _keep_time(request, int(time.time()))
        return answer(request)

    return middleware


def _keep_time(request: HttpRequest, now: int) -> None:
    session = request.session
    since, seen = session.setdefault(SINCE, now), session.setdefault(SEEN, now)
    if now - seen > IDLE_SECONDS or now - since > LONGEST_SECONDS:
        logout(request)
    elif now - seen > NOTE_EVERY_SECONDS:
        session[SEEN] = now


def has_fresh_second_factor(request: HttpRequest) -> bool:
    """Whether this person used a second factor within the minutes that count as just now."""
    user = request.user
    records = get_authentication_records(request, user) if user.is_authenticated else []
    used = [record["at"] for record in records if record.get("method") == "mfa"]
    return bool(used) and time.time() - max(used) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def second_factor_page(request: HttpRequest, back: str) -> str:
    """
    Return the address where this person uses a second factor and then goes back to `back`; empty
    when the person has none.
    """
    user = request.user
    if not user.is_authenticated or not is_mfa_enabled(user):
        return ""
    by_code = is_mfa_enabled(user, [Authenticator.Type.TOTP])
    name = "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: back})}"


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this person signed in with a second factor or has one to use the next time."""
    user = request.user
    if not user.is_authenticated:
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records) or is_mfa_enabled(user)
