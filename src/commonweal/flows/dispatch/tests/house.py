"""Invoices with papers, of clients of every sort, in a house that keeps what a test commits."""

from tests.cast import NOW, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.flows.dispatch import jobs
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.work import issue
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.peppol import gateways
from commonweal.peppol import jobs as peppol

FESTIVAL = "0208:0871234105"


class House:
    """Amina's unit, and a network on which nobody is until somebody is registered."""

    def __init__(self):
        open_house()
        self.amina = make_member()
        self.unit = make_unit(self.amina)
        self.network = gateways.access_point()

    def invoice(self, client=None, *, at=NOW):
        """Issue an invoice to the festival, or another client, and set its papers."""
        invoice = issue(self.unit, client or self.festival(), by=SYSTEM, at=at)
        invoicing.render(invoices=[invoice.pk], by=SYSTEM, at=at)
        return invoice

    def festival(self, **details):
        return make_client(**details)

    def person(self, **details):
        """A private person with an address of the post."""
        known = {"kind": "person", "name": "Mia Maes", "enterprise_number": "", "vat_number": "",
                 "email": "mia@example.org", "language": "nl"}  # fmt: skip
        return make_client(**{**known, **details})

    def carry(self, *, at=NOW, turns=2):
        """Let everything happen that happens by itself."""
        for _ in range(turns):
            jobs.run(at=at)
            peppol.run(at=at)
        jobs.run(at=at)

    def mails(self, kind="invoice"):
        return list(tray().filter(kind=kind))
