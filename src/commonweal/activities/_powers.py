"""What each role of a mandate may do."""

from collections.abc import Mapping
from enum import StrEnum

from commonweal.activities.models import MandateRole


class Deed(StrEnum):
    """
    What somebody does for a unit: look at the budget; work and take orders; spend, so that money
    leaves the budget for others; rule, which says who else acts and how the budget is split.
    """

    LOOK = "look"
    WORK = "work"
    SPEND = "spend"
    RULE = "rule"


MANAGER, CO_MANAGER = MandateRole.MANAGER, MandateRole.CO_MANAGER
POWERS: Mapping[Deed, frozenset[MandateRole]] = {
    Deed.LOOK: frozenset(MandateRole),
    Deed.WORK: frozenset({MANAGER, CO_MANAGER, MandateRole.CONTRIBUTOR}),
    Deed.SPEND: frozenset({MANAGER, CO_MANAGER}),
    Deed.RULE: frozenset({MANAGER}),
}
