"""The site's secret key: made once per data directory, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return the key from COMMONWEAL_SECRET_KEY, or the one kept in `home` (made when missing)."""
    if key := os.environ.get("COMMONWEAL_SECRET_KEY"):
        return key
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text()


def _write_once(path: Path, text: str) -> None:
    """Two processes may start together: the first link wins, the other keeps what is there."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
