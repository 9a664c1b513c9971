"""The address of a database server of one's own."""

from pathlib import Path

import pytest

from commonweal.config import database, places


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:secret@h/d",
        "sqlite:///x.db",
        "secret",
        "postgresql://",
        "postgres://[bad/x",
        "postgres://u:secret@h:99999/d",
    ],
)
def test_an_address_of_another_kind_is_refused_without_repeating_it(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(places.Misplaced) as refusal:
        database.connect(tmp_path / "home")
    assert "postgresql://USER:PASSWORD@HOST" in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert not (tmp_path / "home").exists()
