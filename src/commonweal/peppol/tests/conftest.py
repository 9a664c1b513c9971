"""A simulated network for the tests that talk to one."""

import pytest

from commonweal.kernel import clock
from commonweal.peppol import gateways, simulator
from commonweal.peppol.tests.mail import FESTIVAL
from commonweal.peppol.values import write


@pytest.fixture
def network(entity):
    """A network on which the festival is, and takes everything."""
    running = simulator.Simulator(now=clock.now)
    running.register(write(FESTIVAL))
    with gateways.replaced(by=running):
        yield running
