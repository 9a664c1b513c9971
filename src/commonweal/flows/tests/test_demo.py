"""The demonstration tells its story to the end, and the books prove it."""

from datetime import date

from commonweal.access import queries as access
from commonweal.flows import demo
from commonweal.invoicing import queries as orders
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.members.actions import Member
from commonweal.payroll import queries as pay
from commonweal.payroll.actions import Payslip, Regularisation


def test_the_story_of_april_is_told_once_and_the_books_balance(told):
    demo.load(by=SYSTEM, at=clock.START)
    assert Member.objects.count() == 11
    states = sorted(orders.orders().values_list("state", flat=True))
    assert states == ["checking"] + ["confirmed"] * 4 + ["invoiced"] * 8 + ["sent"]
    every = orders.orders().values_list("pk", flat=True)
    deposit, *rest = orders.instalments_of(orders=every)  # of the quote that was accepted
    assert [bool(part.invoice_id) for part in (deposit, *rest)] == [True, False, False]
    assert set(ledger.proofs().values()) == {0}
    months = Payslip.objects.filter(plan__isnull=False).order_by("net_cents")
    assert [(slip.name, slip.gross_cents) for slip in months] == [
        ("Hanne Goossens", 280_000), ("Koen Mertens", 300_000),
    ]  # fmt: skip
    roles = {role for _user, roles in access.one_per_role(at=clock.START) for role in roles}
    assert {"member", "adviser", "finance_maker", "finance_checker", "auditor"} <= roles


def test_a_student_pays_solidarity_and_two_jobs_of_a_month_are_settled_as_one(told):
    jonas = Payslip.objects.get(worker_status="student")
    assert (jonas.name, jonas.gross_cents) == ("Jonas Verhaegen", 36_710)
    solidarity = [each.cents for each in pay.rows(payslip=jonas) if each.code == "solidarity"]
    assert [abs(cents) for cents in solidarity] == [jonas.contribution_cents] == [995]  # 2.71 %
    assert jonas.gross_cents - jonas.net_cents == 995  # no tax
    april = Regularisation.objects.get()
    assert (april.name, april.month) == ("Amina Benali", date(2026, 4, 1))
    taxes = Payslip.objects.filter(name="Amina Benali").values_list("withholding_cents", flat=True)
    assert list(taxes) == [0, 0]
    assert (april.withholding_cents, april.net_cents) == (2_681, -2_681)
    assert "withholding.voluntary_increase_allowed" not in april.marks  # nobody asked for more
