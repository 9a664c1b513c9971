"""Children die with their parent, even when it is killed: the kernel sends them the signal."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(death: signal.Signals = signal.SIGTERM) -> None:
    """
    Ask the kernel for `death` when this process loses its parent. Call it in the child.

    Only Linux has it; elsewhere an orderly stop still ends the children.
    """
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
    if os.getppid() != parent:  # it died while we were asking
        os.kill(os.getpid(), death)
