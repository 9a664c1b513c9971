"""Which browser the journeys take."""

from pathlib import Path

import pytest

from commonweal.config import chromium


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A machine without browsers: where the one without windows and the whole one would be."""
    light, whole = tmp_path / "light", tmp_path / "whole"
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "LIGHT", light)
    monkeypatch.setattr(chromium, "WHOLE", whole)
    return light, whole


def test_the_one_without_windows_goes_first(there: tuple[Path, Path]) -> None:
    for each in there:
        each.touch()
    assert chromium.find() == there[0]


def test_the_whole_one_will_do(there: tuple[Path, Path]) -> None:
    there[1].touch()
    assert chromium.find() == there[1]


def test_without_any_the_light_one_is_missed(there: tuple[Path, Path]) -> None:
    assert chromium.find() == there[0]


def test_whoever_names_one_gets_it(
    there: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/browser")
    assert chromium.find() == Path("/opt/browser")
