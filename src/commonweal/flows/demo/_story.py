"""April 2026 in the invented cooperative, day by day, up to the moment the demo begins."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from commonweal.access import actions as access
from commonweal.access.queries import Role, User
from commonweal.activities import actions as activities
from commonweal.activities.actions import Unit
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.clients import actions as clients
from commonweal.employment import jobs as social_security
from commonweal.flows.demo import (
    _advising,
    _between,
    _billing,
    _clients,
    _collective,
    _contested,
    _fundings,
    _guaranteeing,
    _openings,
    _outlook,
    _paying,
    _peppol,
    _plans,
    _purchases,
    _quotes,
    _receiving,
    _statements,
    _work,
)
from commonweal.flows.demo._jobs import JOBS, Part, Told
from commonweal.flows.demo._people import CLIENTS, DOMAIN, MEMBERS, STAFF
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import jobs as by_itself
from commonweal.flows.three_in_one.actions import Job, VatChoice, Worker
from commonweal.invoicing import queries as orders
from commonweal.kernel import actions as kernel
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import actions as ledger
from commonweal.letters import actions as letters
from commonweal.letters import queries as outbox
from commonweal.members import actions as members
from commonweal.payroll import actions as payroll
from commonweal.payroll import jobs as payday

OPENED_ON = date(2026, 4, 1)
FOUNDERS_CENTS = 80_000_00


@transaction.atomic
def load(*, by: Actor, at: datetime) -> None:
    """Tell the story up to `at`, whole or not at all, unless it was told before."""
    if LegalEntity.objects.exists():
        return
    with translation.override("nl"):
        House(at).tell()


class House:
    """The cooperative while its story is told."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.users: dict[str, User] = {}
        self.members: dict[str, members.Member] = {}
        self.units: dict[str, Unit] = {}
        self.clients: dict[str, clients.Client] = {}
        self.orders: dict[str, int] = {}

    def tell(self) -> None:
        """Open the house, then live through each day until now."""
        self._open()
        day = OPENED_ON
        while (morning := datetime.combine(day, time(8), ZONE)) < self.at:
            self._live(day, morning)
            day += timedelta(days=1)
        _statements.draw(self.at)

    def _open(self) -> None:
        at = datetime.combine(OPENED_ON, time(7), ZONE)
        entity = kernel.found_entity(**ENTITY)
        account = banking.NewAccount(entity.iban, entity.bic, entity.name)
        banking.open_accounts(accounts=[account], by=SYSTEM, at=at)
        opening = ledger.Entry(
            "misc", OPENED_ON, "Inbreng van de stichters", "opening", "demo",
            (ledger.Line("550", FOUNDERS_CENTS), ledger.Line("110", -FOUNDERS_CENTS)),
        )  # fmt: skip
        ledger.post(entries=[opening], by=SYSTEM, at=at)
        _guaranteeing.open_fund(OPENED_ON, at)
        self._admit(at)

    def _admit(self, at: datetime) -> None:
        for name, language, role in STAFF:
            self._sign_up(f"{name.split()[0].lower()}@{DOMAIN}", name, language, role, at)
        for key, new in MEMBERS.items():
            name = f"{new.first_name} {new.last_name}"
            user = self._sign_up(new.email, name, new.language, Role.MEMBER, at)
            (member,) = members.register(members=[replace(new, user_id=user.pk)], by=SYSTEM, at=at)
            self.members[key], self.users[key] = member, user
            unit = activities.NewUnit("three_in_one", f"3in1 {name}", member, OPENED_ON)
            (self.units[key],) = activities.open_unit(units=[unit], by=SYSTEM, at=at)
        # One hash for all: hashing is slow on purpose, and this password is printed anyway.
        User.objects.update(password=make_password(settings.DEMO_PASSWORD))
        for key, client in CLIENTS.items():
            (self.clients[key],) = clients.register(clients=[client], by=SYSTEM, at=at)
        _plans.agree(self.members, self.units, OPENED_ON, at)
        _peppol.connect(self.clients, self.units, at)

    def _sign_up(self, email: str, name: str, language: str, role: Role, at: datetime) -> User:
        user = access.register_user(
            email=email, name=name, language=language, password=None, by=SYSTEM, at=at
        )
        access.grant_role(user=user, role=role, by=SYSTEM, at=at)
        return user

    def _live(self, day: date, morning: datetime) -> None:
        """What happened on a day: the night's work first, then people."""
        by_itself.run(at=morning)
        payday.pay_plans_due(at=morning)
        if day.day == 1:
            payroll.regularise(month=day - timedelta(days=1), by=SYSTEM, at=morning)
        _plans.bill(day, self.units, self.clients, morning)
        _collective.live(day, self.members, self.units, morning)
        _openings.live(day, self.members, morning)
        _between.live(day, self.members, self.units, morning)
        _work.live(day, self.members, self.units, morning)
        _fundings.live(day, self.members, self.units, morning)
        _outlook.live(day, self.members, self.units, morning)
        _quotes.live(day, self.members, self.units, self.clients, morning)
        _billing.live(day, self.members, self.units, self.clients, morning)
        _advising.live(day, self.members, self.units, self.clients, morning)
        _purchases.live(day, morning)
        _contested.live(day, morning)
        _clients.live(day, self.units, self.clients, morning)
        for told in JOBS:
            if told.entered_on == day:
                self._enter(told, morning)
            if told.confirmed_on == day:
                self._confirm(told, morning + timedelta(hours=3))
        if day in _receiving.MORNINGS:
            self._bank(day, morning)
        _receiving.look(day, morning + timedelta(hours=1))
        _paying.live(day, self.members, morning)
        _guaranteeing.live(day, self.clients, morning)
        self._carry_mail()

    def _carry_mail(self) -> None:
        """The postman's round of a day: no mail leaves later than it was written."""
        posted = [letter.posted_at for letter in outbox.waiting()]
        if posted:
            letters.send(limit=len(posted), by=SYSTEM, at=min(max(posted), self.at))

    def _enter(self, told: Told, at: datetime) -> None:
        who = told.parts[0].who
        job = Job(
            unit_id=self.units[who].pk,
            client_id=self.clients[told.client].pk,
            title=told.title,
            price_cents=told.price_cents,
            workers=tuple(self._worker(part) for part in told.parts),
            expenses=tuple(told.expenses),
            vat=VatChoice(told.vat),
            purchase_order=told.purchase_order,
            language=self.clients[told.client].language,
        )
        placed = three_in_one.place(
            job=job, client=self.clients[told.client], key=f"demo:{told.title}",
            by=self._actor(who), at=at,
        )  # fmt: skip
        self.orders[told.title] = placed.order.pk

    def _worker(self, part: Part) -> Worker:
        member = self.members[part.who]
        return Worker(member.pk, member.worker_status, part.periods, part.share)

    def _confirm(self, told: Told, at: datetime) -> None:
        order = orders.get_order(id=self.orders[told.title])
        client = Actor(f"client:{order.client_id}", told.confirmed_by)
        three_in_one.confirm(order=order, purchase_order="", by=client, at=at)
        social_security.send_queued(at=at)
        for _turn in range(4):
            if not social_security.ask(at=at):
                return

    def _bank(self, day: date, at: datetime) -> None:
        """The statement of the day: clients pay, our files are executed, and more besides."""
        account = bank.find_main_account()
        if account is None:
            return
        paid = [told for told in JOBS if told.paid_on == day]
        numbers = orders.invoices_of_orders(orders=[self.orders[told.title] for told in paid])
        references = [invoice.reference or "" for invoice in numbers.values()]
        references += _fundings.references(day, self.units)
        more = _receiving.others(day, self.clients)
        content = bank.next_statement(account=account, on=day, references=references, others=more)
        file = banking.BankFile(f"{day}.cod", content)
        banking.import_statements(files=[file], by=self._staff("Sofie Claes"), at=at)

    def _actor(self, who: str) -> Actor:
        return Actor(self.users[who].ref, self.users[who].name)

    def _staff(self, name: str) -> Actor:
        return Actor(f"staff:{name}", name)


ENTITY = {
    "name": "Commonweal cv",
    "enterprise_number": "0896755397",
    "street": "Coenraetsstraat 72",
    "postcode": "1060",
    "city": "Brussel",
    "email": f"welkom@{DOMAIN}",
    "phone": "+32 2 000 00 00",
    "iban": "BE69068765432178",
    "bic": "GKCCBEBB",
}
