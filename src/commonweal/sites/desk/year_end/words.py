"""Words and links that the pages of the year end share."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.activities.queries import CarriedOver, YearState
from commonweal.sites.shell.kit import Tab, Text

READERS = ("finance_maker", "finance_checker", "auditor", "adviser")
RUNNING: Text = gettext_lazy("Not over yet")
CLOSED: Text = gettext_lazy("Closed in the books")
CARRIED: Text = gettext_lazy("Carried over")
NOTHING: Text = gettext_lazy("Nothing to carry over")
TO_DO: Text = gettext_lazy("To carry over")


def sections(current: str) -> list[Tab]:
    """Return the two pages; the one named `current` is where the reader is."""
    ways = [("year_end", _("Years")), ("sleeping", _("Units that sleep"))]
    return [Tab(label, reverse(f"desk:{name}"), name == current) for name, label in ways]


def standing(state: YearState, row: CarriedOver, left: int) -> tuple[Text, str]:
    """Return where a year stands in words, with the tone of its pill; `left` units wait."""
    if state == YearState.RUNNING:
        return RUNNING, "quiet-tone"
    if left:
        return (CLOSED, "bad") if state == YearState.CLOSED else (TO_DO, "warn")
    return (CARRIED, "good") if row.up or row.down else (NOTHING, "quiet-tone")
