"""A gap that is none: a person says why, and it leaves the list for these two statements alone."""

import pytest
from django.db import DatabaseError, transaction

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import DismissedGap
from commonweal.banking.tests.conftest import MAKER, NOW, bring, came_in, coda, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(account):
    bring(coda(came_in(500), sequence=41, on=day(4)))
    bring(coda(came_in(5), sequence=44, old_cents=500, on=day(8)))
    (gap,) = queries.gaps()
    return gap


def dismiss(after, because="the bank counts anew"):
    return banking.dismiss_gap(after=after, because=because, by=MAKER, at=NOW)


def test_it_leaves_the_list_and_is_told_with_who_and_why(gap):
    kept = dismiss(gap.after, "  the bank \n counts anew ")
    assert queries.gaps() == []
    (told,) = queries.dismissed_gaps()
    assert (told.dismissed, told.first, told.last) == (kept, 42, 43)
    assert (kept.because, kept.by_name, kept.at) == ("the bank counts anew", "Fatima Maes", NOW)


def test_it_wants_a_reason_and_a_gap(gap):
    with pytest.raises(banking.WhyNotMissing):
        dismiss(gap.after, " ")
    with pytest.raises(banking.NoSuchGap):
        dismiss(gap.before)
    dismiss(gap.after)
    with pytest.raises(banking.NoSuchGap):
        dismiss(gap.after)


def test_another_statement_between_the_two_is_judged_anew(gap):
    dismiss(gap.after)
    bring(coda(came_in(70), sequence=42, old_cents=500, on=day(5)))
    assert [(one.first, one.last, one.off_cents) for one in queries.gaps()] == [(43, 43, -70)]
    assert queries.dismissed_gaps() == []


def test_what_was_said_is_never_changed(gap):
    dismiss(gap.after)
    for change in ({"because": "nothing"}, {"by": "user:9"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DismissedGap.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        DismissedGap.objects.all().delete()
