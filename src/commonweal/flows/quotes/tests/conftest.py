"""An activity of a co-owner."""

from datetime import date

import pytest
from tests.cast import NOW, make_unit

from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members


@pytest.fixture
def activity(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Atelier Brume")
