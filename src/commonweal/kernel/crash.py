"""
Points at which a test kills this process, as a power cut would.

A point is a name in the code that moves money. It does nothing, unless a demo or a test runs and
COMMONWEAL_CRASH names it: then the process ends by itself with SIGKILL, and nothing is tidied up.
"""

import os
import signal

from django.conf import settings


def maybe_crash(point: str) -> None:
    """End this process at once if the test asked for this point; never in a live house."""
    if settings.CLOCK_IS_MOVABLE and os.environ.get("COMMONWEAL_CRASH") == point:
        os.kill(os.getpid(), signal.SIGKILL)
