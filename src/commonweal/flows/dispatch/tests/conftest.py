import pytest

from commonweal.flows.dispatch.tests.house import House


@pytest.fixture
def house(own_database, settings, tmp_path):
    """A job sees an event when its transaction is over: these tests commit."""
    settings.FILES = tmp_path
    return House()
