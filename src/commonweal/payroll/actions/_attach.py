"""Attachments of wages: served on the house, and lifted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.kernel import identifiers
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.actions._take import take
from commonweal.payroll.models import Attachment


class NoCreditor(Refusal):
    field = "creditor"
    message = _("Name the creditor as the attachment does: the money goes to them.")


class NothingClaimed(Refusal):
    field = "claim"
    message = _("Give %(creditor)s a claim above zero: it says when to stop taking.")


class WrongCreditorIban(Refusal):
    field = "iban"
    message = _(
        "Copy the account number of %(creditor)s from the attachment again: "
        "the digits of “%(number)s” do not fit."
    )


class ServedLater(Refusal):
    field = "served_on"
    message = _("Give the day on which it was served, today at the latest: %(day)s is to come.")


class ServedAlready(Refusal):
    field = "reference"
    message = _("Leave this attachment out: that of %(creditor)s of %(day)s is kept already.")


class ReasonToLiftMissing(Refusal):
    field = "reason"
    message = _("Say why the attachment is lifted: the reason is kept with it.")


class LiftedAlready(Refusal):
    message = _("Choose an attachment that still runs: that of %(creditor)s was lifted on %(day)s.")


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """An attachment as it was served: the claim in cents, and the children that protect."""

    member_id: int
    creditor: str
    iban: str
    claim_cents: int
    served_on: date
    reference: str = ""
    for_alimony: bool = False
    children: int = 0


@action
def attach(*, attachments: Sequence[NewAttachment], by: Actor, at: datetime) -> list[Attachment]:
    """
    Keep attachments of wages, in the order given, and take from wages that are not paid yet.

    :raises NoCreditor, NothingClaimed, WrongCreditorIban: if it cannot be paid
    :raises ServedLater: if the day of service is to come
    :raises ServedAlready: if the same attachment runs already, or stands here twice
    :raises NoProtectionKnown: if the protected amounts of a month are not known
    """
    one_run_at_a_time()
    check_all(_objections(attachments, at.astimezone(ZONE).date()))
    check_all(_repeated(attachments))
    rows = Attachment.objects.bulk_create([_row(new, at) for new in attachments])
    take(members={row.member_id for row in rows}, by=by, at=at)
    return rows


def _objections(attachments: Sequence[NewAttachment], today: date) -> Iterator[Refusal]:
    for new in attachments:
        if not new.creditor.strip():
            yield NoCreditor()
        if new.claim_cents <= 0:
            yield NothingClaimed(creditor=new.creditor)
        if new.served_on > today:
            yield ServedLater(day=f"{new.served_on}")
        try:
            identifiers.iban(new.iban)
        except identifiers.WrongIban:
            yield WrongCreditorIban(creditor=new.creditor, number=new.iban)


def _repeated(attachments: Sequence[NewAttachment]) -> Iterator[Refusal]:
    running = Attachment.objects.filter(
        member__in={new.member_id for new in attachments}, lifted_on=None
    )
    known = {(row.member_id, row.iban, row.reference, row.served_on) for row in running}
    for new in attachments:
        same = (new.member_id, identifiers.iban(new.iban), new.reference.strip(), new.served_on)
        if same in known:
            yield ServedAlready(creditor=new.creditor, day=f"{new.served_on}")
        known.add(same)


def _row(new: NewAttachment, at: datetime) -> Attachment:
    return Attachment(
        member_id=new.member_id,
        creditor=new.creditor.strip(),
        iban=identifiers.iban(new.iban),
        reference=new.reference.strip(),
        claim_cents=new.claim_cents,
        for_alimony=new.for_alimony,
        children=new.children,
        served_on=new.served_on,
        made_at=at,
    )


@action
def lift(*, attachment: int, reason: str, by: Actor, at: datetime) -> Attachment:
    """
    Let an attachment take no more, from today on. What it took stays owed to the creditor.

    :raises ReasonToLiftMissing: if no reason is given
    :raises LiftedAlready: if it was lifted before
    """
    if not reason.strip():
        raise ReasonToLiftMissing
    one_run_at_a_time()
    found = Attachment.objects.get(id=attachment)
    if found.lifted_on:
        raise LiftedAlready(creditor=found.creditor, day=f"{found.lifted_on}")
    found.lifted_on, found.lifted_because = at.astimezone(ZONE).date(), reason.strip()
    found.save(update_fields=["lifted_on", "lifted_because"])
    return found
