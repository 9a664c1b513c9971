"""What the drop folder looks like from outside."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from commonweal.banking import folder as files
from commonweal.banking.folder import Look


@dataclass(frozen=True, slots=True)
class Folder:
    """
    The drop folder: whether it is there, its last look, and what lies in it: names that wait,
    and names that were refused and not yet looked after.
    """

    path: Path
    is_there: bool
    look: Look | None = None
    waiting: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def drop_folder() -> Folder:
    """Return the drop folder as it is now. Reads the disk, not the database."""
    path = Path(settings.BANK_FOLDER)
    try:
        waiting = tuple(files.see(path, {}, now=0.0))
    except OSError:
        # Ours is made at the first look.
        return Folder(path, is_there=path.is_relative_to(settings.HOME) and not path.exists())
    refused = path / files.REFUSED
    names = sorted(one.name for one in refused.iterdir()) if refused.is_dir() else []
    return Folder(
        path,
        is_there=True,
        look=files.last_look(path),
        waiting=waiting,
        refused=tuple(name for name in names if not name.endswith(files.REASON)),
    )
