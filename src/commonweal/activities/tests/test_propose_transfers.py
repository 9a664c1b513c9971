"""activities.propose_transfers: budget is kept aside, and the receiver is asked."""

from datetime import date

import pytest
from django.db import connection
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities.models import Transfer
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.deals import money, propose, statements
from commonweal.letters.models import Letter


def new(giver, receiver, cents=300_00, text="For the poster", **more):
    return activities.NewTransfer(giver.pk, receiver.pk, cents, text, **more)


def test_it_keeps_the_budget_aside_and_asks_the_receiver(amina, carla, amina_unit, carla_unit):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    assert (transfer.state, transfer.expires_on) == ("proposed", date(2026, 5, 18))
    assert money(amina_unit) == (935_00, 300_00, 635_00)
    assert money(carla_unit) == (0, 0, 0)
    (letter,) = Letter.objects.filter(about=transfer.ref)
    assert (letter.to, letter.kind, letter.language) == (carla.email, "transfer_proposed", "fr")
    assert letter.context["link"].endswith(
        f"/my/budget/{carla_unit.pk}/between/transfer/{transfer.pk}/"
    )


def test_what_an_adviser_looks_at_is_kept_aside_without_end_and_nobody_is_asked(
    amina, amina_unit, carla_unit
):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina, checking=True)
    assert transfer.state == "checking"
    assert money(amina_unit, on=date(2027, 1, 1)) == (935_00, 300_00, 635_00)
    assert not Letter.objects.exists()


def test_a_double_click_is_answered_with_the_first(amina, amina_unit, carla_unit):
    earn(amina_unit)
    first = propose(amina_unit, carla_unit, amina, key="user:1:abc")
    assert propose(amina_unit, carla_unit, amina, key="user:1:abc") == first
    assert money(amina_unit) == (935_00, 300_00, 635_00)
    assert Letter.objects.count() == 1


def test_it_refuses_more_than_can_be_spent_and_leaves_nothing(amina, amina_unit, carla_unit):
    earn(amina_unit)
    promise(amina_unit, 700_00)
    with pytest.raises(activities.BudgetTooSmall, match=r"235.01 is asked and 235.00 can be"):
        propose(amina_unit, carla_unit, amina, 235_01)
    assert not Transfer.objects.exists()


def test_it_refuses_a_budget_that_deals_with_itself(amina, amina_unit):
    earn(amina_unit)
    with pytest.raises(activities.SameUnit):
        propose(amina_unit, amina_unit, amina)


@pytest.mark.parametrize(
    ("cents", "text", "refusal"),
    [
        (0, "For the poster", activities.AmountNotPositive),
        (-1, "For the poster", activities.AmountNotPositive),
        (1, "  ", activities.NoText),
    ],
)
def test_it_refuses_what_is_incomplete(amina, amina_unit, carla_unit, cents, text, refusal):
    earn(amina_unit)
    with pytest.raises(refusal):
        propose(amina_unit, carla_unit, amina, cents, text)


def test_it_refuses_an_unknown_or_closed_receiver(amina, amina_unit, carla_unit, by, at):
    earn(amina_unit)
    unknown = activities.NewTransfer(amina_unit.pk, 999_999, 1, "x")
    with pytest.raises(activities.UnknownUnit):
        activities.propose_transfers(transfers=[unknown], by=by, at=at)
    carla_unit.closed_on = TODAY
    carla_unit.save()
    with pytest.raises(activities.OtherUnitClosed, match="3in1 Carla Lefèvre"):
        propose(amina_unit, carla_unit, amina)


def test_a_narrow_connection_gives_to_a_unit_it_does_not_see(amina, amina_unit, carla_unit):
    earn(amina_unit)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
    transfer = propose(amina_unit, carla_unit, amina)
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('commonweal.scope', true)")
        assert cursor.fetchone() == (str(amina_unit.pk),)
    assert transfer.receiver_id == carla_unit.pk


def test_the_number_of_statements_does_not_grow(amina_unit, carla_unit, by, at):
    earn(amina_unit)
    many = [new(amina_unit, carla_unit, cents) for cents in range(1, 41)]
    counts = [
        statements(lambda batch=batch: activities.propose_transfers(transfers=batch, by=by, at=at))
        for batch in (many[:1], many)
    ]
    assert counts[0] == counts[1]
