"""Purchases at the desk: the inbox, one purchase, booking; and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import TODAY, actor, make_staff

from commonweal.access.queries import Role
from commonweal.banking.actions import NewAccount, open_accounts
from commonweal.banking.queries import batches
from commonweal.einvoice.values import Vat
from commonweal.ledger import queries as books
from commonweal.purchases import actions
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import (
    DUTCH,
    at_unit,
    broken,
    document,
    filled,
    item,
    received,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings, entity):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.cookies["language"] = "en"
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


def page(desk, purchase):
    return desk.get(reverse("desk:purchase", args=[purchase.pk]))


def post(desk, name, purchase, **typed):
    return desk.post(reverse(f"desk:{name}", args=[purchase.pk]), typed)


def test_files_that_are_handed_in_get_their_verdicts(desk, amina_unit):
    contents = [
        document(buyer_reference=f"U-{amina_unit.pk}"), broken(document(number="P2")), b"%PDF", b"",
        document(buyer_reference=f"U-{amina_unit.pk}"),
    ]  # fmt: skip
    files = [SimpleUploadedFile(f"{n}.xml", content) for n, content in enumerate(contents)]
    answer = desk.post(reverse("desk:purchases_import"), {"papers": files})
    assert [one.tone for one in answer.context["verdicts"]] == ["good", "bad", "bad", "bad", "info"]
    assert "It breaks the official rules" in answer.text
    assert "a PDF cannot be read" in answer.text
    assert Purchase.objects.count() == 4


def test_no_file_is_told_beside_the_field(desk):
    answer = desk.post(reverse("desk:purchases_import"), {})
    assert answer.status_code == 422
    assert "Choose at least one XML file." in answer.text


def test_the_inbox_lists_what_has_no_activity(desk, amina_unit, by):
    at_unit(amina_unit, document(number="P1"), by)
    received(document(number="P2"), by)
    received(b"nonsense", by)
    listed = desk.get(reverse("desk:purchases"))
    # With the end of its line: a token of the page may hold “P1” too.
    assert "P2</small>" in listed.text and "invoice.xml" in listed.text
    assert "P1</small>" not in listed.text
    assert [tab.count for tab in listed.context["tabs"]] == [2, 0, 1, None, None]
    assert "P1</small>" in desk.get(reverse("desk:purchases") + "?show=waiting").text


def test_a_purchase_shows_its_paper(desk, by):
    purchase = received(document(item(100_00), item(50_00, rate_bp=600)), by).purchase
    text = page(desk, purchase).text
    for words in ("Drukkerij De Pers", "P2026-31", "BE68 5390 0754 7034",
                  "+++090/9337/55493+++", "Posters", "€174.00", "21 %", "6 %",
                  "Belgian VAT, deductible", "Nothing names an activity"):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    ("price", "currency", "shown"),
    [("100.00", "EUR", "€100.00"), ("0.00125", "EUR", "€0.00125"), ("100.00", "GBP", "100.00 GBP")],
)
def test_the_price_of_a_line_has_its_currency(desk, by, price, currency, shown):
    content = document().replace(b"EUR", currency.encode())
    purchase = received(content, by).purchase
    purchase.lines.update(price=price)
    assert f'data-label="Price">{shown}</td>' in page(desk, purchase).text


def test_what_breaks_the_rules_shows_which(desk, by):
    purchase = received(broken(document()), by).purchase
    text = page(desk, purchase).text
    assert "BR-CO-15" in text and "It cannot be booked" in text
    assert 'name="unit"' not in text and 'name="account"' not in text
    assert 'name="reason"' in text


def test_what_cannot_be_read_shows_what_to_do(desk, by):
    purchase = received(b"%PDF", by).purchase
    assert "Ask the supplier for the XML of this invoice" in page(desk, purchase).text


def test_it_is_given_to_an_activity_by_number_or_address(desk, amina_unit, by):
    for number, text in enumerate([f"u-{amina_unit.pk}", str(amina_unit.pk), "amina@example.org"]):
        purchase = received(document(number=f"P{number}"), by).purchase
        assert post(desk, "purchase_assign", purchase, unit=text).status_code == 302
        purchase.refresh_from_db()
        assert (purchase.unit, purchase.state) == (amina_unit, "draft")


def test_an_unknown_activity_is_told_beside_the_field(desk, by):
    purchase = received(document(), by).purchase
    answer = post(desk, "purchase_assign", purchase, unit="nobody@example.org")
    assert answer.status_code == 422
    assert "no open activity has this number or address" in answer.text
    assert 'value="nobody@example.org"' in answer.text


def test_of_a_member_with_two_budgets_it_asks_which(desk, amina, amina_unit, by):
    from tests.cast import make_unit

    atelier = make_unit(amina, "activity", "Atelier")
    purchase = received(document(), by).purchase
    answer = post(desk, "purchase_assign", purchase, unit="amina@example.org")
    assert answer.status_code == 422
    assert "Choose the one that is meant." in answer.text
    post(desk, "purchase_assign", purchase, unit="amina@example.org", choice=atelier.pk)
    purchase.refresh_from_db()
    assert purchase.unit == atelier


def test_a_purchase_of_the_house_is_booked_at_once(desk, by):
    purchase = received(document(), by).purchase
    answer = post(desk, "purchase_book", purchase, account="610", deducted="5000")
    assert answer.status_code == 302
    assert books.account_balance(account="610") == 110_50
    assert "Open the entry" in page(desk, purchase).text
    purchase.refresh_from_db()
    entry = desk.get(reverse("desk:books_entry", args=[purchase.entry_id])).text
    assert reverse("desk:purchase", args=[purchase.pk]) in entry


def test_what_is_booked_is_paid_with_the_next_batch(desk, by, at):
    purchase = received(document(due_on=TODAY), by).purchase
    open_accounts(accounts=[NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal")], by=by, at=at)
    post(desk, "purchase_book", purchase, account="610", deducted="10000")
    assert "Drukkerij De Pers" in desk.get(reverse("desk:payments")).text
    desk.post(reverse("desk:payments_build"), {"item": [purchase.ref]})
    (payment,) = batches().get().payments.all()
    assert (payment.cents, payment.iban, payment.reference) == (
        121_00, "BE68539007547034", "+++090/9337/55493+++",
    )  # fmt: skip
    assert "Drukkerij De Pers" not in desk.get(reverse("desk:payments")).text


def test_the_rate_of_a_reverse_charge_is_asked(desk, by):
    purchase = received(document(item(100_00, Vat.EU_SERVICE, 0), seller=DUTCH), by).purchase
    assert "Rate of the VAT we owe" in page(desk, purchase).text
    post(desk, "purchase_book", purchase, account="611", deducted="10000", due="600")
    assert books.account_balance(account="4511") == -6_00


def test_what_waits_for_good_to_pay_cannot_be_booked_yet(desk, amina_unit, by):
    purchase = at_unit(amina_unit, document(), by)
    assert "Waits for “good to pay”" in page(desk, purchase).text
    answer = post(desk, "purchase_book", purchase, account="614", deducted="10000")
    assert answer.status_code == 422
    assert books.account_balance(account="440") == 0


def test_all_that_are_good_to_pay_are_booked_together(desk, amina_unit, by, at):
    filled(amina_unit, 500_00, by)
    waiting = [at_unit(amina_unit, document(number=f"P{n}"), by) for n in range(2)]
    actions.approve(purchases=waiting, account="614", by=by, at=at)
    listed = desk.get(reverse("desk:purchases") + "?show=to-book")
    assert listed.text.count('type="checkbox"') == 2
    answer = desk.post(
        reverse("desk:purchases_book"), {"purchase": [one.pk for one in waiting]}, follow=True
    )
    assert "2 purchases are booked." in answer.text
    assert books.account_balance(account="440") == -242_00


def test_what_one_person_handed_in_and_found_good_to_pay_is_for_the_desk_to_read(
    desk, amina, bram, amina_unit, by, at
):
    filled(amina_unit, 500_00, by)
    own, other = (
        received(document(number=f"P{n}"), actor(amina), unit_id=amina_unit.pk).purchase
        for n in range(2)
    )
    assert "Nobody else looked at it" not in page(desk, own).text
    actions.approve(purchases=[own], account="614", by=actor(amina), at=at)
    actions.approve(purchases=[other], account="614", by=actor(bram), at=at)
    assert "Amina Benali handed it in and said “good to pay”." in page(desk, own).text
    assert "Nobody else looked at it" not in page(desk, other).text
    actions.assign(purchases=[own], unit=amina_unit, by=by, at=at)
    assert "Nobody else looked at it" not in page(desk, own).text


def test_it_is_refused_with_the_reason(desk, by):
    purchase = received(document(), by).purchase
    assert post(desk, "purchase_refuse", purchase, reason="").status_code == 422
    assert post(desk, "purchase_refuse", purchase, reason="Not ordered").status_code == 302
    text = page(desk, purchase).text
    assert "Not ordered" in text and 'name="account"' not in text


def test_the_file_comes_back_as_it_came(desk, by):
    purchase = received(document(), by).purchase
    answer = desk.get(reverse("desk:purchase_file", args=[purchase.pk]))
    assert answer.content == document()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_what_is_enclosed_can_be_had(desk, by):
    inside = (
        b"<cac:AdditionalDocumentReference><cbc:ID>hours</cbc:ID><cac:Attachment>"
        b'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="hours.pdf">'
        b"JVBERg==</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        b"</cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
    )
    content = document().replace(b"<cac:AccountingSupplierParty>", inside)
    purchase = received(content, by).purchase
    assert "hours.pdf" in page(desk, purchase).text
    answer = desk.get(reverse("desk:purchase_enclosure", args=[purchase.pk, 0]))
    assert answer.content == b"%PDF"
    assert "hours" not in answer["Content-Disposition"]
    assert desk.get(reverse("desk:purchase_enclosure", args=[purchase.pk, 1])).status_code == 404


def test_what_a_supplier_writes_is_text_and_no_page(desk, by):
    content = document().replace(b"Posters", b"&lt;script&gt;alert(1)&lt;/script&gt;")
    purchase = received(content, by).purchase
    assert "<script>alert(1)" not in page(desk, purchase).text


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.CUSTOMER_SERVICE, (200, 422, 403, 422)),
        (Role.FINANCE_CHECKER, (200, 403, 403, 403)),
        (Role.AUDITOR, (200, 403, 403, 403)),
        (Role.LEGAL, (403, 403, 403, 403)),
    ],
)
def test_who_may_do_what(client, settings, entity, by, role, statuses):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(role))
    purchase = received(document(), by).purchase
    assert (
        page(client, purchase).status_code,
        post(client, "purchase_assign", purchase).status_code,
        post(client, "purchase_book", purchase).status_code,
        post(client, "purchase_refuse", purchase).status_code,
    ) == statuses


def test_a_member_does_not_come_here(client, amina, by):
    client.force_login(amina.user)
    assert client.get(reverse("desk:purchases")).status_code == 403


def test_what_waits_is_counted_on_the_desk(desk, by):
    received(document(), by)
    assert "Purchases without an activity" in desk.get(reverse("desk:home")).text
