"""
How long the desk's list of invoices takes: 50 of 170,000, filtered and searched.

A house of the size of the goal is made by the verbs (`invoice_house.py`; some minutes). Then the
server of the operator's guide, with a worker for each of two processors, is asked by eight
connections at once, each with a mix of lists and searches, the session and row-level
security included. The limit is the very SQL of the same addresses, sent from the same eight
connections without Django. What the sums of a filter cost is printed apart: they are asked for
after the list is on the screen.

    .venv/bin/python -m benchmarks.invoice_list
"""

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from os import getloadavg
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any

from benchmarks.house import fresh_database

GOAL_P95_MS = 60
CONNECTIONS, ROUNDS, WARM, PORT, WORKERS = 8, 12, 2, 8731, 2
PAGES = (
    "", "state=open", "sort=due&state=overdue", "state=paid", "state=credited", "q=2026-001234",
    "q=1234", "q=kobalt+ieper", "q=klooster+dinant", "q=1.234,56", "period=last_month",
    "state=overdue&period=last_quarter", "vat=standard:600", "least=3900", "unit=77",
    "client=4711", "sort=amount", "state=open&q=kobalt",
)  # fmt: skip
SUMS = ("state=overdue&sums", "period=last_month&sums", "q=kobalt+ieper&sums")


def main() -> int:
    """Make the house, ask the pages, print the figures; 1 if the goal is missed."""
    fresh_database("invoice_list")
    from benchmarks.invoice_house import furnish

    begin = perf_counter()
    furnish()
    print(f"house made in {perf_counter() - begin:.0f} s; load {getloadavg()[0]:.1f}")
    cookie, language = staff_session(), {"accept-language": "en"}
    missed = measure(cookie, language)
    print(f"load of the machine: {getloadavg()[0]:.1f}")
    print("GOAL MISSED" if missed else "goal met")
    return int(missed)


def measure(cookie: str, language: dict[str, str]) -> bool:
    """Ask over http, then the same SQL alone; print both."""
    headers = {**language, "cookie": cookie, "host": "localhost"}
    server = serve()
    try:
        wait(headers)
        pages = at_once(lambda: asker(headers), PAGES)
        sums = at_once(lambda: asker({**headers, "hx-request": "true"}), SUMS)
    finally:
        server.terminate()
        server.wait()
    bare = at_once(bare_asker, questions(cookie, language))
    p95 = report("the list over http", [took for took, _ in pages])
    limit = report("limit of this run, the same SQL alone", [took for took, _ in bare])
    print(f"ratio of the medians: {p95[0] / limit[0]:.1f}")
    for address in PAGES:
        mine = [took for took, asked in pages if asked == address]
        print(f"  ?{address}: p50 {median(mine):.0f} ms, p95 {quantiles(mine, n=20)[-1]:.0f} ms")
    report("sums of a filter over http (no goal)", [took for took, _ in sums])
    return p95[1] >= GOAL_P95_MS


def staff_session() -> str:
    """Sign in somebody of finance, and return the cookie."""
    from django.conf import settings
    from django.test import Client
    from tests import cast

    from commonweal.access.queries import Role

    browser = Client()
    browser.force_login(
        cast.make_staff(Role.FINANCE_MAKER),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def serve() -> "subprocess.Popen[bytes]":
    """Start the web server as the operator's guide does, with as many workers as processors."""
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--workers", f"{WORKERS}",
        "--log-level", "warning", "commonweal.config.wsgi:application",
    ]  # fmt: skip
    source = Path(__file__).resolve().parents[1] / "src"
    environment = {**os.environ, "PYTHONPATH": f"{source}", "COMMONWEAL_SCOPE": ""}
    return subprocess.Popen(command, env=environment)


def wait(headers: dict[str, str]) -> None:
    """Wait until the first page comes."""
    for _try in range(200):
        try:
            asker(headers)("")
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("The server does not answer.")


def asker(headers: dict[str, str]) -> Callable[[str], None]:
    """Return a connection that asks for a list by the query of its address."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def ask(query: str) -> None:
        connection.request("GET", f"/desk/invoices/?{query}", headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, (query, answer.status)
        assert b"invoice" in content, query

    return ask


def questions(cookie: str, language: dict[str, str]) -> list[list[str]]:
    """Return the SQL of each page, as the view sends it."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    browser, (name, _equals, value) = Client(), cookie.partition("=")
    browser.cookies[name] = value
    found = []
    for query in PAGES:
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/desk/invoices/?{query}", headers=language)
        found.append([each["sql"] for each in asked if each["sql"] not in ("BEGIN", "COMMIT")])
    return found


def bare_asker() -> Callable[[list[str]], None]:
    """Return a connection that sends the SQL of a page in one transaction."""
    import psycopg

    connection = psycopg.connect(os.environ["DATABASE_URL"], options="-c jit=off")

    def ask(queries: list[str]) -> None:
        with connection.transaction(), connection.cursor() as cursor:
            for query in queries:
                cursor.execute(query)  # type: ignore[call-overload]
                if cursor.description:
                    cursor.fetchall()

    return ask


def at_once(make: Callable[[], Callable[[Any], None]], asked: Sequence[Any]) -> list[Any]:
    """Ask everything some rounds from all connections; return milliseconds with what was asked."""
    found: list[tuple[float, Any]] = []

    def work(shift: int) -> None:
        ask = make()
        for turn in range(WARM + ROUNDS):
            for place in range(len(asked)):
                each = asked[(place + shift * 5) % len(asked)]
                begin = perf_counter()
                ask(each)
                if turn >= WARM:
                    found.append(((perf_counter() - begin) * 1000, each))

    threads = [threading.Thread(target=work, args=[shift]) for shift in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def report(what: str, times: Sequence[float]) -> tuple[float, float]:
    """Print and return p50 and p95."""
    p50, p95 = median(times), quantiles(times, n=20)[-1]
    print(f"{what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms at {CONNECTIONS} connections")
    return p50, p95


if __name__ == "__main__":
    sys.exit(main())
