"""What suppliers send is brought to the activity by numbers that this house gives out."""

from tests.cast import make_unit

from commonweal.flows.purchasing import actions
from commonweal.flows.tests.jobs_of_amina import confirm, job, place, worker
from commonweal.purchases.actions import NewPurchase
from commonweal.purchases.tests.suppliers import document


def taken_in(content, by, at):
    new = NewPurchase("invoice.xml", content, "upload")
    (one,) = actions.take_in(documents=[new], by=by, at=at)
    return one.purchase


def test_the_order_number_of_a_client_brings_it_to_the_activity(
    amina, amina_unit, festival, by, at
):
    placed = place(amina, festival, job(amina_unit, festival, worker(amina)))
    confirm(placed.order, purchase_order="FS-2026/7")
    found = taken_in(document(purchase_order="fs-2026/7"), by, at)
    assert (found.unit, found.route_word) == (amina_unit, "fs-2026/7")


def test_a_number_of_two_activities_brings_it_to_neither(amina, amina_unit, bram, festival, by, at):
    for member, unit in ((amina, amina_unit), (bram, make_unit(bram))):
        placed = place(member, festival, job(unit, festival, worker(member)))
        confirm(placed.order, purchase_order="FS-2026/7")
    assert taken_in(document(purchase_order="FS-2026/7"), by, at).unit is None


def test_a_number_that_is_not_ours_brings_it_to_the_desk(amina_unit, by, at):
    assert taken_in(document(purchase_order="4500012"), by, at).state == "inbox"


def test_a_rehearsal_leaves_nothing(amina_unit, by, at):
    new = NewPurchase("x.xml", document(buyer_reference=f"U-{amina_unit.pk}"), "import")
    (one,) = actions.take_in.dry_run(documents=[new], by=by, at=at)
    assert one.purchase.unit_id == amina_unit.pk
    assert taken_in(document(), by, at).number == one.purchase.number
