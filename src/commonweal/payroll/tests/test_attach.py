"""Attachments of wages, as they are served on the house."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusals
from commonweal.payroll import actions
from commonweal.payroll.models import Attachment
from commonweal.payroll.tests import attached

pytestmark = pytest.mark.django_db


def test_it_keeps_what_was_served(amina, by, at):
    new = attached.claim(amina, iban="BE71 0961 2345 6769", children=1)
    (row,) = attached.attach(new, by=by, at=at)
    assert (row.creditor, row.iban, row.claim_cents) == ("Energie nv", "BE71096123456769", 500_000)
    assert (row.children, row.lifted_on, row.served_on) == (1, None, date(2026, 5, 4))
    (event,) = kernel.events(of=[row.ref])
    assert (event.verb, event.by_name) == ("payroll.attach", by.name)


def test_a_wage_that_waits_for_its_payment_is_attached_at_once(amina, amina_unit, by, at):
    (slip,) = actions.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    (row,) = attached.attach(attached.claim(amina), by=by, at=at)
    assert attached.owed_to(row) == 129_510
    assert attached.owed(slip) == 170_490


def test_it_refuses_a_claim_of_nothing(amina, by, at):
    with pytest.raises(actions.NothingClaimed, match="Give Energie nv a claim above zero"):
        attached.attach(attached.claim(amina, claim_cents=0), by=by, at=at)


def test_it_refuses_an_account_number_that_does_not_fit(amina, by, at):
    with pytest.raises(actions.WrongCreditorIban, match="“BE71096123456768” do not fit"):
        attached.attach(attached.claim(amina, iban="BE71096123456768"), by=by, at=at)


def test_it_refuses_a_day_to_come_and_a_creditor_without_name_together(amina, by, at):
    wrong = attached.claim(amina, creditor=" ", served_on=date(2026, 5, 5))
    with pytest.raises(Refusals) as refused:
        attached.attach(wrong, by=by, at=at)
    kinds = [type(each) for each in refused.value.refusals]
    assert kinds == [actions.NoCreditor, actions.ServedLater]


def test_it_refuses_the_same_attachment_twice(amina, by, at):
    new = attached.claim(amina)
    with pytest.raises(actions.ServedAlready):
        attached.attach(new, new, by=by, at=at)
    attached.attach(new, by=by, at=at)
    with pytest.raises(actions.ServedAlready, match="that of Energie nv of 2026-05-04"):
        attached.attach(new, by=by, at=at)
    assert Attachment.objects.count() == 1


def test_postgresql_refuses_another_account_number_later(amina, by, at):
    (row,) = attached.attach(attached.claim(amina), by=by, at=at)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(iban=attached.HOSPITAL)


def test_nobody_sees_it_within_the_scope_of_a_unit(amina, amina_unit, by, at):
    attached.attach(attached.claim(amina), by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
    assert not Attachment.objects.exists()
