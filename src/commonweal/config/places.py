"""
Which house a command works in: its data directory and its mode.

The data directory is COMMONWEAL_HOME, else `.commonweal/demo` in the checkout, so that a verb in
a second terminal reaches the demo that runs. The mode is COMMONWEAL_MODE, else what the
directory was made as (its file `mode`), else live when DATABASE_URL names a server, else demo.
"""

import os
from pathlib import Path

from commonweal.config.launcher import ROOT

MODES = ("demo", "test", "live")


class Misplaced(Exception):
    """This command and this data directory do not go together; the sentence says why."""


def home() -> Path:
    """Return the data directory, as an absolute path."""
    return Path(os.environ.get("COMMONWEAL_HOME") or ROOT / ".commonweal" / "demo").resolve()


def settle(mode: str | None = None) -> Path:
    """
    Fix directory and mode in the environment, for the settings and every child to find.

    `mode` is what the command insists on; a live house is never opened as anything else.

    :raises Misplaced: if the directory is of another mode
    """
    place = home()
    made_as = _made_as(place)
    wanted = mode or os.environ.get("COMMONWEAL_MODE") or made_as or _usual()
    if wanted not in MODES:
        raise Misplaced(f"COMMONWEAL_MODE is demo, test or live, not “{wanted}”.")
    if made_as and made_as != wanted and "live" in (made_as, wanted):
        raise Misplaced(
            f"{place} is the data directory of a {made_as} house, not of a {wanted} one."
            " Name another one in COMMONWEAL_HOME."
        )
    os.environ["COMMONWEAL_HOME"], os.environ["COMMONWEAL_MODE"] = str(place), wanted
    return place


def remember_mode(place: Path) -> None:
    """
    Note in the data directory what it is made as.

    :raises Misplaced: if it cannot be written
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
        if not (place / "mode").exists():
            (place / "mode").write_text(os.environ["COMMONWEAL_MODE"] + "\n")
    except OSError as error:
        raise Misplaced(
            f"Cannot write the data directory {place} ({error.strerror})."
            " Name another one in COMMONWEAL_HOME."
        ) from None


def _made_as(place: Path) -> str | None:
    try:
        return (place / "mode").read_text().strip()
    except OSError:
        return None


def _usual() -> str:
    return "live" if os.environ.get("DATABASE_URL") else "demo"
