"""Ask for work to be done later, in the same transaction: a rollback forgets it too."""

from procrastinate.contrib.django import app


def defer(job: str, **arguments: object) -> None:
    """Queue the job of that name (`invoicing.render`), found in the `jobs` module of its room."""
    app.configure_task(job).defer(**arguments)  # type: ignore[arg-type]
