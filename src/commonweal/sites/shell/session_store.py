"""Sessions as Django keeps them, read by hand-written SQL: every page asks for one first."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

READ = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    """A session in the database; only reading it is ours."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; of one that ended or never was, nothing."""
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found:
            return self.decode(found[0])
        self._session_key = None
        return {}
