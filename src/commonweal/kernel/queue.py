"""Ask for work to be done later, in the same transaction: a rollback forgets it too."""

from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app


def defer(job: str, **arguments: object) -> None:
    """Queue the job of that name (`invoicing.render`), found in the `jobs` module of its room."""
    app.configure_task(job).defer(**arguments)  # type: ignore[arg-type]


def defer_all(job: str, each: Sequence[dict[str, Any]]) -> None:
    """Queue one job of that name for each of these arguments, in one statement."""
    if each:
        app.configure_task(job).batch_defer(*each)
