"""
PostgreSQL refuses to run as root. How root runs it all the same, without opening any folder.

First choice: a user namespace of its own; inside it the server is user 1000, outside it stays
the owner of its files. Where namespaces are forbidden, the server becomes another user, which
needs a data directory that user can reach.
"""

import ctypes
import functools
import os
import pwd
import subprocess
from collections.abc import Callable
from pathlib import Path

CLONE_NEWUSER = 0x10000000
STAND_INS = ("postgres", "nobody")


def entrance() -> Callable[[], None] | None:
    """Return what a child of root does before it becomes PostgreSQL; nothing for other users."""
    if os.geteuid() != 0:
        return None
    return enter_namespace if namespaces_work() else _become_another


@functools.cache
def namespaces_work() -> bool:
    """Tell whether root may make a user namespace here (containers often forbid it)."""
    try:
        subprocess.run(["/bin/true"], preexec_fn=enter_namespace, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def enter_namespace() -> None:
    """Become user 1000 of a new namespace, which is root outside."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "cannot make a user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1")
    Path("/proc/self/gid_map").write_text("1000 0 1")


def hand_over(folder: Path) -> None:
    """Give the server's folder to the user it will run as, when that is not this one."""
    if entrance() is _become_another:
        account = _stand_in()
        os.chown(folder, account.pw_uid, account.pw_gid)


def advice(reason: str) -> str:
    """Say what to do when the other user cannot reach the data or the programs."""
    if entrance() is not _become_another or "ermission denied" not in reason:
        return ""
    return (
        f"\nRoot cannot make user namespaces here, so PostgreSQL runs as {_stand_in().pw_name}, who"
        " must be able to enter the data directory and the virtual environment. Choose folders"
        " open to it (COMMONWEAL_HOME=/var/lib/commonweal, COMMONWEAL_VENV=/opt/commonweal),"
        " or run as an ordinary user, or name a server in DATABASE_URL."
    )


def _stand_in() -> pwd.struct_passwd:
    known = {account.pw_name: account for account in pwd.getpwall()}
    return next(known[name] for name in STAND_INS if name in known)


def _become_another() -> None:
    account = _stand_in()
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
