"""
A real browser for the journeys: Debian's chromium, driven by Playwright, against the site as it
runs for people (threads, one transaction a request, no rows before a request says whose).

Import the fixtures in a test module: `from tests.browser import browser, page, site  # noqa: F401`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = Path(__file__).parent / "shots"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
WIDTHS = {"phone": 390, "desktop": 1280}
GRAVE = ("serious", "critical")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the session. Playwright keeps an event loop: Django must not mind it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    """The address of the running site; its connections begin without any row, as in wsgi.py."""
    options = settings.DATABASES["default"]["OPTIONS"]
    web = options["options"].replace("commonweal.scope=*", "commonweal.scope=")
    serving = connections["default"].settings_dict["OPTIONS"]
    serving["options"] = web
    yield live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh person at the browser, reading English, on the site."""
    context = browser.new_context(
        base_url=site, locale="en-GB", timezone_id="Europe/Brussels", reduced_motion="reduce"
    )
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
    yield tab
    context.close()
    assert not faults, faults


def _is_fault(line: Any) -> bool:
    """Refusals answer with 4xx on purpose; a breach of the content policy is never on purpose."""
    return line.type == "error" and "the server responded with a status of 4" not in line.text


def shoot(page: Page, name: str) -> list[Path]:
    """Picture the page at both widths, light and dark, into tests/shots."""
    SHOTS.mkdir(exist_ok=True)
    before, shots = page.viewport_size, []
    for width_name, width in WIDTHS.items():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 844 if width < 500 else 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            path = SHOTS / f"{name}-{width_name}-{scheme}.png"
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=path, full_page=True, animations="disabled")
            shots.append(path)
    page.emulate_media(color_scheme=None)
    if before:
        page.set_viewport_size(before)
    return shots


def axe(page: Page) -> None:
    """Fail on what axe-core calls serious or critical, in light and in dark."""
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        grave = [
            f"{fault['id']} ({scheme}): {node['html'][:160]} {node['failureSummary']}"
            for fault in found
            if fault["impact"] in GRAVE
            for node in fault["nodes"]
        ]
        assert not grave, "\n".join(grave)
    page.emulate_media(color_scheme=None)


def sign_in(page: Page, email: str, password: str) -> None:
    """Go in through the front door."""
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)


def fits(page: Page) -> None:
    """Fail when the page scrolls sideways on a phone."""
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


__all__ = ["Browser", "BrowserContext", "Page", "axe", "browser", "fits", "page", "shoot", "sign_in", "site"]
