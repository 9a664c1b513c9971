"""Who is paid by the month: an open-ended member with steady clients, and somebody of the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.ledger import actions as ledger
from commonweal.members.actions import Member
from commonweal.payroll import actions as payroll
from commonweal.rules.budget import contribution_on_turnover
from commonweal.rules.parameters import figure

FULL_TIME = 38 * 60 * 13 // 3  # minutes a month
HOUSE = "Onthaal en vorming"
HOUSE_CENTS = 58_000_00


@dataclass(frozen=True, slots=True)
class Billed:
    """Work of an open-ended member: no contract of its own, an invoice when it is done."""

    who: str
    title: str
    client: str
    price_cents: int
    on: date
    vat: invoicing.Vat = invoicing.Vat.STANDARD
    rate_bp: int = 2100


BILLED: list[Billed] = [
    Billed("hanne", "Ondertiteling, april", "theatre", 2650_00, date(2026, 4, 17)),
    Billed(
        "hanne", "Traduction du site", "lille", 2480_00, date(2026, 4, 28),
        invoicing.Vat.EU_SERVICE, 0,
    ),
]  # fmt: skip


def agree(members: Mapping[str, Member], units: Mapping[str, Unit], on: date, at: datetime) -> None:
    """Make both plans; the house gives the unit of its own worker the year's budget."""
    koen, hanne = members["koen"], members["hanne"]
    new = activities.NewUnit("activity", HOUSE, koen, on)
    (house,) = activities.open_unit(units=[new], by=SYSTEM, at=at)
    budget = ledger.Entry(
        "misc", on, f"Budget {HOUSE}", "demo:house", "demo",
        (ledger.Line("719", HOUSE_CENTS), ledger.Line("4890", -HOUSE_CENTS, house.pk)),
    )  # fmt: skip
    ledger.post(entries=[budget], by=SYSTEM, at=at)
    plans = [
        payroll.NewPlan(
            hanne.pk, units["hanne"].pk, "Vertaalster", "white_collar", on, 33_600_00, FULL_TIME
        ),
        payroll.NewPlan(koen.pk, house.pk, "Onthaal en vorming", "staff", on, 36_000_00, FULL_TIME),
    ]
    payroll.plan(plans=plans, by=Actor("staff:Karima Haddad", "Karima Haddad"), at=at)


def bill(day: date, units: Mapping[str, Unit], buyers: Mapping[str, Client], at: datetime) -> None:
    """Invoice what was done for a steady client on a day."""
    new = [
        invoicing.NewInvoice(
            unit_id=units[each.who].pk,
            client=buyers[each.client],
            title=each.title,
            lines=[invoicing.NewLine(each.title, each.price_cents, each.vat, each.rate_bp)],
            contribution_cents=contribution_on_turnover(each.price_cents, day),
            guaranteed=True,
            language=buyers[each.client].language,
            payment_days=figure("invoice.payment_days", day).value,
        )
        for each in BILLED
        if each.on == day
    ]
    drafts = invoicing.draft(invoices=new, by=SYSTEM, at=at)
    invoicing.issue(drafts=drafts, by=SYSTEM, at=at)
