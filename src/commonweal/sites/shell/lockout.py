"""What axes asks of us: which account, which address, and the page of a locked account."""

from collections.abc import Mapping
from datetime import timedelta

from allauth.core.internal.httpkit import get_client_ip
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def account(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the account somebody tries to enter, as its e-mail address in small letters."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()


def address(request: HttpRequest) -> str:
    """Return the address the request comes from; forwarded headers count only behind our proxy."""
    return get_client_ip(request) or ""


def locked(
    request: HttpRequest, response: HttpResponse, credentials: Mapping[str, str] | None = None
) -> HttpResponse:
    """Answer too many wrong passwords: until when, and what helps at once."""
    wait = get_cool_off(request) or timedelta()
    minutes = int(wait.total_seconds() // 60)
    answer = render(request, "shell/locked.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer
