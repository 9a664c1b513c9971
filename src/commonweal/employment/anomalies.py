"""What social security objects to, in words people can act on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says, and what to do about it."""

    words: "str | Promise"
    remedy: "str | Promise"


ALREADY_CANCELLED = "00913-355"
KNOWN: Mapping[str, Meaning] = {
    "90017-369": Meaning(
        _("The hours of this student for the year are used up."),
        _("Ask the student to check the hours left on student@work, or declare ordinary work."),
    ),
    "90017-510": Meaning(
        _("This person does not meet the conditions of a flexi-job in this quarter."),
        _("Declare the work as ordinary work."),
    ),
    ALREADY_CANCELLED: Meaning(
        _("This declaration was already cancelled."),
        _("Nothing more needs to be done: the earlier cancellation holds."),
    ),
}


def meaning(code: str, text: str = "") -> Meaning:
    """Return what a code means; an unknown code is shown as social security wrote it."""
    return KNOWN.get(code) or Meaning(
        f"{code} {text}".strip(),
        _("Compare the person's details with the identity card, correct them and declare again."),
    )
