"""The components, seen by a browser."""

import pytest

from tests.browser import axe, browser, fits, page, shoot, site  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_every_component_is_sound_in_light_and_dark(page):  # noqa: F811
    page.goto("/shell/parts/")
    shoot(page, "parts")
    fits(page)
    axe(page)
