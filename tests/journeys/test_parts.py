"""The components, seen by a browser."""

import pytest

from tests.browser import axe, fits, shoot

pytestmark = pytest.mark.journey


def test_every_component_is_sound_in_light_and_dark(page):
    page.goto("/shell/parts/")
    shoot(page, "parts")
    fits(page)
    axe(page)
