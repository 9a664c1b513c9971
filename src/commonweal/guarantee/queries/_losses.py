"""What was lost when clients failed, and what came back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.guarantee import _claim_paper
from commonweal.guarantee._claim_paper import ClaimWages, Debt
from commonweal.guarantee.models import Bankruptcy, Claim, Loss, RecoveredPart, Recovery
from commonweal.guarantee.queries._recovered import back_of
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Invoice
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import queries as books

BANKRUPTCY = "bankruptcy"  # the kind of origin of the entries of losses
SUSPENSE = "499"
SUMS: dict[str, Any] = {
    "fund": Sum("fund_cents", default=0),
    "others": Sum("net_cents", filter=Q(guaranteed=False), default=0),
    "vat": Sum("vat_cents", default=0),
    "count": Count("invoice", distinct=True),
}


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
    what is kept here of each invoice; less what was undone in it because it was a mistake.
    """
    every = Loss.objects.filter(invoice__entity=entity)
    entries = books.entries(ids=set(every.values_list("entry", flat=True)))
    own = every.filter(entry__in=[entry.id for entry in entries if entry.on.year == year])
    undone = every.filter(bankruptcy__withdrawn_at__year=year)
    lost, back = own.aggregate(**SUMS), undone.aggregate(**SUMS)
    less = {name: lost[name] - back[name] for name in SUMS}
    return Losses(year, less["fund"], less["others"], less["vat"], less["count"])


def bankruptcies() -> "QuerySet[Bankruptcy]":
    """Return every failure of a client, the newest first."""
    return Bankruptcy.objects.select_related("client").order_by("-id")


def get_bankruptcy(*, id: int) -> Bankruptcy:
    """
    Return one failure with its client.

    :raises Bankruptcy.DoesNotExist: if there is none within the scope
    """
    return bankruptcies().get(id=id)


def find_bankruptcy(*, client: Client) -> Bankruptcy | None:
    """Return the failure of a client that is not closed yet, under any name it had."""
    return bankruptcies().filter(client__in=clients.family(client=client), closed_on=None).first()


def failed(*, bankruptcies: Sequence[Bankruptcy]) -> list[Failed]:
    """
    Return what each of these failures cost, and what came back: two queries. One that was a
    mistake cost nothing.
    """
    ids = [each.pk for each in bankruptcies]
    lost: dict[int, list[Loss]] = defaultdict(list)
    for loss in Loss.objects.filter(bankruptcy__in=ids, bankruptcy__withdrawn_at=None):
        lost[loss.bankruptcy_id].append(loss)
    back = dict(
        Recovery.objects.filter(bankruptcy__in=ids).values_list("bankruptcy").annotate(Sum("cents"))
    )
    return [
        Failed(
            each,
            len({loss.invoice_id for loss in lost[each.pk]}),
            sum(loss.open_cents for loss in lost[each.pk]),
            sum(loss.fund_cents for loss in lost[each.pk]),
            sum(loss.vat_cents for loss in lost[each.pk]),
            back.get(each.pk, 0),
        )
        for each in bankruptcies
    ]


def losses_of(*, bankruptcy: Bankruptcy) -> "QuerySet[Loss]":
    """Return what was lost in a failure, in the order of the numbers of the invoices."""
    found = Loss.objects.filter(bankruptcy=bankruptcy).select_related("invoice__entity", "unit")
    return found.order_by("invoice__number", "nth")


def recoveries_of(*, bankruptcy: Bankruptcy) -> "QuerySet[Recovery]":
    """Return the dividends of a failure, oldest first."""
    return Recovery.objects.filter(bankruptcy=bankruptcy).order_by("id")


def claims_of(*, bankruptcy: Bankruptcy) -> list[Claim]:
    """Return the newest letter of claim of each legal entity, the house first."""
    rows = Claim.objects.filter(bankruptcy=bankruptcy).select_related("entity", "document")
    newest = {row.entity_id: row for row in rows.order_by("entity", "id")}
    return list(newest.values())


def claim_pdf(
    *, bankruptcy: Bankruptcy, entity: LegalEntity, wages: ClaimWages, at: datetime
) -> bytes:
    """
    Return the letter in which a legal entity claims its losses of the trustee, as PDF; `wages` is
    what it pays for that work.
    """
    lost = losses_of(bankruptcy=bankruptcy).filter(invoice__entity=entity)
    invoices = list({loss.invoice_id: loss.invoice for loss in lost}.values())
    given = invoicing.credited(invoices=[invoice.pk for invoice in invoices])
    others = _paid_by_others(invoices)
    debts = [_debt(each, list(lost), given, others[each.pk]) for each in invoices]
    return _claim_paper.pdf(bankruptcy, debts, wages, entity, at)


def _paid_by_others(invoices: Sequence[Invoice]) -> dict[int, int]:
    """What others than the trustee paid of these invoices (by id) after they were lost."""
    found = RecoveredPart.objects.filter(
        loss__invoice__in=invoices, recovery__of__startswith="invoice:"
    )
    sums = found.values_list("loss__invoice").annotate(cents=Sum(F("net_cents") + F("vat_cents")))
    return defaultdict(int, dict(sums))


def _debt(
    invoice: Invoice,
    lost: Sequence[Loss],
    given: Mapping[int, invoicing.Credited],
    others_cents: int,
) -> Debt:
    own = [loss for loss in lost if loss.invoice_id == invoice.pk]
    back = invoicing.Credited() if invoice.pk not in given else given[invoice.pk]
    open_cents = sum(loss.open_cents for loss in own) - others_cents
    return Debt(
        invoice,
        invoice.net_cents - back.net_cents,
        invoice.vat_cents - back.vat_cents,
        open_cents,
    )


def left_of(*, bankruptcy: Bankruptcy, of: str = "") -> int:
    """
    Return what is left of a loss, in cents: of all, of the claim of a legal entity ("entity:2"), or
    of one invoice ("invoice:2026-000012").
    """
    if bankruptcy.withdrawn_at:
        return 0
    lost = [loss for loss in losses_of(bankruptcy=bankruptcy) if is_of(loss, of)]
    back = back_of(losses=lost)
    return sum(loss.open_cents - back[loss.pk] for loss in lost)


def is_of(loss: Loss, of: str) -> bool:
    """Whether a loss is (part) of what a recovery is for."""
    return of in ("", f"entity:{loss.invoice.entity_id}", loss.invoice.ref)


def dividends_waiting() -> list[tuple[str, date, int]]:
    """
    Return what came in at the bank and waits (item, day, cents), the oldest first: a dividend of a
    trustee comes in without a reference of ours.
    """
    return [(item, on, -cents) for item, on, cents in _waiting() if cents < 0]


def debits_waiting() -> list[tuple[str, date, int]]:
    """Return what went away at the bank and waits (item, day, cents), the oldest first."""
    return [row for row in _waiting() if row[2] > 0]


def _waiting() -> list[tuple[str, date, int]]:
    return [
        (row.item, row.opened_on, row.cents)
        for row in books.aged(account=SUSPENSE)
        if row.item.startswith("move:")
    ]
