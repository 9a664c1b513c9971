"""Payslips, and what is still owed of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from commonweal.kernel.scope import past_the_lock
from commonweal.kernel.sets import among_ids
from commonweal.ledger import queries as ledger
from commonweal.members import queries as members
from commonweal.payroll.models import WAGES, Paper, Payslip
from commonweal.payroll.queries._attachments import creditors_payable
from commonweal.payroll.queries._settled import regularisations_payable
from commonweal.payroll.values import Payable

if TYPE_CHECKING:
    from commonweal.documents.models import Document

ACCOUNT = "455"


@dataclass(frozen=True, slots=True)
class Wage:
    """
    A payslip, what the house still owes of it in cents (negative: paid too much), and the
    number of the payslip that took its place, if it was corrected.
    """

    payslip: Payslip
    open_cents: int
    replaced_by: int | None = None


def get(*, id: int) -> Payslip:
    """
    Return one payslip.

    :raises Payslip.DoesNotExist: if there is none within the scope of the connection
    """
    return Payslip.objects.select_related("figures").get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Payslip]:
    """Return the payslips of these ids, by id."""
    return Payslip.objects.in_bulk(ids)


def standing() -> "QuerySet[Payslip]":
    """Return the payslips that no other corrects."""
    return Payslip.objects.filter(corrected_by=None)


def of_contracts(*, contracts: Collection[int]) -> dict[int, Payslip]:
    """Return the standing wage of each of these contracts that has one."""
    wages = all_of(contracts=contracts).filter(kind__in=WAGES)
    return {slip.contract_id: slip for slip in wages if slip.contract_id}


def all_of(*, contracts: Collection[int], plans: Collection[int] = ()) -> "QuerySet[Payslip]":
    """
    Return every standing payslip of these contracts and plans: the wages, and the premiums
    beside them.
    """
    of_contracts = Q(contract__in=_any(contracts))
    return standing().filter(of_contracts | Q(plan__in=_any(plans)) if plans else of_contracts)


def _any(ids: Collection[int]) -> RawSQL:
    return RawSQL("select unnest(%s::bigint[])", [list(ids)])  # one parameter for any number


def own(*, member_id: int) -> list[Wage]:
    """
    Return a worker's own payslips, the latest work first, with what is still to be paid.

    A worker reads them whatever the scope: the work may have been done for another's unit, and
    the debt of the house stands on no unit at all.
    """
    with past_the_lock():
        slips = list(_own(member_id).order_by("-ends_on", "-id"))
        open_cents = _open([slip.item for slip in slips])
    return [_wage(slip, open_cents) for slip in slips]


def get_own(*, member_id: int, id: int) -> Wage:
    """
    Return one of a worker's own payslips, whatever the scope.

    :raises Payslip.DoesNotExist: if it is somebody else's
    """
    with past_the_lock():
        slip = _own(member_id).get(id=id)
        return _wage(slip, _open([slip.item]))


def _wage(slip: Payslip, open_cents: Mapping[str, int]) -> Wage:
    newer = getattr(slip, "corrected_by", None)
    return Wage(slip, open_cents.get(slip.item, 0), newer.pk if newer else None)


def _own(member_id: int) -> "QuerySet[Payslip]":
    return Payslip.objects.filter(member=member_id).select_related("corrected_by", "figures")


def _open(items: Sequence[str]) -> dict[str, int]:
    """What the house still owes of these items, in cents."""
    amounts = ledger.open_amounts(account=ACCOUNT, items=items)
    return {item: -cents for item, cents in amounts.items()}


def wages(*, start: date, end: date) -> list[Wage]:
    """Return the standing payslips due from `start` on and before `end`, and what is open."""
    slips = list(due(start=start, end=end))
    open_cents = _open([slip.item for slip in slips])
    return [Wage(slip, open_cents.get(slip.item, 0)) for slip in slips]


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
    What the settling of a month added is paid like a wage; what creditors took of wages is paid
    to them.
    """
    open_cents = {
        item.item: -item.cents for item in ledger.open_list(account=ACCOUNT) if item.cents < 0
    }
    ids = [int(item.removeprefix("payslip:")) for item in open_cents if item.startswith("payslip:")]
    return [
        *_wages_payable(ids, open_cents, due_by),
        *regularisations_payable(account=ACCOUNT, open_cents=open_cents, due_by=due_by),
        *creditors_payable(due_by=due_by),
    ]


def _wages_payable(
    ids: Sequence[int], open_cents: Mapping[str, int], due_by: date
) -> list[Payable]:
    """A payday of thousands reads six columns of a payslip, not its figures."""
    named = Q(among_ids("id", ids)) | Q(among_ids("original_id", ids))
    slips = standing().filter(named, due_on__lte=due_by)
    found = slips.order_by("due_on", "id").values_list(
        "id", "original_id", "unit_id", "member_id", "due_on", "guaranteed"
    )
    people = members.many(ids=sorted({member for _id, _of, _unit, member, *_rest in found}))
    names = {id: (person.full_name, person.iban) for id, person in people.items()}
    return [
        Payable(
            item=(item := f"payslip:{original or id}"),
            account=ACCOUNT,
            unit_id=unit,
            member_id=member,
            name=names[member][0],
            iban=names[member][1],
            cents=open_cents[item],
            due_on=due_on,
            guaranteed=guaranteed,
        )
        for id, original, unit, member, due_on, guaranteed in found
    ]
