"""Documents of suppliers come in, and nothing is lost."""

from pathlib import Path

import pytest
from django.db import connection
from tests.cast import TODAY, make_unit

from commonweal.documents import queries as documents
from commonweal.kernel.queries import events
from commonweal.letters.models import Letter
from commonweal.purchases import actions, queries
from commonweal.purchases.actions import NewPurchase
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import (
    DUTCH,
    broken,
    credit_note,
    document,
    item,
    mailed_to,
    received,
)

KIT = Path(__file__).parents[4].parent / "shared" / "kits" / "einvoice" / "valid"
State = Purchase.State


def test_it_keeps_what_the_paper_says(entity, by):
    found = received(document(item(100_00), item(50_00, rate_bp=600)), by).purchase
    found = queries.get(id=found.pk)
    assert (found.kind, found.number, str(found.issued_on), str(found.due_on)) == (
        "invoice", "P2026-31", "2026-04-30", "2026-05-30",
    )  # fmt: skip
    assert (found.net_cents, found.vat_cents, found.gross_cents, found.payable_cents) == (
        150_00, 24_00, 174_00, 174_00,
    )  # fmt: skip
    assert [
        (row.rate, row.net_cents, row.vat_cents, row.treatment)
        for row in queries.vat_rows(purchase=found)
    ] == [(21, 100_00, 21_00, "deductible"), (6, 50_00, 3_00, "deductible")]
    lines = queries.lines(purchase=found)
    assert [(line.name, line.quantity, line.net_cents) for line in lines] == [
        ("Posters", 1, 100_00), ("Posters", 1, 50_00),
    ]  # fmt: skip
    assert (found.supplier_name, found.supplier_vat, found.supplier_country) == (
        "Drukkerij De Pers", "BE0403170701", "BE",
    )  # fmt: skip
    assert (found.iban, found.payment_reference) == ("BE68539007547034", "+++090/9337/55493+++")
    assert (found.addressee, found.judged_by) == (
        "us", "EN16931-UBL-1.3.16 + PEPPOL-EN16931-UBL-3.0.21",
    )  # fmt: skip
    assert not found.breaks_rules


def test_what_names_no_activity_waits_at_the_desk(entity, by):
    found = received(document(), by).purchase
    assert (found.state, found.unit, found.why) == (State.INBOX, None, "Nothing names an activity")
    assert list(queries.at_desk()) == [found]


def test_the_reference_of_an_activity_brings_it_there(amina_unit, by):
    reference = f"Ref. u-{amina_unit.pk}, posters"
    found = received(document(buyer_reference=reference), by).purchase
    assert (found.state, found.unit) == (State.DRAFT, amina_unit)
    assert found.why == f"The supplier wrote “u-{amina_unit.pk}”"


def test_the_order_reference_brings_it_there_too(amina_unit, by):
    found = received(document(purchase_order=f"U-{amina_unit.pk}"), by).purchase
    assert found.unit == amina_unit


@pytest.mark.parametrize("text", ["U-999999", "AU-1", "U-1-2", "1U-1", "unit 1"])
def test_what_only_looks_like_a_reference_brings_it_nowhere(amina_unit, by, text):
    text = text.replace("1", str(amina_unit.pk))
    assert received(document(buyer_reference=text), by).purchase.unit is None


def test_a_closed_activity_gets_nothing(amina_unit, by):
    amina_unit.closed_on = TODAY
    amina_unit.save()
    assert received(document(buyer_reference=f"U-{amina_unit.pk}"), by).purchase.unit is None


def test_a_number_of_ours_brings_it_to_its_activity(amina_unit, by, at):
    new = NewPurchase("x.xml", document(purchase_order="po-77"), "peppol")
    (one,) = actions.receive(documents=[new], known={"PO-77": amina_unit.pk}, by=by, at=at)
    assert one.purchase.unit == amina_unit
    assert one.purchase.why == "The supplier wrote “po-77”, a number of this activity"


def test_the_address_of_a_member_brings_it_to_the_one_budget(amina_unit, by):
    found = received(mailed_to("AMINA@example.org"), by).purchase
    assert (found.unit, found.why) == (amina_unit, "It is addressed to AMINA@example.org")


def test_of_a_member_with_two_budgets_the_desk_asks_which(amina, amina_unit, by):
    make_unit(amina, "activity", "Atelier")
    assert received(mailed_to("amina@example.org"), by).purchase.unit is None


def test_the_people_of_the_unit_hear_it(amina_unit, by):
    found = received(document(buyer_reference=f"U-{amina_unit.pk}"), by).purchase
    (letter,) = Letter.objects.filter(about=found.ref)
    assert letter.to == "amina@example.org"
    assert "P2026-31" in letter.subject
    assert "€" in letter.body and "121,00" in letter.body
    assert f"/my/budget/{amina_unit.pk}/purchases/{found.pk}/" in letter.body


def test_who_hands_it_in_needs_no_letter(amina, amina_unit):
    from tests.cast import actor

    found = received(document(), actor(amina), unit_id=amina_unit.pk).purchase
    assert (found.state, found.unit, found.why) == (
        State.DRAFT, amina_unit, "Amina Benali handed it in",
    )  # fmt: skip
    assert not Letter.objects.filter(about=found.ref)


def test_what_breaks_the_rules_is_kept_at_the_desk_with_the_findings(amina_unit, by):
    wrong = broken(document(buyer_reference=f"U-{amina_unit.pk}"))
    found = received(wrong, by).purchase
    assert (found.state, found.unit, found.breaks_rules) == (State.INBOX, None, True)
    assert "BR-CO-15" in {finding["rule"] for finding in found.findings}
    assert found.gross_cents == 121_01


def test_what_cannot_be_read_is_kept_with_what_to_do(entity, by):
    found = received(b"%PDF-1.7", by).purchase
    assert (found.state, found.kind, found.number) == (State.INBOX, "", "")
    assert found.problem.startswith("Ask the supplier for the XML of this invoice")
    assert documents.content(document=found.document) == b"%PDF-1.7"
    assert received(b"", by).purchase.problem == "Choose another file: this one is empty."


def test_the_same_invoice_is_there_already(entity, by):
    first = received(document(), by)
    again = received(document() + b"\n<!-- in another file -->", by)
    assert again.is_duplicate and again.purchase == first.purchase
    assert Purchase.objects.count() == 1
    assert events(of=[first.purchase.ref]).filter(verb="purchases.came_again").count() == 1


def test_the_same_number_with_other_content_is_kept_at_the_desk(amina_unit, by, at):
    reference = f"U-{amina_unit.pk}"
    first = received(document(buyer_reference=reference), by).purchase
    second = received(document(item(90_00), buyer_reference=reference), by)
    assert not second.is_duplicate
    assert (second.purchase.state, second.purchase.twin) == (State.INBOX, first)
    with pytest.raises(actions.SameNumber, match="refuse one first"):
        actions.assign(purchases=[second.purchase], unit=amina_unit, by=by, at=at)
    actions.refuse(purchase=first, reason="Replaced", by=by, at=at)
    (moved,) = actions.assign(purchases=[second.purchase], unit=amina_unit, by=by, at=at)
    assert (moved.state, moved.twin) == (State.DRAFT, None)


def test_another_supplier_may_have_the_same_number(entity, by):
    received(document(), by)
    assert not received(document(seller=DUTCH), by).is_duplicate
    assert not received(credit_note(number="P2026-31"), by).is_duplicate
    assert Purchase.objects.count() == 3


def test_after_a_refusal_it_may_come_again(entity, by, at):
    first = received(document(), by).purchase
    actions.refuse(purchase=first, reason="Wrong amount", by=by, at=at)
    assert not received(document(), by).is_duplicate


def test_what_peppol_brought_comes_once(entity, by):
    first = received(b"nonsense", by, came_as="incoming:1").purchase
    again = received(b"nonsense", by, came_as="incoming:1")
    assert again.is_duplicate and again.purchase == first


def test_a_rehearsal_leaves_nothing(entity, by, at):
    new = NewPurchase("x.xml", document(), "import")
    (one,) = actions.receive.dry_run(documents=[new], by=by, at=at)
    assert one.purchase.gross_cents == 121_00
    assert not Purchase.objects.exists()


@pytest.mark.skipif(not KIT.is_dir(), reason="the shared kits are not beside this tree")
def test_every_valid_document_of_the_kit_is_a_purchase(entity, by, at):
    """Each is judged by the rules it claims: those of CEN for what does not claim Peppol."""
    paths = sorted(KIT.glob("*.xml"))
    new = [NewPurchase(path.name, path.read_bytes(), "import") for path in paths]
    found = actions.receive(documents=new, by=by, at=at)
    assert [one.new.name for one in found if one.purchase.breaks_rules or one.is_duplicate] == []
    assert {one.new.name for one in found if "PEPPOL" not in one.purchase.judged_by} == {
        path.name for path in paths if path.name.startswith("ubl-tc434-")
    }
    for one in found:
        totals = one.paper.totals
        assert one.purchase.gross_cents == totals.gross_cents
        assert [(row.rate, row.net_cents, row.vat_cents) for row in one.vat] == [
            (row.rate, row.net_cents, row.vat_cents) for row in one.paper.vat
        ]
        assert len(queries.lines(purchase=one.purchase)) == len(one.paper.lines)


def test_a_member_sees_the_purchases_of_the_own_units_and_nothing_at_the_desk(
    amina_unit, carla_unit, by
):
    own = received(document(buyer_reference=f"U-{amina_unit.pk}"), by).purchase
    received(document(number="P2", buyer_reference=f"U-{carla_unit.pk}"), by)
    received(document(number="P3"), by)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
        assert list(queries.purchases()) == [own]
        assert len(queries.lines(purchase=own)) == 1
        cursor.execute("select count(*) from purchases_purchasevat")
        assert cursor.fetchone() == (1,)
        cursor.execute("select set_config('commonweal.scope', '', true)")
        assert not queries.purchases().exists()
        cursor.execute("select set_config('commonweal.scope', '*', true)")


def test_a_member_may_hand_in_what_is_at_the_desk_already_and_is_told_so(amina, amina_unit, by):
    first = received(document(), by).purchase
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
        again = received(document(), by, unit_id=amina_unit.pk)
        assert again.is_duplicate and again.purchase == first
        cursor.execute("select set_config('commonweal.scope', '*', true)")
