"""Attachments of wages: what creditors claim, what was taken, and what is still owed to them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import get_format
from django.utils.translation import gettext

from commonweal.kernel.scope import past_the_lock
from commonweal.ledger import queries as books
from commonweal.payroll.models import Attachment, AttachmentTaken
from commonweal.payroll.values import Payable
from commonweal.rules import garnishment

CREDITORS = "4551"  # wage garnishments payable


@dataclass(frozen=True, slots=True)
class Held:
    """An attachment, what it took so far, and what is left of its claim, in cents."""

    attachment: Attachment
    taken: tuple[AttachmentTaken, ...]

    @property
    def taken_cents(self) -> int:
        """What went to the creditor, or is about to."""
        return sum(row.cents for row in self.taken)

    @property
    def left_cents(self) -> int:
        """What of the claim no pay was taken for yet."""
        return max(self.attachment.claim_cents - self.taken_cents, 0)

    @property
    def is_active(self) -> bool:
        """Whether it takes from the next pay."""
        return self.attachment.lifted_on is None and self.left_cents > 0


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line that explains what was taken, in the language of the reader; cents."""

    label: str
    reason: str
    rate: str
    cents: int
    reference: str
    unconfirmed: bool

    @property
    def shown_rate(self) -> str:
        """The rate with the decimal mark of the reader."""
        return self.rate.replace(".", get_format("DECIMAL_SEPARATOR"))


def get_held(*, id: int) -> Held:
    """
    Return one attachment with what it took.

    :raises Attachment.DoesNotExist: if there is none within the scope of the connection
    """
    return with_taken([Attachment.objects.select_related("member").get(id=id)])[0]


def attachments() -> list[Held]:
    """Return all attachments with what they took: those that are not lifted first, then newest."""
    rows = Attachment.objects.select_related("member").order_by("-served_on", "-id")
    return sorted(with_taken(list(rows)), key=lambda each: each.attachment.lifted_on is not None)


def with_taken(found: Sequence[Attachment]) -> list[Held]:
    """Return attachments, in the same order, with what they took."""
    if not found:
        return []
    rows: dict[int, list[AttachmentTaken]] = defaultdict(list)
    for row in AttachmentTaken.objects.filter(attachment__in=found).order_by("id"):
        rows[row.attachment_id].append(row)
    return [Held(each, tuple(rows[each.pk])) for each in found]


def creditors_payable(*, due_by: date) -> list[Payable]:
    """Return what the books still owe creditors of pay due up to and including a day."""
    owed = {row.item: -row.cents for row in books.open_list(account=CREDITORS) if row.cents < 0}
    ids = [int(item.rpartition(":")[2]) for item in owed if item.startswith("attachment:")]
    if not ids:
        return []
    found = with_taken(list(Attachment.objects.filter(id__in=ids).order_by("id")))
    payables = (_payable(each, owed[each.attachment.item], due_by) for each in found)
    return [each for each in payables if each.cents > 0]


def _payable(held: Held, owed_cents: int, due_by: date) -> Payable:
    """What is taken from pay that falls due later waits with it."""
    each = held.attachment
    later = sum(row.cents for row in held.taken if row.due_on > due_by)
    return Payable(
        item=each.item,
        account=CREDITORS,
        unit_id=None,
        member_id=each.member_id,
        name=each.creditor,
        iban=each.iban,
        cents=owed_cents - later,
        due_on=max((row.due_on for row in held.taken if row.due_on <= due_by), default=due_by),
        guaranteed=True,
        reference=each.reference or each.item,
    )


def own_taken(*, member_id: int, items: Sequence[str]) -> list[AttachmentTaken]:
    """Return what went from a worker's own pay, named by its items, to creditors."""
    with past_the_lock():
        rows = AttachmentTaken.objects.filter(attachment__member=member_id, item__in=items)
        return list(rows.select_related("attachment").order_by("id"))


def taken_lines(*, taken: AttachmentTaken) -> list[TakenLine]:
    """Return the lines that explain what was taken, in the active language."""
    return [
        TakenLine(
            label=gettext(garnishment.LABELS[line["code"]]),
            reason=gettext(garnishment.REASONS[line["code"]]),
            rate=line["rate"],
            cents=line["cents"],
            reference=line["reference"],
            unconfirmed=line["unconfirmed"],
        )
        for line in taken.lines
    ]
