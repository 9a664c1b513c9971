"""The story of a job: each step with who, when, and what comes next. Derived, never stored."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Validation
from commonweal.banking import queries as bank
from commonweal.clients import queries as clients
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract, Standing
from commonweal.flows.three_in_one._happening import Happening as Happening
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import queries as orders
from commonweal.invoicing.queries import Order
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import Event
from commonweal.kernel.money import show
from commonweal.kernel.queries import events
from commonweal.ledger import queries as ledger
from commonweal.letters import queries as letters
from commonweal.payroll import queries as payroll
from commonweal.rules import labour

CHECKING, SENT, CONFIRMED, DECLARED, WORKED, INVOICED, WAGE_PAID, CLIENT_PAID = range(-1, 7)
LOST = CLIENT_PAID + 1  # instead of it: the client failed, and every wage is paid
CLIENTS, WAGES = "400", "455"
CANCELLED = ("three_in_one.cancel_contract", "employment.cancel")
ENDED_EARLY = "three_in_one.end_contract_early"


class Facts:
    """What is known of a job, read once: a constant number of queries."""

    def __init__(self, order: Order, at: datetime) -> None:
        self.order, self.at, self.today = order, at, at.astimezone(ZONE).date()
        found = work.standings(assignments=[order.assignment_id or 0])
        every = found.get(order.assignment_id or 0, [])
        self.every_contract = [standing.contract for standing in every]
        self.standings = [each for each in every if each.contract.state != "cancelled"]
        contracts = [standing.contract.pk for standing in self.standings]
        self.payslips = payroll.of_contracts(contracts=contracts)
        self.parts = orders.instalments(order=order)
        self.invoice = orders.invoices_of_orders(orders=[order.pk]).get(order.pk)
        self.payments = bank.payments_of(items=[slip.item for slip in self.payslips.values()])
        self.client = clients.get(id=order.client_id)
        self.validation = activities.find_validation(origin=order.ref)

    @cached_property
    def standing(self) -> orders.Standing | None:
        """What the books know of the invoice, once there is one."""
        if self.invoice is None:
            return None
        (standing,) = orders.standings(invoices=[self.invoice], on=self.today)
        return standing

    @cached_property
    def terms(self) -> str:
        """On which terms the wages of the job are due."""
        return activities.pay_terms(units=[self.order.unit_id])[self.order.unit_id]

    @property
    def is_paid(self) -> bool:
        return self.standing is not None and self.standing.state in ("paid", "overpaid")

    @property
    def is_lost(self) -> bool:
        return self.standing is not None and self.standing.state == "lost"

    @property
    def is_billed(self) -> bool:
        """Whether all of it is invoiced: an order in parts is with the last of them."""
        in_part = self.parts and self.order.state != Order.State.INVOICED
        return self.invoice is not None and not in_part

    @cached_property
    def all_declared(self) -> bool:
        """Whether nothing is left to declare: a job without workers never had anything."""
        if self.order.assignment_id is None:
            return True
        states = [standing.contract.state for standing in self.standings]
        return bool(states) and set(states) <= {"declared", "worked"}

    @cached_property
    def all_wages_executed(self) -> bool:
        slips = self.payslips.values()
        return len(slips) == len(self.standings) > 0 and all(map(self.is_executed, slips))

    def is_executed(self, slip: payroll.Payslip) -> bool:
        payment = self.payments.get(slip.item)
        return payment is not None and payment.batch.state == "executed"


def stations(order: Order, at: datetime) -> int:
    """Return how far a job is, as one of the stations above."""
    facts = Facts(order, at)
    if facts.is_billed:
        if facts.is_paid:
            return CLIENT_PAID
        if facts.is_lost and facts.all_wages_executed:
            return LOST
        return WAGE_PAID if facts.all_wages_executed else INVOICED
    if order.state == Order.State.CONFIRMED:
        if not facts.all_declared:
            return CONFIRMED
        return WORKED if _over(order, facts.today) else DECLARED
    return CHECKING if order.state == Order.State.CHECKING else SENT


def story(order: Order, at: datetime) -> list[Happening]:
    """Return every step of a job in the order in which it happened or is expected."""
    facts = Facts(order, at)
    told = [
        *_placed(facts), *_confirmed(facts), *_declared(facts), *_worked(facts),
        *_invoiced(facts), *_waged(facts), *_paid(facts),
    ]  # fmt: skip
    return in_order(told)


def in_order(told: list[Happening]) -> list[Happening]:
    """What was done as it happened, then what is still expected, which begins where it is now."""
    done = [each for each in told if each.state != "next"]
    ahead = [each for each in told if each.state == "next"]
    done.sort(key=lambda each: _moment(each.at))
    return done + ahead


def _moment(at: datetime | date | None) -> datetime:
    if isinstance(at, datetime):
        return at.astimezone(ZONE)
    return datetime.combine(at or date.min, datetime.min.time(), ZONE)


def _placed(facts: Facts) -> Iterator[Happening]:
    order, checked = facts.order, facts.validation
    log = events(of=[order.ref]).filter(verb="invoicing.place_order").first()
    who = log.by_name if log else ""
    written = list(letters.about(refs=[order.ref]))
    sent = _("Order sent to %(client)s") % {"client": facts.client.name}
    if checked and checked.state == Validation.State.APPROVED:
        yield Happening(_("Order entered"), order.placed_at, who, subject=order.ref)
        yield Happening(_("Approved by an adviser"), checked.decided_at, checked.decided_by_name)
        yield Happening(sent, checked.decided_at, subject=order.ref)
    elif any(letter.kind == "order_to_confirm" for letter in written):
        yield Happening(sent, order.placed_at, who, subject=order.ref)
    else:
        entered = _("The quote became an order") if order.quote_id else _("Order entered")
        yield Happening(entered, order.placed_at, who, subject=order.ref)
        yield from _checking(facts, checked)
    for letter in written:
        if letter.failed_at:
            yield Happening(
                _("The mail to %(address)s did not arrive") % {"address": letter.to},
                letter.failed_at, state="refused", note=letter.failed,
            )  # fmt: skip


def _checking(facts: Facts, asked: Validation | None) -> Iterator[Happening]:
    """An adviser looks first, or did and refused: the client never heard of it."""
    if asked and asked.state == Validation.State.WAITING:
        limits = activities.limit_of(members=[asked.member_id], on=facts.today)
        words = {"name": asked.member.full_name, "limit": show(limits[asked.member_id])}
        note = _("The price is above %(limit)s euro, up to which %(name)s decides alone.")
        yield Happening(_("An adviser looks at it"), None, state="next", note=note % words)
    elif asked and asked.state == Validation.State.REFUSED:
        yield Happening(
            _("Refused by an adviser"), asked.decided_at, asked.decided_by_name, "refused",
            asked.finding,
        )  # fmt: skip


def _confirmed(facts: Facts) -> Iterator[Happening]:
    order = facts.order
    if order.cancelled_at:
        yield Happening(
            _("Order cancelled"), order.cancelled_at, state="refused", note=order.cancelled_because
        )
    elif order.confirmed_at:
        yield Happening(_("Confirmed by the client"), order.confirmed_at, order.confirmed_name)
        for obstacle in guarantee.obstacles(orders=[order], on=facts.today)[order.pk]:
            yield Happening(
                _("The wage is not guaranteed"), order.confirmed_at, state="refused",
                note=str(obstacle),
            )  # fmt: skip
    else:
        yield Happening(
            _("%(client)s confirms the order") % {"client": facts.client.name},
            None, state="next",
            note=_("Before the work starts on %(day)s; nothing is declared earlier.")
            % {"day": _day(order.starts_on)},
        )  # fmt: skip


def _declared(facts: Facts) -> Iterator[Happening]:
    if facts.order.cancelled_at:
        return
    for standing in facts.standings:
        yield declaration(standing, facts.at)
    yield from decisions(facts.every_contract)


def decisions(contracts: Sequence[Contract]) -> list[Happening]:
    """Return what people decided about these contracts: cancelled, ended early, and why."""
    log = events(of=[contract.ref for contract in contracts])
    log = log.filter(verb__in=[*CANCELLED, ENDED_EARLY])
    by_ref = {contract.ref: contract for contract in contracts}
    touched = [(by_ref[ref], event) for event in log for ref in event.subjects if ref in by_ref]
    ends = [_ended_early(each, event) for each, event in touched if event.verb == ENDED_EARLY]
    cancelled = {each: event for each, event in touched if event.verb in CANCELLED}
    return ends + [_cancelled(each, event) for each, event in cancelled.items()]


def _ended_early(contract: Contract, event: Event) -> Happening:
    words = {
        "name": contract.member.full_name,
        "day": _day(date.fromisoformat(event.data["last_day"])),
    }
    note = (
        _("The agreed gross pay stays.")
        if event.data.get("job") == "none"
        else _("The agreed gross pay stays, and so does the price.")
    )
    return Happening(
        _("Work of %(name)s ends earlier, on %(day)s") % words, event.at, event.by_name,
        note=f"{event.data['reason']} · {note}", subject=contract.ref,
    )  # fmt: skip


def _cancelled(contract: Contract, event: Event) -> Happening:
    """The last event of a cancelled contract tells the reason, and whether its job goes on."""
    told = [event.data["reason"]] if event.data else []
    if event.data.get("job") == "goes on":
        told.append(
            _("The price stays as agreed: what this work would have cost stays in the budget.")
        )
    elif event.data.get("job") == "none":
        told.append(_("What was kept aside for it can be spent again."))
    return Happening(
        _("Contract of %(name)s cancelled") % {"name": contract.member.full_name},
        event.at, event.by_name, "refused", " · ".join(told), contract.ref,
    )  # fmt: skip


def declaration(standing: Standing, at: datetime) -> Happening:
    """Where a contract stands with social security."""
    name, announced = standing.contract.member.full_name, standing.announcement
    words = {"name": name}
    if announced and announced.state in ("accepted", "warned"):
        note = _note(standing) if announced.state == "warned" else ""
        return Happening(
            _("Work of %(name)s declared to social security") % words,
            announced.answered_at, _("Social security"), note=note, subject=announced.ref,
            note_of=standing.contract.member_id if note else None,
        )  # fmt: skip
    if announced and announced.state == "refused":
        return Happening(
            _("Declaration of %(name)s refused") % words, announced.answered_at,
            _("Social security"), "refused", _note(standing), announced.ref,
            note_of=standing.contract.member_id,
        )  # fmt: skip
    late = standing.is_alarming(at)
    return Happening(
        _("Work of %(name)s is declared to social security") % words,
        standing.contract.starts_at, state="refused" if late else "next",
        note=_("Too late: the work has begun. Call payroll now.") if late else "",
    )  # fmt: skip


def _note(standing: Standing) -> str:
    announced = standing.announcement
    found = work.objections(announced) if announced else []
    return " ".join(f"{each.words} {each.remedy}" for each in found)


def _worked(facts: Facts) -> Iterator[Happening]:
    order = facts.order
    if order.ends_on and not order.cancelled_at:
        over = _over(order, facts.today) and facts.all_declared
        yield Happening(
            _("Last work day"), order.ends_on, state="done" if over else "next", subject=order.ref
        )


def _invoiced(facts: Facts) -> Iterator[Happening]:
    order, invoice = facts.order, facts.invoice
    if facts.parts:
        yield from _parts(facts)
    elif invoice:
        yield Happening(
            _("Invoice %(number)s issued") % {"number": invoice.number},
            invoice.issued_at, subject=invoice.ref,
            note=_("To be paid by %(day)s") % {"day": _day(invoice.due_on)},
        )  # fmt: skip
        for letter in letters.about(refs=[invoice.ref]).filter(sent_at__isnull=False):
            yield Happening(_("Invoice sent to %(to)s") % {"to": letter.to}, letter.sent_at)
    elif order.ends_on and not order.cancelled_at:
        expected = order.ends_on + timedelta(days=1)
        yield Happening(_("The invoice is issued"), expected, state="next")


def _parts(facts: Facts) -> Iterator[Happening]:
    """Each part that is invoiced, and the ones that are still to be."""
    for part in facts.parts:
        words = {"part": part.label, "number": part.invoice.number if part.invoice else ""}
        if part.invoice and part.invoice.number:
            yield Happening(
                _("Invoice %(number)s issued: %(part)s") % words, part.invoice.issued_at,
                subject=part.invoice.ref,
            )  # fmt: skip
        elif not facts.order.cancelled_at:
            yield Happening(_("Invoiced: %(part)s") % words, part.due_on, state="next")


def _waged(facts: Facts) -> Iterator[Happening]:
    if facts.order.cancelled_at:
        return
    for standing in facts.standings:
        slip = facts.payslips.get(standing.contract.pk)
        payment = facts.payments.get(slip.item) if slip else None
        yield from wage(standing, slip, payment, _("Whatever the client does."), facts.terms)


def wage(
    standing: Standing,
    slip: payroll.Payslip | None,
    payment: bank.Payment | None,
    promise: str,
    terms: str,
) -> Iterator[Happening]:
    """From the payslip of a contract to the wage on the account; no amounts."""
    words = {"name": standing.contract.member.full_name}
    if slip is None:
        yield Happening(
            _("Wage of %(name)s") % words, _due(standing, terms), state="next", note=promise
        )
        return
    yield Happening(
        _("Payslip of %(name)s made") % words, slip.made_at, subject=slip.ref,
        note=_("Wage due on %(day)s") % {"day": _day(slip.due_on)},
    )  # fmt: skip
    batch = payment.batch if payment else None
    if batch and batch.approved_at:
        yield Happening(
            _("Wage of %(name)s approved") % words, batch.approved_at, batch.approved_by_name,
            subject=batch.ref,
        )  # fmt: skip
    if batch and batch.state == "executed":
        yield Happening(
            _("Wage of %(name)s paid") % words, batch.executed_on, _("The bank"), subject=batch.ref
        )
    else:
        yield Happening(_("Wage of %(name)s is paid") % words, slip.due_on, state="next")


def _due(standing: Standing, terms: str) -> date:
    return labour.wage_due_on(standing.contract.ends_on, terms)


def _paid(facts: Facts) -> Iterator[Happening]:
    invoice, words = facts.invoice, {"client": facts.client.name}
    if facts.order.cancelled_at or (facts.parts and not facts.is_billed):
        return
    if facts.standing and facts.standing.credited_by:
        yield _taken_back(facts.standing.credited_by)
    elif invoice and facts.is_lost:
        yield Happening(
            _("%(client)s is bankrupt: the invoice is written off") % words,
            ledger.settled_on(account=CLIENTS, item=invoice.ref), state="refused",
            note=_("No wage is touched by it."),
        )  # fmt: skip
    elif invoice and facts.is_paid:
        paid_on = ledger.settled_on(account=CLIENTS, item=invoice.ref)
        yield Happening(_("%(client)s has paid") % words, paid_on, _("The bank"))
    else:
        yield Happening(
            _("%(client)s pays the invoice") % words, invoice.due_on if invoice else None,
            state="next",
        )  # fmt: skip


def _taken_back(number: str) -> Happening:
    note = orders.get_invoice(number=number)
    return Happening(
        _("Taken back by credit note %(number)s") % {"number": number},
        note.issued_at, state="refused", note=note.note, subject=note.ref,
    )  # fmt: skip


def _over(order: Order, today: date) -> bool:
    return order.ends_on is not None and order.ends_on < today


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
