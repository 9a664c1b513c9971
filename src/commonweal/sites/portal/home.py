"""What a member finds at home: tasks first, then money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Budget
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Order
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.payroll import queries as payroll
from commonweal.sites.shell.kit import Task

LATEST = 5


@dataclass(frozen=True, slots=True)
class Home:
    """The page of one member on one day; amounts in cents."""

    member: Member
    tasks: list[Task]
    budgets: list[Budget]
    orders: list[Order]
    wage_cents: int
    wage_on: date | None

    @property
    def spendable(self) -> int:
        return sum(budget.spendable for budget in self.budgets)

    @property
    def expected(self) -> int:
        return sum(budget.expected for budget in self.budgets)


def home_of(*, member_id: int, on: date) -> Home:
    """Gather the home page of a member."""
    member = members.get(id=member_id)
    units = activities.units_of(member_id=member_id)
    orders = list(invoicing.orders(units=units)[: 4 * LATEST])
    wage_on, wage_cents = _next_wage(member_id)
    return Home(
        member=member,
        tasks=[*_details(member), *_answers(orders)],
        budgets=activities.budgets(ids=units, on=on),
        orders=orders[:LATEST],
        wage_cents=wage_cents,
        wage_on=wage_on,
    )


def _details(member: Member) -> Iterator[Task]:
    missing = [
        name
        for name, value in (
            (_("national number"), member.national_number),
            (_("account number"), member.iban),
        )
        if not value
    ]
    if missing:
        note = _("Missing: %(what)s. Without it work cannot be declared or paid.")
        yield Task(
            _("Complete your details"),
            reverse("portal:details"),
            note % {"what": ", ".join(missing)},
            "user",
            "warn",
        )


def _answers(orders: Sequence[Order]) -> Iterator[Task]:
    for order in orders:
        if order.state == Order.State.SENT:
            yield Task(
                _("%(client)s has not confirmed yet") % {"client": order.client.name},
                reverse("portal:job", args=[order.pk]),
                order.title,
                "hourglass",
                "info",
            )


def _next_wage(member_id: int) -> tuple[date | None, int]:
    """The first day on which a wage is due, and what is due on it."""
    waiting = [wage for wage in payroll.own(member_id=member_id) if wage.open_cents > 0]
    day = min((wage.payslip.due_on for wage in waiting), default=None)
    return day, sum(wage.open_cents for wage in waiting if wage.payslip.due_on == day)
