"""A simulated social security for the tests that talk over HTTP."""

import httpx
import pytest

from commonweal.employment import gateways, simulator

PATIENCE_SECONDS = 0.15


@pytest.fixture(scope="session")
def client_key():
    """One key pair for all simulators: making one takes a tenth of a second."""
    return simulator.new_key()


@pytest.fixture
def service(client_key):
    """A running simulator on a free port."""
    with simulator.Simulator(key=client_key, patience=PATIENCE_SECONDS) as running:
        yield running


@pytest.fixture
def dimona(service):
    """The real client, signed up with the simulator, and impatient."""
    client = gateways.Dimona(
        url=service.url,
        token_url=service.token_url,
        client_id=simulator.CLIENT,
        key=service.key,
        timeout=httpx.Timeout(2 * PATIENCE_SECONDS),
    )
    with gateways.replaced(by=client):
        yield client
    client.close()
