"""Who does something: a plain value, so that the log outlives every account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """
    `id` names the doer for the log ("user:12", "client:5", "system"); `name` is for people. `door`
    is where the deed came in when nobody proved who they are; the log keeps it beside the name.
    """

    id: str
    name: str
    door: str = ""


# Who has the shell of the house says in whose name a deed is done: no password was asked.
SHELL = "shell"


SYSTEM = Actor("system", "Commonweal")
