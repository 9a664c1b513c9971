"""The demonstration tells its story to the end, and the books prove it."""

import pytest

from commonweal.access import queries as access
from commonweal.flows import demo
from commonweal.invoicing import queries as orders
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.members.actions import Member
from commonweal.payroll.actions import Payslip

pytestmark = pytest.mark.django_db


def test_the_story_of_april_is_told_once_and_the_books_balance(settings):
    settings.DEMO_PASSWORD = "samen-sterk-2026"
    demo.load(by=SYSTEM, at=clock.START)
    demo.load(by=SYSTEM, at=clock.START)
    assert Member.objects.count() == 9
    states = sorted(orders.orders().values_list("state", flat=True))
    assert states == ["confirmed"] * 3 + ["invoiced"] * 5 + ["sent"]
    assert set(ledger.proofs().values()) == {0}
    months = Payslip.objects.filter(plan__isnull=False).order_by("net_cents")
    assert [(slip.name, slip.gross_cents) for slip in months] == [
        ("Hanne Goossens", 280_000), ("Koen Mertens", 300_000),
    ]  # fmt: skip
    roles = {role for _user, roles in access.one_per_role(at=clock.START) for role in roles}
    assert {"member", "adviser", "finance_maker", "finance_checker", "auditor"} <= roles
