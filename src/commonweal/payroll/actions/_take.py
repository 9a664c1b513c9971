"""What creditors may take from pay that is not paid yet, and what a correction gives back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries
from commonweal.payroll.actions._entries import JOURNAL
from commonweal.payroll.models import Attachment, AttachmentTaken, Payslip, Regularisation
from commonweal.payroll.queries import Attachable, Held
from commonweal.rules import garnishment
from commonweal.rules.errors import RuleError

Pay = Payslip | Regularisation


class NoProtectionKnown(Refusal):
    """`values["member_id"]` says whose month it is, so that the others can be settled."""

    message = _(
        "Load the protected amounts of %(month)s first: an attachment of %(name)s counts on them. "
        "%(reason)s"
    )


@dataclass(slots=True)
class Room:
    """What the attachments of a worker leave of each other while a month is counted, in cents."""

    worker: Attachable
    months: dict[str, date]
    left: dict[int, int]
    asked: set[tuple[int, str]]
    open_cents: dict[str, int]
    owed_cents: dict[str, int]
    taken: list[AttachmentTaken]
    made: list[tuple[Pay, AttachmentTaken]] = field(default_factory=list)

    def taken_of(self, month: date, attachments: Collection[int] | None = None) -> int:
        """What went to these creditors (None: all) from the pay of a month."""
        return sum(
            row.cents
            for row in self.taken
            if self.month_of(row) == month
            if attachments is None or row.attachment_id in attachments
        )

    def month_of(self, row: AttachmentTaken) -> date:
        """The month that a pay belongs to now: a correction may have moved it."""
        return self.months.get(row.item, row.month)

    def taken_from(self, item: str) -> int:
        """What went to creditors from one pay, corrections of it included."""
        return sum(row.cents for row in self.taken if row.item == item)


def take(*, members: Collection[int] | None, by: Actor, at: datetime) -> list[AttachmentTaken]:
    """
    Take what the law allows from wages of these workers (None: all) that no payment is on its way
    for, alimony first, then the oldest claim, until it is paid.

    All pay of a calendar month counts together. Each pay is asked once by each attachment; a
    correction by its difference. What a correction lowers is given back as far as the creditor is
    not paid yet.

    :raises NoProtectionKnown: if the protected amounts of a month are not known
    """
    made: list[tuple[Pay, AttachmentTaken]] = []
    refused: list[Refusal] = []
    for worker in queries.attachable(members=members):
        try:
            made += _of_worker(worker, at)
        except NoProtectionKnown as refusal:
            refused.append(refusal)
    check_all(refused)
    if not made:
        return []
    rows = AttachmentTaken.objects.bulk_create([row for _pay, row in made])
    on = at.astimezone(ZONE).date()
    ledger.post(entries=[_entry(pay, row, on) for pay, row in made], by=by, at=at)
    return rows


def _of_worker(worker: Attachable, at: datetime) -> list[tuple[Pay, AttachmentTaken]]:
    rows = [row for held in worker.held for row in held.taken]
    room = Room(
        worker=worker,
        months={pay.item: month for month, pays in worker.months.items() for pay in pays},
        left={held.attachment.pk: held.left_cents for held in worker.held},
        asked={(row.attachment_id, row.pay) for row in rows},
        open_cents=dict(worker.open_cents),
        owed_cents=dict(worker.owed_cents),
        taken=rows,
    )
    for month, pays in worker.months.items():
        if _waits(room, pays):
            law = _law(month, pays[0])
            _take_month(room, month, pays, law, at)
            _give_back_month(room, month, pays, law, at)
    return room.made


def _waits(room: Room, pays: Sequence[Pay]) -> bool:
    """Whether a month has pay that an attachment may change anything of."""
    return any(
        (pay.item in room.open_cents and held.is_active) or _lowers(room, held, pay)
        for pay in pays
        for held in room.worker.held
        if (held.attachment.pk, pay.ref) not in room.asked
    )


def _law(month: date, pay: Pay) -> garnishment.Protection:
    try:
        return garnishment.protection(month)
    except RuleError as error:
        reason = error.said(gettext)
        raise NoProtectionKnown(
            member_id=pay.member_id, month=f"{month:%Y-%m}", name=pay.name, reason=reason
        ) from error


def _take_month(
    room: Room, month: date, pays: Sequence[Pay], law: garnishment.Protection, at: datetime
) -> None:
    """Ask the open pay of a month, each after all other pay of it, as if it came last."""
    waiting = [pay for pay in pays if pay.item in room.open_cents]
    earlier = sum(pay.net_cents for pay in pays) - sum(pay.net_cents for pay in waiting)
    for pay in waiting:
        for held in room.worker.held:
            attachment = held.attachment
            if attachment.lifted_on is None and (attachment.pk, pay.ref) not in room.asked:
                found = garnishment.attach(
                    pay.net_cents,
                    min(room.left[attachment.pk], room.open_cents[pay.item]),
                    law,
                    children=attachment.children,
                    earlier_cents=earlier,
                    earlier_taken_cents=room.taken_of(month),
                    for_alimony=attachment.for_alimony,
                )
                _note(room, attachment, pay, found, month, at)
        earlier += pay.net_cents


def _give_back_month(
    room: Room, month: date, pays: Sequence[Pay], law: garnishment.Protection, at: datetime
) -> None:
    """Give back what is above the month that a correction lowered, the last rank first."""
    total = sum(pay.net_cents for pay in pays)
    ordinary = {held.attachment.pk for held in room.worker.held if not held.attachment.for_alimony}
    for held in reversed(room.worker.held):
        attachment = held.attachment
        pay = next((each for each in reversed(pays) if _lowers(room, held, each)), None)
        if pay is None:
            continue
        found = garnishment.attach(
            total, 0, law, children=attachment.children, for_alimony=attachment.for_alimony
        )
        # Alimony may take what other creditors may not: it does not count as taken by them.
        taken = room.taken_of(month, None if attachment.for_alimony else ordinary)
        back = min(
            taken - int(found.attachable),
            room.taken_of(month, {attachment.pk}),
            room.owed_cents.get(attachment.item, 0),
        )
        _note(room, attachment, pay, replace(found, taken=-max(back, 0)), month, at)


def _lowers(room: Room, held: Held, pay: Pay) -> bool:
    """Whether a pay may have made a month less than what this attachment took was counted on."""
    corrects = pay.net_cents < 0 if isinstance(pay, Regularisation) else bool(pay.corrects_id)
    counted = any(room.month_of(row) == queries.pay_month(pay) for row in held.taken)
    return corrects and counted and (held.attachment.pk, pay.ref) not in room.asked


def _note(
    room: Room,
    attachment: Attachment,
    pay: Pay,
    found: garnishment.Attachment,
    month: date,
    at: datetime,
) -> None:
    """Keep what was taken, or given back, if it is anything."""
    cents = int(found.taken)
    if not cents:
        return
    payout = pay.net_cents - room.taken_from(pay.item) - cents
    lines = garnishment.lines(replace(found, payout=payout), month)
    row = AttachmentTaken(
        attachment=attachment,
        pay=pay.ref,
        item=pay.item,
        month=month,
        cents=cents,
        due_on=pay.due_on,
        lines=[
            {
                "code": line.code, "rate": line.rate, "base": line.base_cents,
                "cents": line.amount_cents, "reference": line.reference,
                "unconfirmed": bool(line.unconfirmed),
            }
            for line in lines
        ],
        marks=sorted({name for line in lines for name in line.unconfirmed}),
        made_at=at,
    )  # fmt: skip
    room.left[attachment.pk] -= cents
    room.open_cents[pay.item] = room.open_cents.get(pay.item, 0) - cents
    room.asked.add((attachment.pk, pay.ref))
    room.taken.append(row)
    room.made.append((pay, row))


def _entry(pay: Pay, row: AttachmentTaken, on: date) -> ledger.Entry:
    """Less is owed to the worker, and as much to the creditor."""
    attachment = row.attachment
    return ledger.Entry(
        journal=JOURNAL,
        on=on,
        text=f"{pay.name} \N{RIGHTWARDS ARROW} {attachment.creditor} ({row.month:%Y-%m})",
        key=f"{attachment.ref}:{row.pay}",
        origin=attachment.ref,
        lines=(
            ledger.Line(queries.ACCOUNT, row.cents, item=row.item),
            ledger.Line(queries.CREDITORS, -row.cents, item=attachment.item),
        ),
    )
