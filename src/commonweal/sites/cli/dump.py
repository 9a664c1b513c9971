"""`commonweal dump FILE`: the whole database in one file, as it is at one instant."""

import argparse
import os
from pathlib import Path

HELP = "write the whole database to a file, to keep it or to move it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")


def needs_database(options: argparse.Namespace) -> bool:
    """It is what is written."""
    return True


def run(options: argparse.Namespace) -> int:
    """Write beside the file first, so that a dump with its name is always complete."""
    from commonweal.sites.cli._postgres import call

    path: Path = options.file.absolute()
    path.touch(mode=0o600, exist_ok=False)
    draft = path.with_name(f"{path.name}.part")
    draft.touch(mode=0o600)
    try:
        call(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            "--enable-row-security", "--file", str(draft),
        )  # fmt: skip
        os.replace(draft, path)
    except BaseException:
        path.unlink()
        draft.unlink(missing_ok=True)
        raise
    print(f"{path} holds the database; keep a copy of the folder `files` beside it.")
    return 0
