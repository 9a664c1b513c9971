"""`commonweal clock`: forward only, in Brussels, and never in a live house."""

import argparse
from datetime import datetime
from typing import Any

import pytest

from commonweal.kernel import clock as kernel_clock
from commonweal.kernel.clock import ZONE
from commonweal.sites.cli import clock
from commonweal.sites.cli.main import Parser

pytestmark = pytest.mark.django_db


def call(*arguments: str) -> int:
    parser = Parser(prog="commonweal clock")
    clock.add_arguments(parser)
    return clock.run(parser.parse_args(arguments))


def test_it_shows_where_the_clock_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("show") == 0
    assert capsys.readouterr().out == "2026-05-04T09:00:00+02:00\n"


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026-05-06", datetime(2026, 5, 6, 9, tzinfo=ZONE)),
        ("2026-05-06T10:00", datetime(2026, 5, 6, 10, tzinfo=ZONE)),
        ("2026-05-06 10:00", datetime(2026, 5, 6, 10, tzinfo=ZONE)),
        ("2026-05-06T08:00Z", datetime(2026, 5, 6, 10, tzinfo=ZONE)),
        ("2026-12-01T00:00", datetime(2026, 12, 1, tzinfo=ZONE)),
    ],
)
def test_it_moves_on(told: str, meant: datetime) -> None:
    call("set", told)
    assert kernel_clock.now() == meant


def test_it_never_goes_back() -> None:
    call("set", "2026-05-06")
    with pytest.raises(kernel_clock.ClockNeverGoesBack) as refusal:
        call("set", "2026-05-05")
    assert refusal.value.values == {"now": "2026-05-06 09:00"}
    call("set", "2026-05-06")


def test_it_refuses_the_clock_of_a_live_house(settings: Any) -> None:
    settings.CLOCK_IS_MOVABLE = False
    with pytest.raises(kernel_clock.ClockOfALiveHouse):
        call("set", "2030-01-01")


@pytest.mark.parametrize(
    "told", ["tomorrow", "2026-13-01", "2027-03-28T02:30", "0001-01-01", "9999-12-31"]
)
def test_it_asks_for_an_instant_that_exists(told: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        clock._instant(told)
