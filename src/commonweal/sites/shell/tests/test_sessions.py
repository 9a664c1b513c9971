"""How long somebody stays signed in."""

import pytest
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.sites.shell import sessions

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def later(monkeypatch):
    """Let real time go on by so many seconds."""
    real = sessions.time.time
    gone = 0.0
    monkeypatch.setattr(sessions.time, "time", lambda: real() + gone)

    def move(seconds):
        nonlocal gone
        gone += seconds

    return move


@pytest.fixture
def inside(client, entity):
    client.force_login(make_staff(Role.AUDITOR), backend=BACKEND)
    client.get("/desk/")
    return client


def test_an_hour_without_a_request_ends_it(inside, later):
    later(sessions.IDLE_SECONDS - 5)
    assert inside.get("/desk/").status_code == 200
    later(sessions.IDLE_SECONDS - 5)
    assert inside.get("/desk/").status_code == 200
    later(sessions.IDLE_SECONDS + 5)
    assert inside.get("/desk/").status_code == 302


def test_twelve_hours_end_it_however_busy_it_was(inside, later):
    for _hour in range(13):
        later(55 * 60)
        inside.get("/desk/")
    later(10 * 60)
    assert inside.get("/desk/").status_code == 302


def test_the_session_is_written_once_a_minute_at_most(inside, later, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as asked:
        inside.get("/desk/")
    assert not [q for q in asked.captured_queries if q["sql"].startswith("UPDATE")]
