"""activities.send_internal_invoices: one activity asks another for what it did."""

from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY

from commonweal.activities import actions as activities
from commonweal.activities.models import InternalInvoice
from commonweal.activities.tests.deals import invoice, money, statements
from commonweal.letters.models import Letter


def new(seller, buyer, title="Poster", lines=(("Design", 300_00),), **more):
    return activities.NewInternalInvoice(seller.pk, buyer.pk, title, lines, **more)


def send(invoices, by, at=NOW):
    return activities.send_internal_invoices(invoices=invoices, by=by, at=at)


def test_it_takes_the_next_number_and_asks_the_buyer(amina, carla, amina_unit, carla_unit):
    first = invoice(amina_unit, carla_unit, amina)
    second = invoice(amina_unit, carla_unit, amina, 50_00)
    assert (first.number, second.number) == ("I2026-000001", "I2026-000002")
    assert (first.state, first.cents, first.lines) == (
        "sent",
        300_00,
        [["Design of the poster", 300_00]],
    )
    assert money(carla_unit) == (0, 0, 0)
    letter = Letter.objects.filter(about=first.ref).get()
    assert (letter.to, letter.kind) == (carla.email, "internal_invoice_sent")
    assert letter.context["link"].endswith(
        f"/my/budget/{carla_unit.pk}/between/invoice/I2026-000001/"
    )


def test_a_refused_batch_leaves_no_gap_in_the_numbers(amina_unit, carla_unit, by):
    with pytest.raises(activities.NoTitle):
        send([new(amina_unit, carla_unit), new(amina_unit, carla_unit, " ")], by)
    assert [one.number for one in send([new(amina_unit, carla_unit)] * 3, by)] == [
        "I2026-000001",
        "I2026-000002",
        "I2026-000003",
    ]


def test_each_year_has_its_own_numbers(amina_unit, carla_unit, by):
    send([new(amina_unit, carla_unit)], by)
    (next_year,) = send([new(amina_unit, carla_unit)], by, NOW + timedelta(days=300))
    assert next_year.number == "I2027-000001"


def test_a_double_click_is_answered_with_the_first(amina_unit, carla_unit, by):
    first, again = (send([new(amina_unit, carla_unit, key="user:1:x")], by)[0] for _each in "ab")
    assert first == again
    assert InternalInvoice.objects.count() == 1


def test_what_an_adviser_looks_at_has_its_number_and_asks_nobody(amina_unit, carla_unit, by):
    (one,) = send([new(amina_unit, carla_unit, checking=True)], by)
    assert (one.number, one.state) == ("I2026-000001", "checking")
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("title", "lines", "refusal"),
    [
        ("", [("Design", 1)], "NoTitle"),
        ("Poster", [], "NoLines"),
        ("Poster", [("", 1)], "LineIncomplete"),
        ("Poster", [("Design", 0), ("Print", 1)], "LineIncomplete"),
        ("Poster", [("Design", 100), ("Discount", -100)], "AmountNotPositive"),
    ],
)
def test_it_refuses_what_is_incomplete(amina_unit, carla_unit, by, title, lines, refusal):
    with pytest.raises(getattr(activities, refusal)):
        send([new(amina_unit, carla_unit, title, lines)], by)


def test_a_discount_is_a_line(amina_unit, carla_unit, by):
    (one,) = send([new(amina_unit, carla_unit, "P", [("Design", 500_00), ("Less", -50_00)])], by)
    assert one.cents == 450_00


def test_it_refuses_oneself_and_a_closed_side(amina_unit, carla_unit, by):
    with pytest.raises(activities.SameUnit):
        send([new(amina_unit, amina_unit)], by)
    carla_unit.closed_on = TODAY
    carla_unit.save()
    with pytest.raises(activities.OtherUnitClosed):
        send([new(amina_unit, carla_unit)], by)
    with pytest.raises(activities.UnitClosed):
        send([new(carla_unit, amina_unit)], by)


def test_a_batch_costs_as_many_statements_as_one(amina_unit, carla_unit, by):
    send([new(amina_unit, carla_unit)], by)
    counts = [
        statements(lambda many=many: send([new(amina_unit, carla_unit)] * many, by))
        for many in (1, 50)
    ]
    assert counts[0] == counts[1]
