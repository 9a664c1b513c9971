from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.cast import make_client

from commonweal.clients.queries import MissingAddress
from commonweal.einvoice import codes
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import InvoiceLine
from commonweal.kernel.refusals import Refusals
from commonweal.rules.parameters import figure

Vat = invoicing.Vat


def line(price: int = 10_000, vat: Vat = Vat.STANDARD, rate: int = 2100, **more):
    return invoicing.NewLine("Work", price, vat, rate, **more)


def test_it_adds_up_per_rate(draft):
    invoice = draft(line(3333), line(3333), line(1000, rate=600), contribution_cents=0)
    assert (invoice.net_cents, invoice.vat_cents, invoice.total_cents) == (7666, 1460, 9126)
    assert invoice.vat_table == [["standard", 2100, 6666, 1400], ["standard", 600, 1000, 60]]
    assert invoice.ref == f"draft:{invoice.pk}"


def test_a_discount_has_a_negative_quantity(draft):
    invoice = draft(line(10_000), line(1_000, thousandths=-1500), contribution_cents=0)
    assert invoice.net_cents == 8_500
    assert [row.net_cents for row in invoice.lines.order_by("position")] == [10_000, -1_500]


def test_the_buyer_stays_as_it_was(draft, festival):
    invoice = draft()
    festival.name = "Another name"
    festival.save()
    invoice.refresh_from_db()
    assert invoice.buyer["name"] == "Festival de la Senne"


@pytest.mark.parametrize(
    ("lines", "details", "refusal"),
    [
        ([line(0)], {}, invoicing.NothingToInvoice),
        ([line(-1)], {}, invoicing.WrongQuantity),
        ([line(thousandths=0), line()], {}, invoicing.WrongQuantity),
        ([line(rate=1900)], {}, invoicing.UnknownVatRate),
        ([line(vat=Vat.OUTSIDE_SCOPE, rate=0), line()], {}, invoicing.OutsideScopeStandsAlone),
        ([line()], {"contribution_cents": 10_001}, invoicing.WrongContribution),
        ([line()], {"payment_days": -1, "contribution_cents": 0}, invoicing.PaymentTermNegative),
        ([invoicing.NewLine(" ", 1, Vat.STANDARD, 2100)], {}, invoicing.MissingDescription),
    ],
)
def test_it_refuses_what_cannot_be_invoiced(new_invoice, by, at, lines, details, refusal):
    new = new_invoice(*lines, **{"contribution_cents": 0, **details})
    with pytest.raises((refusal, Refusals)) as caught:
        invoicing.draft(invoices=[new], by=by, at=at)
    found = getattr(caught.value, "refusals", [caught.value])
    assert refusal in [type(one) for one in found]


def test_an_invoice_without_lines_is_none(new_invoice, by, at):
    with pytest.raises(invoicing.MissingLines):
        invoicing.draft(invoices=[new_invoice(lines=(), contribution_cents=0)], by=by, at=at)


def test_it_asks_for_what_the_client_lacks(new_invoice, by, at):
    nowhere = make_client(name="X", enterprise_number="0403170701", street="", vat_number="")
    with pytest.raises(MissingAddress):
        invoicing.draft(invoices=[new_invoice(client=nowhere)], by=by, at=at)


def test_the_database_knows_the_sum_too(draft):
    row = InvoiceLine.objects.get(invoice=draft())
    with pytest.raises(IntegrityError, match="quantity_times_price"), transaction.atomic():
        InvoiceLine.objects.filter(invoice=row.invoice_id).update(net_cents=row.net_cents + 1)


def test_the_same_form_makes_one_invoice(draft):
    draft(key="form:1")
    with pytest.raises(invoicing.DraftedBefore):
        draft(key="form:1")
    assert draft(key="form:2").key == "form:2"


def test_terms_are_those_of_the_client_or_of_the_house(draft, festival):
    assert draft().payment_days == 30
    festival.payment_days = 45
    assert (draft().payment_days, draft(payment_days=7).payment_days) == (45, 7)


def test_vat_was_rounded_on_each_line_before_2026(new_invoice, by, at):
    thirds = [line(33), line(33), line(34)]
    for year, expected in ((2025, 21), (2026, 21)):
        (drafted,) = invoicing.draft(
            invoices=[new_invoice(*thirds, contribution_cents=0)], by=by, at=at.replace(year=year)
        )
        assert (drafted.rounding, drafted.vat_cents) == (
            "line" if year == 2025 else "total",
            expected,
        )
    cents = [line(2), line(2), line(2)]
    for year, expected in ((2025, 0), (2026, 1)):
        (drafted,) = invoicing.draft(
            invoices=[new_invoice(*cents, contribution_cents=0)], by=by, at=at.replace(year=year)
        )
        assert drafted.vat_cents == expected


def test_units_and_files_of_the_house_are_known_to_the_official_rules():
    on = date(2026, 5, 4)
    assert set(figure("invoice.unit_codes", on).value) <= codes.listed(codes.UNITS)
    media_types = figure("invoice.attachments", on).value["media_types"]
    assert set(media_types) == codes.listed(codes.MEDIA_TYPES)
