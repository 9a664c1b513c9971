"""
How long somebody stays signed in, in real time: the session ends after an hour without a
request, and after twelve hours whatever happens.
"""

import time
from collections.abc import Callable
from datetime import datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
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


def had_second_factor(user: AbstractBaseUser | AnonymousUser | None, before: datetime) -> bool:
    """
    Whether a person could use a second factor before an instant. One that was set up later proves
    nothing: the password is enough to set it up.
    """
    if user is None or not user.is_authenticated or not is_mfa_enabled(user):
        return False
    found = Authenticator.objects.filter(user_id=user.pk)
    return _known(before, found.exclude(type=Authenticator.Type.RECOVERY_CODES)).exists()


def _known(before: datetime, factors: "QuerySet[Authenticator]") -> "QuerySet[Authenticator]":
    """In a demo all count: its clock is not the one by which they were set up."""
    return factors if settings.CLOCK_IS_MOVABLE else factors.filter(created_at__lt=before)


def has_fresh_second_factor(request: HttpRequest, before: datetime | None = None) -> bool:
    """
    Whether this person used a second factor within the minutes that count as just now; with
    `before`, one that was set up before that instant.
    """
    user = request.user
    records = get_authentication_records(request, user) if user.is_authenticated else []
    records = [record for record in records if record.get("method") == "mfa"]
    if before and not settings.CLOCK_IS_MOVABLE:
        known = set(_known(before, Authenticator.objects.filter(user_id=user.pk)).values_list("pk"))
        records = [record for record in records if (record.get("id"),) in known]
    used = [record["at"] for record in records]
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
