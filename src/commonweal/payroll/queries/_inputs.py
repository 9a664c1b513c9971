"""What the verbs of pay need of contracts."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from commonweal.payroll.values import PayInput

if TYPE_CHECKING:
    from commonweal.employment.models import Contract


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
