"""What every page of the house keeps to: a door, headers, drawn components, few questions."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonweal.access.queries import Role
from tests.cast import make_staff

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Addresses of allauth: each guards itself. A new one must be looked at before it is added here.
ALLAUTH = {
    "account_change_password", "account_confirm_email", "account_confirm_login_code",
    "account_email", "account_email_verification_sent", "account_inactive", "account_login",
    "account_logout", "account_reauthenticate", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_set_password", "account_signup",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp",
    "mfa_download_recovery_codes", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index",
    "mfa_list_webauthn", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes", "usersessions_list",
}  # fmt: skip
OUTSIDE = [
    "/", "/account/login/", "/account/password/reset/", "/account/signup/", "/nowhere/",
    "/shell/parts/",
]  # fmt: skip
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
    "base-uri 'none'", "form-action 'self'",
}  # fmt: skip


def views(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address the site answers to."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        else:
            yield address, pattern


def door_of(pattern: URLPattern) -> frozenset[str] | None:
    """The roles the view lets in, whatever decorators stand before the door."""
    view = pattern.callback
    while view is not None:
        if doors := getattr(view, "doors", None):
            return frozenset(doors)
        view = getattr(view, "__wrapped__", None)
    return None


def plain_pages(*, role: str) -> list[str]:
    """Addresses without arguments that this role may open."""
    found = []
    for address, pattern in views(get_resolver().url_patterns):
        doors = door_of(pattern)
        if doors and role in doors and "<" not in address:
            found.append(f"/{address}")
    return found


def test_every_address_has_a_door() -> None:
    open_to_all = [
        address
        for address, pattern in views(get_resolver().url_patterns)
        if door_of(pattern) is None and pattern.name not in ALLAUTH
    ]
    assert not open_to_all, f"Put @allow(…) on the views of {open_to_all}."


def test_the_list_of_addresses_that_guard_themselves_has_no_stranger() -> None:
    known = {pattern.name for _address, pattern in views(get_resolver().url_patterns)}
    assert known >= ALLAUTH


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.MEMBER])
def test_every_plain_page_of_staff_opens_whole(client: Client, entity: object, role: Role) -> None:
    client.force_login(make_staff(role), backend=BACKEND)
    for path in plain_pages(role=role):
        check_page(client, path)


@pytest.mark.django_db
def test_every_plain_page_of_a_member_opens_whole(client: Client, amina: object) -> None:
    client.force_login(amina.user, backend=BACKEND)  # type: ignore[attr-defined]
    for path in plain_pages(role=Role.MEMBER):
        check_page(client, path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", OUTSIDE)
def test_every_page_outside_is_whole(client: Client, entity: object, path: str) -> None:
    check_page(client, path)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ALLAUTH))
def test_every_page_of_the_sign_in_is_whole(client: Client, entity: object, name: str) -> None:
    client.force_login(make_staff(Role.AUDITOR), backend=BACKEND)
    arguments = {
        "account_confirm_email": ["x"],
        "account_reset_password_from_key": ["1", "x-y"],
        "mfa_edit_webauthn": [1],
        "mfa_remove_webauthn": [1],
    }.get(name, [])
    check_page(client, reverse(name, args=arguments))


def check_page(client: Client, path: str) -> None:
    """Headers, drawn components, no fault. A page may refuse (4xx) or lead on, never break."""
    answer = client.get(path)
    assert answer.status_code < 500, path
    headers = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert headers >= POLICY, path
    assert "unsafe" not in answer["Content-Security-Policy"], path
    assert answer["X-Frame-Options"] == "DENY", path
    assert answer["X-Content-Type-Options"] == "nosniff", path
    assert answer["Referrer-Policy"] == "same-origin", path
    assert "no-store" in answer["Cache-Control"], path
    for cookie in answer.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax", (path, cookie.key)
    if answer["Content-Type"].startswith("text/html"):
        check_html(path, answer.content.decode())


def check_html(path: str, html: str) -> None:
    """A component that was not drawn, a template word that got out, or a style the policy stops."""
    assert "<c-" not in html, path
    assert "{%" not in html and "{{" not in html, path
    assert " style=" not in html and "<style" not in html.replace("<style>.ring", ""), path
    assert html.count("<form") <= html.count("csrfmiddlewaretoken") + html.count('method="get"'), (
        path
    )


@pytest.mark.django_db
def test_a_page_of_a_member_asks_few_questions_and_the_same_each_time(
    client: Client, amina: object
) -> None:
    """Session, user, roles, member, units, clock, scope there and back (the last one in tests)."""
    client.force_login(amina.user, backend=BACKEND)  # type: ignore[attr-defined]
    client.get("/shell/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/shell/")
    sql = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(sql) <= 7, "\n".join(sql)


LIVE = """
import io, django
from django.conf import settings
from django.core.management import call_command
django.setup()
call_command("check", deploy=True, fail_level="WARNING", stdout=io.StringIO())
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SECURE_HSTS_SECONDS)
print(settings.SESSION_COOKIE_SECURE, settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)
print(settings.STAFF_NEED_SECOND_FACTOR, repr(settings.DEMO_PASSWORD))
"""


def test_a_live_house_passes_the_checks_for_deployment(tmp_path: Path) -> None:
    """https only, cookies bound to the host, no demo password, second factor for staff."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.PACKAGE.parent),
        "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        "COMMONWEAL_HOME": str(tmp_path),
        "COMMONWEAL_HOSTS": "commonweal.example",
        "DATABASE_URL": "postgresql:///unused",
    }
    answer = subprocess.run(
        [sys.executable, "-c", LIVE], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == [
        "__Host-session", "__Host-csrf", "31536000", "True", "False", "True", "''",
    ]  # fmt: skip
