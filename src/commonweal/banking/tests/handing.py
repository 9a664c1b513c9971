"""A batch whose file was made, and a bank of which a test says how it behaves."""

from commonweal.banking import actions as banking
from commonweal.banking import gateways
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import PaymentBatch
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.test_build_batch import build, wage


def exported(*payments):
    batch = banking.approve_batch(batch=build(*payments or [wage()]), by=CHECKER, at=NOW)
    return banking.export_batch(batch=batch, by=MAKER, at=NOW)


def hand_over(batch, *moods, by=MAKER, at=NOW, bank=None):
    """Give it to a bank in these moods; return the handover and the bank."""
    bank = bank or SimulatedLine(moods=moods)
    with gateways.replaced(by=bank):
        return banking.hand_over(batch=batch, by=by, at=at), bank


def state(batch):
    return PaymentBatch.objects.get(pk=batch.pk).state
