"""Orders and drafts of one design day at 1,000 euro, unless a test says otherwise."""

from collections.abc import Callable

import pytest
from tests.cast import make_client

from commonweal.clients.actions import Client
from commonweal.invoicing import actions as invoicing

DAY = {"vat": invoicing.Vat.STANDARD, "rate_bp": 2100}


@pytest.fixture
def new_order(amina_unit, festival) -> Callable[..., invoicing.NewOrder]:
    def make(**details: object) -> invoicing.NewOrder:
        values = {
            "unit_id": amina_unit.pk,
            "client": festival,
            "title": "Poster design",
            "price_cents": 100_000,
            **DAY,
        }
        return invoicing.NewOrder(**{**values, **details})

    return make


@pytest.fixture
def order(new_order, by, at) -> invoicing.Order:
    (placed,) = invoicing.place_order(orders=[new_order()], by=by, at=at)
    return placed


@pytest.fixture
def new_invoice(amina_unit, festival) -> Callable[..., invoicing.NewInvoice]:
    def make(*lines: invoicing.NewLine, **details: object) -> invoicing.NewInvoice:
        values = {
            "unit_id": amina_unit.pk,
            "client": festival,
            "title": "Poster design",
            "lines": lines or (invoicing.NewLine("Design day", 100_000, **DAY),),
            "contribution_cents": 6_500,
            "guaranteed": True,
        }
        return invoicing.NewInvoice(**{**values, **details})

    return make


@pytest.fixture
def draft(new_invoice, by, at) -> Callable[..., invoicing.Invoice]:
    def make(*lines: invoicing.NewLine, **details: object) -> invoicing.Invoice:
        (drafted,) = invoicing.draft(invoices=[new_invoice(*lines, **details)], by=by, at=at)
        return drafted

    return make


@pytest.fixture
def client_of(festival) -> Callable[[invoicing.Vat], Client]:
    """A client that may be invoiced with this kind of VAT."""

    def make(vat: invoicing.Vat) -> Client:
        kinds = invoicing.Vat
        if vat in (kinds.EU_GOODS, kinds.EU_SERVICE):
            where = {"country": "NL", "vat_number": "NL004495445B01", "postcode": "1011 AB"}
        elif vat in (kinds.EXPORT, kinds.OUTSIDE_SCOPE):
            where = {"country": "CH", "vat_number": "CHE107787577", "postcode": "8001"}
        else:
            return festival
        return make_client(name="Far and Away", enterprise_number=None, city="Elsewhere", **where)

    return make
