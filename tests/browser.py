"""
A real browser for the journeys: Debian's chromium, driven by Playwright, against the site as it
runs for people (threads, one transaction a request, no rows before a request says whose).

Nothing here is judged by the clock, and nobody is quicker than a page: who clicks waits until what
comes is whole, its scripts included. The driver alone waits until it begins to come.

`page` is a person at the browser; `own_database` (part of it) holds what the test writes.
"""

import os
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commonweal.config import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

    from commonweal.access.queries import User

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = Path(__file__).parent / "shots"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = {"phone": 390, "desktop": 1280}
PATIENCE = 30_000  # milliseconds: only a page that never comes is a fault
# What axe-core finds, in words; the rest of its answer is long, and nobody reads it.
JUDGE = """async (scheme) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
        .filter((fault) => ["serious", "critical"].includes(fault.impact))
        .flatMap((fault) => fault.nodes.map((node) =>
            `${fault.id} (${scheme}): ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """
    One browser for the session. Playwright keeps an event loop: Django must not mind it.

    Under a loop Django keeps its connections elsewhere; those of the tests before are closed
    first, or they would hold the database that `own_database` copies.
    """
    from django.db import connections
    from playwright.sync_api import Locator, expect, sync_playwright

    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _patient(Locator.click))
        running = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        yield running
        running.close()


def _patient(click: Callable[..., None]) -> Callable[..., None]:
    def click_and_wait(where: "Locator", **how: Any) -> None:
        click(where, **how)
        where.page.wait_for_load_state()

    return click_and_wait


@pytest.fixture
def site(own_database: str) -> Iterator[str]:
    """The address of the running site, on a name: passkeys need one."""
    from django.core.cache import cache
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application

    cache.clear()  # the limits on attempts count per test, not per run
    server = ThreadedWSGIServer(("localhost", 0), _quiet())
    server.set_app(_blind(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _blind(application: Callable[..., Any]) -> Callable[..., Any]:
    """Give the connections of the serving threads no row to begin with, as wsgi.py does."""
    from django.db import connection

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        mine = connection.settings_dict
        scope = mine["OPTIONS"]["options"].replace("commonweal.scope=*", "commonweal.scope=")
        connection.settings_dict = {**mine, "OPTIONS": {**mine["OPTIONS"], "options": scope}}
        return application(environ, start)

    return answer


def _quiet() -> type:
    from django.core.servers.basehttp import WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Quiet


@pytest.fixture
def page(browser: "Browser", site: str) -> "Iterator[Page]":
    """A fresh person at the browser, reading English. Any fault in the console fails the test."""
    context = somebody(browser, site)
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
    yield tab
    context.close()
    assert not faults, faults


def somebody(browser: "Browser", site: str, **more: Any) -> "BrowserContext":
    """Somebody at a browser of their own, reading English. Close it when they are gone."""
    context = browser.new_context(
        base_url=site,
        locale="en-GB",
        timezone_id="Europe/Brussels",
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(PATIENCE)
    return context


def _is_fault(line: "ConsoleMessage") -> bool:
    """
    Refusals answer with 4xx on purpose, and who sends a form leaves its live preview unanswered;
    a breach of the content policy is never on purpose.
    """
    meant = ("the server responded with a status of 4", "htmx:sendAbort", "htmx:afterRequest")
    return line.type == "error" and not any(words in line.text for words in meant)


def shoot(page: "Page", name: str) -> list[Path]:
    """
    Picture the page at both widths, light and dark, into tests/shots: for people to look at.

    Nothing is judged by them, and painting took a third of the journeys, so the plain `./test`
    goes without; `./test --all` and `./test PATH` take them.
    """
    if os.environ.get("COMMONWEAL_SHOTS") == "no":
        return []
    page.wait_for_load_state()
    SHOTS.mkdir(exist_ok=True)
    before, shots = page.viewport_size, []
    for width_name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 844 if width < 500 else 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate("scrollTo(0, 0)")
            path = SHOTS / f"{name}-{width_name}-{scheme}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")
            shots.append(path)
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    return shots


def axe(page: "Page") -> None:
    """Fail on what axe-core calls serious or critical, in light and in dark."""
    page.wait_for_load_state()
    page.evaluate(_axe_core())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        grave = page.evaluate(JUDGE, scheme)
        assert not grave, "\n".join(grave)
    page.emulate_media(color_scheme="light")


@cache
def _axe_core() -> str:
    return AXE.read_text()


def enter(page: "Page", user: "User") -> None:
    """Come in with a session that is there already."""
    from django.conf import settings
    from django.test import Client

    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    session = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "domain": "localhost", "path": "/"}])


def sign_in(page: "Page", email: str, password: str) -> None:
    """Go in through the front door."""
    page.goto("/account/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def fits(page: "Page") -> None:
    """Fail when the page scrolls sideways on a phone."""
    page.wait_for_load_state()
    before = page.viewport_size
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    if before:
        page.set_viewport_size(before)
