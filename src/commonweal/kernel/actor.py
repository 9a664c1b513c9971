"""Who does something: a plain value, so that the log outlives every account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` names the doer for the log ("user:12", "client:5", "system"); `name` is for people."""

    id: str
    name: str


SYSTEM = Actor("system", "Commonweal")
