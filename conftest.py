"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# What a property tries is the same on every run of the same tree, and no clock judges it: on a busy
# machine an example takes its time. `./test --all` searches anew.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **PATIENT)
settings.register_profile("search", **PATIENT)
settings.load_profile("same")

pytest_plugins = ["tests.cast", "tests.databases", "tests.browser"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests read what the house says in the language of the code; requests choose their own."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def empty_network() -> Iterator[None]:
    """Each test meets a Peppol network on which nobody is registered yet."""
    yield
    from commonweal.peppol import gateways

    gateways.forget()
