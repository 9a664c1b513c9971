"""Which house a command works in."""

from pathlib import Path

import pytest

from commonweal.config import places


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("COMMONWEAL_MODE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMMONWEAL_HOME", str(tmp_path))


def mode() -> str:
    return places.os.environ["COMMONWEAL_MODE"]


def test_a_checkout_without_any_word_is_a_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMONWEAL_HOME")
    assert places.settle() == places.ROOT / ".commonweal" / "demo"
    assert mode() == "demo"


def test_a_server_without_any_word_is_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    places.settle()
    assert mode() == "live"


def test_a_directory_stays_what_it_was_made_as(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    places.remember_mode(places.settle(mode="demo"))
    monkeypatch.delenv("COMMONWEAL_MODE")
    places.settle()
    assert mode() == "demo"


def test_a_live_house_is_never_opened_as_a_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    places.remember_mode(places.settle(mode="live"))
    with pytest.raises(places.Misplaced, match="data directory of a live house"):
        places.settle(mode="demo")
    monkeypatch.setenv("COMMONWEAL_MODE", "demo")
    with pytest.raises(places.Misplaced):
        places.settle()


def test_an_unknown_mode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONWEAL_MODE", "production")
    with pytest.raises(places.Misplaced, match="demo, test or live"):
        places.settle()


def test_a_directory_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONWEAL_HOME", "/proc/nowhere")
    with pytest.raises(places.Misplaced, match="Name another one in COMMONWEAL_HOME"):
        places.remember_mode(places.settle())
