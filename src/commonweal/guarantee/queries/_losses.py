"""What was lost when clients failed, and what came back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.guarantee import _claim_paper
from commonweal.guarantee.models import Bankruptcy, Loss, Recovery
from commonweal.ledger import queries as books

BANKRUPTCY = "bankruptcy"  # the kind of origin of the entries of losses
SUSPENSE = "499"


@dataclass(frozen=True, slots=True)
class Losses:
    """
    What was lost in a year, in cents: `cents` by the fund, `others_cents` of what was not
    guaranteed (without VAT), `vat_cents` to have back, over `count` invoices.
    """

    year: int
    cents: int
    others_cents: int
    vat_cents: int
    count: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A bankruptcy as a list shows it, in cents: what was open, and what came back of it."""

    bankruptcy: Bankruptcy
    count: int
    open_cents: int
    fund_cents: int
    vat_cents: int
    recovered_cents: int

    @property
    def left_cents(self) -> int:
        return self.open_cents - self.recovered_cents


def losses(*, year: int, entity: int = 1) -> Losses:
    """
    Return what was written off in a year in the books of an entity, by the day of the entries, from
    what is kept here of each invoice.
    """
    every = Loss.objects.filter(invoice__entity=entity)
    entries = books.entries(ids=set(every.values_list("entry", flat=True)))
    own = every.filter(entry__in=[entry.id for entry in entries if entry.on.year == year])
    sums = own.aggregate(
        fund=Sum("fund_cents", default=0),
        others=Sum("net_cents", filter=Q(guaranteed=False), default=0),
        vat=Sum("vat_cents", default=0),
    )
    return Losses(year, sums["fund"], sums["others"], sums["vat"], own.count())


def bankruptcies() -> "QuerySet[Bankruptcy]":
    """Return every failure of a client, the newest first."""
    return Bankruptcy.objects.select_related("client", "claim").order_by("-id")


def get_bankruptcy(*, id: int) -> Bankruptcy:
    """
    Return one failure with its client and the claim.

    :raises Bankruptcy.DoesNotExist: if there is none within the scope
    """
    return bankruptcies().get(id=id)


def find_bankruptcy(*, client: Client) -> Bankruptcy | None:
    """Return the failure of a client that is not closed yet, under any name it had."""
    return bankruptcies().filter(client__in=clients.family(client=client), closed_on=None).first()


def failed(*, bankruptcies: Sequence[Bankruptcy]) -> list[Failed]:
    """Return what each of these failures cost, and what came back: two queries."""
    ids = [each.pk for each in bankruptcies]
    lost: dict[int, list[Loss]] = defaultdict(list)
    for loss in Loss.objects.filter(bankruptcy__in=ids):
        lost[loss.bankruptcy_id].append(loss)
    back = dict(
        Recovery.objects.filter(bankruptcy__in=ids).values_list("bankruptcy").annotate(Sum("cents"))
    )
    return [
        Failed(
            each,
            len(lost[each.pk]),
            sum(loss.open_cents for loss in lost[each.pk]),
            sum(loss.fund_cents for loss in lost[each.pk]),
            sum(loss.vat_cents for loss in lost[each.pk]),
            back.get(each.pk, 0),
        )
        for each in bankruptcies
    ]


def losses_of(*, bankruptcy: Bankruptcy) -> "QuerySet[Loss]":
    """Return the invoices that were lost in a failure, in the order of their numbers."""
    found = Loss.objects.filter(bankruptcy=bankruptcy).select_related("invoice", "unit")
    return found.order_by("invoice__number")


def recoveries_of(*, bankruptcy: Bankruptcy) -> "QuerySet[Recovery]":
    """Return the dividends of a failure, oldest first."""
    return Recovery.objects.filter(bankruptcy=bankruptcy).order_by("id")


def claim_pdf(*, bankruptcy: Bankruptcy, at: datetime) -> bytes:
    """Return the letter that claims all losses of a bankruptcy of its trustee, as PDF."""
    entity = bankruptcy.client.entity
    return _claim_paper.pdf(bankruptcy, list(losses_of(bankruptcy=bankruptcy)), entity, at)


def dividends_waiting() -> list[tuple[str, date, int]]:
    """
    Return what came in at the bank and waits (item, day, cents), the oldest first: a dividend of a
    trustee comes in without a reference of ours.
    """
    return [
        (row.item, row.opened_on, -row.cents)
        for row in books.aged(account=SUSPENSE)
        if row.cents < 0 and row.item.startswith("move:")
    ]
