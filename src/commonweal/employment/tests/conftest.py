"""A simulated social security for the tests that talk over HTTP."""

import httpx
import pytest

from commonweal.employment import gateways, simulator

PATIENCE_SECONDS = 0.4
TOO_SOON_SECONDS = 0.3  # a slow answer takes four times the patience
TOO_LATE = {"slow", "timeout"}


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
    """
    The real client, signed up with the simulator.

    It loses its patience only with an answer that is planned to come too late: on a busy machine
    any other takes its time too.
    """
    client = gateways.Dimona(
        url=service.url, token_url=service.token_url, client_id=simulator.CLIENT, key=service.key
    )

    def lose_patience(request: httpx.Request) -> None:
        planned = {plan[0] for plan in service.office.plans.values() if plan}
        if request.url.path.endswith("/declarations") and planned & TOO_LATE:
            request.extensions["timeout"]["read"] = TOO_SOON_SECONDS

    client._http.event_hooks = {"request": [lose_patience]}
    with gateways.replaced(by=client):
        yield client
    client.close()
