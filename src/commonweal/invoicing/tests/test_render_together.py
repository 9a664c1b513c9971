"""The same order to set papers, delivered twice: the papers are set once."""

import threading

import pytest
from django.db import connection
from tests import cast

from commonweal.documents.models import Document
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.work import issue
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Event


@pytest.fixture
def invoice(own_database, settings, tmp_path):
    settings.FILES = tmp_path
    cast.make_entity()
    unit, client = cast.make_unit(cast.make_member()), cast.make_client()
    return issue(unit, client, by=SYSTEM, at=cast.NOW)


def test_two_workers_with_one_job_set_the_papers_once(invoice):
    start = threading.Barrier(2)

    def work():
        start.wait()
        try:
            invoicing.render(invoices=[invoice.pk], by=SYSTEM, at=cast.NOW)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Document.objects.filter(about=invoice.ref).count() == 2
    assert Event.objects.filter(verb="invoicing.render").count() == 1
