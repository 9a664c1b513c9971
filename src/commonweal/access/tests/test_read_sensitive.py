"""Staff looks at protected data, and says why."""

import pytest
from django.db import IntegrityError, transaction

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.models import ReadLog

pytestmark = pytest.mark.django_db


def test_the_person_can_see_who_looked_when_and_why(by, at):
    access.read_sensitive(
        about=["member:1", "member:2"], what="pay", reason=" Question  by phone ", by=by, at=at
    )
    (look,) = queries.reads_of(about=["member:1"])
    assert (look.by_name, look.what, look.reason, look.at) == (
        "Dirk Maes", "pay", "Question by phone", at,
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["", "   ", "x", "abc def"])
def test_it_refuses_a_look_without_a_reason(by, at, reason):
    with pytest.raises(access.NoReason, match="why you need to see this") as refused:
        access.read_sensitive(about=["member:1"], what="pay", reason=reason, by=by, at=at)
    assert refused.value.field == "reason"
    assert not ReadLog.objects.exists()


def test_the_database_refuses_it_too(at):
    with pytest.raises(IntegrityError, match="read_reason"), transaction.atomic():
        ReadLog.objects.create(by="u", by_name="U", at=at, about="m", what="pay", reason="")
