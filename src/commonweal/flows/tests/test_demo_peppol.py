"""The demonstration on the network: accepted, refused, waiting, by mail; and two purchases."""

import pytest

from commonweal.documents.queries import content
from commonweal.einvoice.validator import validate
from commonweal.flows import demo
from commonweal.flows.dispatch import jobs, queries
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as invoices
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.peppol import jobs as peppol
from commonweal.peppol.queries import incoming


@pytest.fixture
def april(own_database, settings, tmp_path):
    settings.DEMO_PASSWORD, settings.FILES = "samen-sterk-2026", tmp_path
    demo.load(by=SYSTEM, at=clock.START)
    every = list(invoices.invoices().values_list("pk", flat=True))
    invoicing.render(invoices=every, by=SYSTEM, at=clock.START)
    for _ in range(2):
        jobs.run(at=clock.START)
        peppol.run(at=clock.START)
    jobs.run(at=clock.START)
    return list(invoices.invoices())


def test_every_way_is_seen(april):
    found = queries.deliveries(invoices=april)
    ways = {(each.buyer["name"], *_way(found[each.ref])) for each in april}
    assert {
        ("Festival de la Senne", "peppol", "arrived"),
        ("Stad aan de Leie", "peppol", "sent"),
        ("Uitgeverij Kaai", "peppol", "refused"),
        ("Atelier du Nord SAS", "mail", "waiting"),
    } <= ways
    assert [each.buyer["name"] for each in queries.refused_by_peppol()] == ["Uitgeverij Kaai"]
    assert tray().filter(kind="invoice_over_peppol").exists()


def test_two_invoices_of_suppliers_came_in_and_are_good(april):
    arrived = list(incoming())
    assert [each.sender for each in arrived] == ["0208:0671234555", "0208:0548881230"]
    for each in arrived:
        assert validate(content(document=each.document)).fatal == ()


def _way(delivery):
    return delivery.channel.value, delivery.stage.value
