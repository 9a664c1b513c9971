"""
The browser of the journeys.

Debian's chromium without windows is the same engine for a fifth of the work: the whole one draws a
window nobody sees, half a second of a processor for each person and a tenth for each page.
"""

import os
from pathlib import Path

PACKAGE = "chromium-headless-shell"
LIGHT, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")


def find() -> Path:
    """Return the browser that CHROMIUM names, else the lightest of those that are there."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    return WHOLE if WHOLE.exists() and not LIGHT.exists() else LIGHT
