"""What a member finds at home: what to do first, then money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, When
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Budget, Deed, Mandate, MandateInvitation
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice, Order
from commonweal.ledger import queries as ledger
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.payroll import queries as payroll
from commonweal.purchases import queries as purchases
from commonweal.sites.portal.activities.between import page_of
from commonweal.sites.portal.purchases.tasks import to_approve
from commonweal.sites.shell.kit import Task
from commonweal.sites.shell.templatetags.house import day, euro

LATEST, MOST = 5, 25
SOON = timedelta(days=14)
CLIENTS = "400"


@dataclass(frozen=True, slots=True)
class Late:
    """An invoice that a client should have paid, and for how many days."""

    invoice: Invoice
    open_cents: int
    days: int


@dataclass(frozen=True, slots=True)
class Home:
    """The page of one member on one day; amounts in cents."""

    member: Member
    tasks: list[Task]
    invitations: list[MandateInvitation]
    budgets: list[Budget]
    orders: list[Order]
    late: list[Late]
    hires: list[Mandate]
    wage_cents: int
    wage_on: date | None
    on: date

    @property
    def wage_is_late(self) -> bool:
        """Whether the next wage should have been on the account before today."""
        return self.wage_on is not None and self.wage_on < self.on

    @property
    def spendable(self) -> int:
        return sum(budget.spendable for budget in self.budgets)

    @property
    def expected(self) -> int:
        return sum(budget.expected for budget in self.budgets)

    @property
    def late_cents(self) -> int:
        return sum(late.open_cents for late in self.late)


def home_of(*, member_id: int, at: datetime) -> Home:
    """Gather the home page of a member: a constant number of queries for any number of units."""
    on = at.date()
    own = _mandates(member_id)
    member = own[0].member if own else members.get(id=member_id)
    units = [mandate.unit_id for mandate in own]
    orders = _orders(units)
    wage_on, wage_cents = _next_wage(member_id)
    return Home(
        member=member,
        tasks=[
            *_details(member),
            *_to_answer(units),
            *_papers(member_id),
            *_answers(orders),
            *_quotes(units, on),
            *_purchases(own),
            *_reports(units, on),
            *_goals(units, on),
        ],
        invitations=activities.invitations_to(email=_address(member), at=at),
        budgets=activities.budgets(ids=units, on=on),
        orders=sorted(orders, key=lambda order: -order.pk)[:LATEST],
        late=_late(units, on),
        hires=[each for each in own if _may_hire(each, on)],
        wage_cents=wage_cents,
        wage_on=wage_on,
        on=on,
    )


def _mandates(member_id: int) -> list[Mandate]:
    found = activities.standing_mandates().filter(member=member_id)
    return list(found.select_related("member__user", "unit").order_by("unit__name", "unit"))


def _address(member: Member) -> str:
    """The address the member signs in with."""
    return member.user.email if member.user else member.email


def _may_hire(own: Mandate, on: date) -> bool:
    """Whether the member may let the budget of this activity pay work."""
    unit = own.unit
    is_open = unit.closed_on is None or unit.closed_on > on
    is_activity = unit.kind == activities.UnitKind.ACTIVITY
    return is_activity and is_open and activities.may(mandate=own, deed=Deed.SPEND)


def _purchases(own: Sequence[Mandate]) -> Iterator[Task]:
    """What suppliers ask of budgets that the member spends from."""
    spends = [each.unit_id for each in own if activities.may(mandate=each, deed=Deed.SPEND)]
    return (to_approve(each) for each in purchases.waiting(units=spends) if each.sign > 0)


def _orders(units: Sequence[int]) -> list[Order]:
    """The orders that wait for their client, and the latest."""
    waiting_first = Case(When(state=Order.State.SENT, then=0), default=1)
    return list(invoicing.orders(units=units).order_by(waiting_first, "-id")[:MOST])


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


def _to_answer(units: Sequence[int]) -> Iterator[Task]:
    """Transfers to consent to, internal invoices to find good to pay or to correct."""
    for deal in activities.to_answer(units=units):
        unit = next(unit for unit in (deal.payee, deal.payer) if deal.waits_for(unit))
        words = {"amount": euro(deal.cents)}
        if deal.kind == "transfer":
            text = _("Take or refuse a transfer of %(amount)s") % words
        elif deal.state == "disputed":
            text = _("An internal invoice of %(amount)s came back") % words
        else:
            text = _("Good to pay? An internal invoice of %(amount)s") % words
        yield Task(text, page_of(deal, unit), deal.text, "scale", "warn")


def _papers(member_id: int) -> Iterator[Task]:
    for opening in activities.own_openings(member_id=member_id):
        if opening.state == "papers_asked":
            yield Task(
                _("Hand in papers for “%(name)s”") % {"name": opening.name},
                reverse("portal:opening", args=[opening.pk]),
                opening.remark,
                "paperclip",
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


def _quotes(units: Sequence[int], on: date) -> Iterator[Task]:
    """Changes that clients ask of quotes, and quotes that nobody answered yet."""
    for quote in invoicing.waiting_quotes(units=units, on=on)[:MOST]:
        words = {"client": quote.client.name, "day": day(quote.valid_until)}
        page = reverse("portal:quote", args=[quote.unit_id, quote.pk])
        if quote.state == "change_asked":
            text = _("%(client)s asks a change of a quote") % words
            yield Task(text, page, quote.title, "pencil", "warn")
        else:
            text = _("%(client)s can answer a quote until %(day)s") % words
            yield Task(text, page, quote.title, "hourglass", "info")


def _reports(units: Sequence[int], on: date) -> Iterator[Task]:
    """Reports to funders of the days to come, and those that are late."""
    for report in activities.reports_due(until=on + SOON, units=units):
        words = {"title": report.agreement.title, "day": day(report.due_on)}
        yield Task(
            _("Report on “%(title)s”, due on %(day)s") % words,
            reverse("portal:funding", args=[report.unit_id, report.agreement_id]),
            report.text,
            "file-text",
            "bad" if report.due_on < on else "warn",
        )


def _goals(units: Sequence[int], on: date) -> Iterator[Task]:
    """What was agreed with the adviser, once its day is near."""
    for goal in activities.open_goals(units=units):
        if goal.due_on and goal.due_on <= on + SOON:
            words = {"text": goal.text, "day": day(goal.due_on)}
            yield Task(
                _("Your goal for %(day)s: %(text)s") % words,
                reverse("portal:people", args=[goal.unit_id]) + "#goals",
                goal.unit.name,
                "list-checks",
                "bad" if goal.due_on < on else "info",
            )


def _late(units: Sequence[int], on: date) -> list[Late]:
    """The invoices past their day that are still open in the books, the longest first."""
    still_open = ledger.open_of_units(account=CLIENTS, units=units)
    numbers = [item.removeprefix("invoice:") for item in still_open if item.startswith("invoice:")]
    found = invoicing.invoices().filter(number__in=numbers, due_on__lt=on).order_by("due_on", "id")
    return [
        Late(invoice, cents, (on - invoice.due_on).days)
        for invoice in found
        if invoice.due_on and (cents := still_open[invoice.ref][1]) > 0
    ]


def _next_wage(member_id: int) -> tuple[date | None, int]:
    """The first day on which a wage is due, and what is due on it."""
    waiting = [wage for wage in payroll.own(member_id=member_id) if wage.open_cents > 0]
    first = min((wage.payslip.due_on for wage in waiting), default=None)
    return first, sum(wage.open_cents for wage in waiting if wage.payslip.due_on == first)
