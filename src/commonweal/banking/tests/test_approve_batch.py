"""Approving: another person, once, and what was approved is what leaves."""

import pytest
from django.db import IntegrityError, transaction

from commonweal.access.models import Role
from commonweal.banking import actions as banking
from commonweal.banking.models import PaymentBatch
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def approve(batch, by=CHECKER):
    return banking.approve_batch(batch=batch, by=by, at=NOW)


def test_a_colleague_approves(account):
    batch = approve(build(wage()))
    batch.refresh_from_db()
    assert (batch.state, batch.approved_by, batch.approved_at) == ("approved", CHECKER.id, NOW)
    assert len(batch.content_hash) == 64


def test_it_refuses_the_person_who_built_it(account):
    with pytest.raises(banking.SameHands):
        approve(build(wage()), by=MAKER)


def test_another_name_does_not_make_another_person(account):
    with pytest.raises(banking.SameHands):
        approve(build(wage()), by=Actor(MAKER.id, "Somebody Else"))


@pytest.mark.parametrize("built_as", Role)
def test_who_built_it_never_approves_it_whatever_the_roles(account, built_as):
    """All pairs of roles: one person is one person, in every hat and under every name."""
    batch = build(wage())
    assert batch.built_by == MAKER.id
    for approving_as in Role:
        hats = f"{MAKER.name}, {built_as.label}, {approving_as.label}"
        with pytest.raises(banking.SameHands):
            approve(batch, by=Actor(MAKER.id, hats))


def test_it_refuses_a_second_approval(account):
    batch = build(wage())
    approve(batch)
    with pytest.raises(banking.NotToApprove):
        approve(batch, by=Actor("user:3", "Third"))


def test_it_refuses_a_cancelled_batch(account):
    batch = build(wage())
    banking.cancel_batch(batch=batch, because="No", by=MAKER, at=NOW)
    with pytest.raises(banking.NotToApprove):
        approve(batch)


def test_postgres_itself_wants_four_eyes(account):
    batch = build(wage())
    with pytest.raises(IntegrityError, match="batch_four_eyes"), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(
            state="approved", approved_by=MAKER.id, content_hash="0" * 64
        )
    with pytest.raises(IntegrityError, match="batch_leaves_only_approved"), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(state="approved")


def test_an_approval_and_its_maker_cannot_be_rewritten(account):
    batch = approve(build(wage()))
    rows = PaymentBatch.objects.filter(pk=batch.pk)
    for change in ({"content_hash": "1" * 64}, {"approved_by": "user:9"}, {"built_by": "user:9"}):
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            rows.update(**change)
