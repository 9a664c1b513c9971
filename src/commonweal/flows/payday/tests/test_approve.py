"""Who entered or last changed a bill does not approve that it is paid, whatever the roles."""

import pytest
from tests.cast import NOW

from commonweal.banking.queries import PaymentBatch
from commonweal.banking.tests.conftest import CHECKER, MAKER
from commonweal.flows.payday import actions
from commonweal.flows.payday.tests.bills import BOOKS, ENTERS, OLD, UNTIL
from commonweal.flows.payday.tests.bills import bill as bill
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.purchases import queries as purchases

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(bill):
    bill("P1", OLD), bill("P2", OLD)
    (batch,) = actions.prepare(until=UNTIL, by=MAKER, at=NOW)
    return batch


@pytest.mark.parametrize("person", [ENTERS, BOOKS], ids=["entered", "changed last"])
def test_whose_hands_made_a_bill_does_not_approve_it_and_hears_which_one(batch, person):
    with pytest.raises(Refusal) as refused:
        actions.approve(batch=batch, by=person, at=NOW)
    each = each_of(refused.value)
    assert {type(one) for one in each} == {actions.OwnBill}
    assert [one.values["bill"] for one in each] == ["Drukkerij De Pers P1", "Drukkerij De Pers P2"]
    batch.refresh_from_db()
    assert batch.state == PaymentBatch.State.DRAFT


def test_who_never_touched_it_approves_it(batch):
    assert actions.approve(batch=batch, by=CHECKER, at=NOW).state == PaymentBatch.State.APPROVED


def test_who_built_it_still_cannot(batch):
    with pytest.raises(Exception, match="built"):
        actions.approve(batch=batch, by=MAKER, at=NOW)


def test_a_bill_names_who_entered_and_who_booked_it(bill):
    one = bill("P1", OLD)
    for person, expected in ((ENTERS, [one]), (BOOKS, [one]), (CHECKER, [])):
        assert purchases.touched_by(items=[one.ref], person=person.id) == expected
