"""The states of a contract, and the one table of the moves between them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.employment import dimona
from commonweal.employment.dimona import WorkHasBegun
from commonweal.employment.models import Contract
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all

__all__ = [
    "MOVES",
    "State",
    "WorkHasBegun",
    "WrongState",
    "lock",
    "move",
    "refuse_begun",
    "refuse_unless",
]

State = Contract.State

MOVES: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.CLEARED, State.CANCELLED}),
    State.CLEARED: frozenset({State.DECLARED, State.REFUSED, State.CANCELLED}),
    State.REFUSED: frozenset({State.CLEARED, State.CANCELLED}),
    State.DECLARED: frozenset({State.WORKED, State.CANCELLED}),
    State.WORKED: frozenset(),
    State.CANCELLED: frozenset(),
}


class WrongState(Refusal):
    message = _(
        "Reload the page: contract %(contract)s is “%(state)s” by now, so this is not possible."
    )


def lock(contracts: Sequence[Contract]) -> list[Contract]:
    """Return these contracts as they are now, with their member, and hold them."""
    return list(
        Contract.objects.select_for_update(of=("self",))
        .select_related("member")
        .filter(pk__in={contract.pk for contract in contracts})
        .order_by("pk")
    )


def refuse_unless(contracts: Iterable[Contract], *states: State) -> None:
    """
    Make sure that all contracts are in one of these states.

    :raises WrongState: for each that is not
    """
    check_all(
        WrongState(contract=contract.pk, state=contract.get_state_display())
        for contract in contracts
        if contract.state not in states
    )


def refuse_begun(contracts: Iterable[Contract], at: datetime) -> None:
    """
    Make sure that none of this work has begun.

    :raises WorkHasBegun: for each that has
    """
    check_all(
        refusal
        for contract in contracts
        for refusal in dimona.wrong_moment(
            contract.starts_at.astimezone(ZONE), at, contract=contract.pk
        )
    )


def move(contracts: Sequence[Contract], to: State) -> None:
    """
    Bring held contracts into a state, in one statement.

    :raises WrongState: if a contract cannot go there from where it is
    """
    refuse_unless(contracts, *(state for state, reach in MOVES.items() if to in reach))
    Contract.objects.filter(pk__in=[contract.pk for contract in contracts]).update(state=to)
    for contract in contracts:
        contract.state = to
