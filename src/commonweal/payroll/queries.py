"""Reads of pay."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.formats import get_format
from django.utils.translation import gettext

from commonweal.ledger import queries as ledger
from commonweal.members import queries as members
from commonweal.payroll.models import Paper, Payslip
from commonweal.payroll.values import Payable, PayInput
from commonweal.rules import texts

if TYPE_CHECKING:
    from commonweal.documents.models import Document
    from commonweal.employment.models import Contract

__all__ = [
    "PayInput",
    "Payable",
    "Payslip",
    "Row",
    "due",
    "get",
    "get_own",
    "inputs",
    "many",
    "of_contracts",
    "own",
    "paper",
    "payable",
    "rows",
    "standing",
]

ACCOUNT = "455"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a payslip in the language of the reader: what, why, how much, says who."""

    code: str
    part: str
    label: str
    reason: str
    rule: str
    rate: str
    base_cents: int | None
    cents: int
    valid_from: date
    reference: str
    unconfirmed: tuple[str, ...]
    note: str

    @property
    def shown_rate(self) -> str:
        """The rate with the decimal mark of the reader."""
        return self.rate.replace(".", get_format("DECIMAL_SEPARATOR"))


def get(*, id: int) -> Payslip:
    """
    Return one payslip.

    :raises Payslip.DoesNotExist: if there is none within the scope of the connection
    """
    return Payslip.objects.get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Payslip]:
    """Return the payslips of these ids, by id."""
    return Payslip.objects.in_bulk(ids)


def standing() -> "QuerySet[Payslip]":
    """Return the payslips that no other corrects."""
    return Payslip.objects.filter(corrected_by=None)


def of_contracts(*, contracts: Collection[int]) -> dict[int, Payslip]:
    """Return the standing payslip of each of these contracts that has one."""
    return {slip.contract_id: slip for slip in standing().filter(contract__in=contracts)}


def own(*, member_id: int) -> list[Payslip]:
    """Return a worker's own payslips, the latest work first, whatever the scope."""
    return list(Payslip.objects.raw("select * from own_payslips(%s)", [member_id]))


def get_own(*, member_id: int, id: int) -> Payslip:
    """
    Return one of a worker's own payslips, whatever the scope.

    :raises Payslip.DoesNotExist: if it is somebody else's
    """
    found = Payslip.objects.raw("select * from own_payslips(%s) where id = %s", [member_id, id])
    for payslip in found:
        return payslip
    raise Payslip.DoesNotExist


def paper(*, payslip: int) -> "Document | None":
    """Return the PDF of a payslip, once it is made."""
    found = Paper.objects.select_related("document").filter(payslip=payslip).first()
    return found.document if found else None


def due(*, start: date, end: date) -> "QuerySet[Payslip]":
    """Return the standing payslips due from `start` on and before `end`, the first due first."""
    return standing().filter(due_on__gte=start, due_on__lt=end).order_by("due_on", "id")


def payable(*, due_by: date) -> list[Payable]:
    """
    Return the wages due up to and including a day that are still open in the books.

    A correction is paid through the item of the payslip it corrects: only the difference is open.
    """
    open_cents = {
        item.item: -item.cents for item in ledger.open_list(account=ACCOUNT) if item.cents < 0
    }
    ids = [int(item.removeprefix("payslip:")) for item in open_cents if item.startswith("payslip:")]
    slips = standing().filter(Q(id__in=ids) | Q(original__in=ids), due_on__lte=due_by)
    found = list(slips.order_by("due_on", "id"))
    people = members.many(ids=[slip.member_id for slip in found])
    return [
        Payable(
            item=slip.item,
            account=ACCOUNT,
            unit_id=slip.unit_id,
            member_id=slip.member_id,
            name=people[slip.member_id].full_name,
            iban=people[slip.member_id].iban,
            cents=open_cents[slip.item],
            due_on=slip.due_on,
            guaranteed=slip.guaranteed,
        )
        for slip in found
    ]


def inputs(*, contracts: "Iterable[Contract]", guaranteed: Collection[int]) -> list[PayInput]:
    """
    Return what `run` needs to pay these contracts (with their member and job).

    `guaranteed` names the contracts whose wage the cooperative guarantees.
    """
    return [
        PayInput(
            contract_id=contract.pk,
            member_id=contract.member_id,
            unit_id=contract.unit_id,
            name=contract.member.full_name,
            title=contract.assignment.title,
            worker_status=contract.worker_status,
            family=contract.member.family,
            children=contract.member.children,
            withholding_bp=contract.member.extra_withholding_bp or 0,
            gross_cents=contract.gross_cents,
            minutes=contract.minutes,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            guaranteed=contract.pk in guaranteed,
        )
        for contract in contracts
    ]


def rows(*, payslip: Payslip) -> list[Row]:
    """Return the lines of a payslip with their name and reason in the active language."""
    return [
        Row(
            code=line["code"],
            part=line["part"],
            label=gettext(texts.LABELS[line["code"]]),
            reason=gettext(texts.REASONS[line["code"]]),
            rule=line["rule"],
            rate=line["rate"],
            base_cents=line["base"],
            cents=line["amount"],
            valid_from=date.fromisoformat(line["from"]),
            reference=line["source"],
            unconfirmed=tuple(line["unconfirmed"]),
            note=line["note"],
        )
        for line in payslip.lines
    ]
