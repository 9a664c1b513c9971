"""`./commonweal VERB`: the command line in the environment. Verbs live in sites/cli."""

import gc
import sys
from pathlib import Path

from commonweal.config import places, postgres

TROUBLE = 1


def main(arguments: list[str]) -> int:
    """Run one verb; its database is opened only when it asks. Return the exit code."""
    from commonweal.sites.cli.main import run

    try:
        place = places.settle()
        return run(arguments, open_house=lambda: _open(place))
    except (places.Misplaced, postgres.Unavailable) as reason:
        print(reason, file=sys.stderr)
    except Exception as error:
        if not _is_lost_connection(error):
            raise
        print(f"The database does not answer: {str(error).strip()}", file=sys.stderr)
    return TROUBLE


def _open(place: Path) -> None:
    from commonweal.config import database

    gc.disable()  # much is imported here, and none of it is garbage
    try:
        database.open_house(place)
    finally:
        gc.enable()
    gc.freeze()


def _is_lost_connection(error: Exception) -> bool:
    """Django is not imported for a verb that stores nothing, so it raised nothing either."""
    database = sys.modules.get("django.db")
    return database is not None and isinstance(error, database.OperationalError)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    gc.freeze()  # the process ends: to look for cycles in all of it would take longer than a verb
    sys.exit(code)
