"""What came back from social security, and what people found out about lost answers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.employment import gateways
from commonweal.employment.actions import _declare, _moves
from commonweal.employment.models import Contract, Declaration
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.queue import defer
from commonweal.kernel.refusals import Refusal

State, Kind = Declaration.State, Declaration.Kind
STATES: Mapping[str, Declaration.State] = {
    "A": State.ACCEPTED,
    "W": State.WARNED,
    "B": State.REFUSED,
}

WRITE = """
    update employment_declaration d
    set state = said.state, period_number = said.period, answer = said.answer,
        anomalies = said.anomalies::jsonb, answered_at = %s
    from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
        said (id, state, period, answer, anomalies)
    where d.id = said.id
"""


class NotLost(Refusal):
    message = _("Reload the page: what became of this declaration is known by now.")


class NumberMissing(Refusal):
    message = _("Give the number under which social security knows the declaration.")
    field = "number"


class NumberTaken(Refusal):
    message = _("Check the number: %(number)s belongs to another declaration.")
    field = "number"


@dataclass(frozen=True, slots=True)
class Answered:
    """A declaration, and what social security says about it."""

    declaration: Declaration
    answer: gateways.Answer


@action
def record_answers(*, answers: Sequence[Answered], by: Actor, at: datetime) -> list[Contract]:
    """
    Write down answers, and bring the contracts where they lead.

    Accepted work is declared; refused work waits for a correction. Work that was cancelled
    while its announcement was out is taken back. An answer that is known already, or that says
    "still in treatment", changes nothing.
    """
    final = {each.declaration.pk: each.answer for each in answers if each.answer.result in STATES}
    open_states = [State.SENDING, State.SENT]
    held = list(
        Declaration.objects.select_for_update(of=("self",))
        .select_related("contract")
        .filter(pk__in=final, state__in=open_states)
        .order_by("pk")
    )
    for declaration in held:
        declaration.state = STATES[final[declaration.pk].result]
    _write(held, final, at)
    _lead_on(held, at)
    return _contracts(held)


def _write(held: Sequence[Declaration], final: Mapping[int, gateways.Answer], at: datetime) -> None:
    answers = [final[each.pk] for each in held]
    columns: list[list[object]] = [
        [each.pk for each in held],
        [each.state for each in held],
        [answer.period_number for answer in answers],
        [gateways.as_json(gateways.mask(answer.raw)) if answer.raw else "" for answer in answers],
        [json.dumps([asdict(anomaly) for anomaly in answer.anomalies]) for answer in answers],
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [at, *columns])


def _lead_on(declarations: Sequence[Declaration], at: datetime) -> None:
    announced = [each for each in declarations if each.kind == Kind.IN]
    held = _moves.lock([each.contract for each in announced])
    taken = {each.contract_id for each in announced if each.state in _declare.HELD}
    cleared = [each for each in held if each.state == Contract.State.CLEARED]
    _moves.move([each for each in cleared if each.pk in taken], Contract.State.DECLARED)
    _moves.move([each for each in cleared if each.pk not in taken], Contract.State.REFUSED)
    given_up = [each for each in held if each.state == Contract.State.CANCELLED]
    _declare.queue([each for each in given_up if each.pk in taken], Kind.CANCEL, at)


@action
def record_found(
    *, declaration: Declaration, number: str, by: Actor, at: datetime
) -> list[Contract]:
    """
    A lost declaration was found again at social security, under this number.

    :raises NotLost: if it is not lost
    :raises NumberMissing: if there is no number
    :raises NumberTaken: if the number is that of another declaration
    """
    lost = _lost([declaration])
    if not number.strip():
        raise NumberMissing
    if Declaration.objects.filter(number=number.strip()).exists():
        raise NumberTaken(number=number.strip())
    Declaration.objects.filter(pk=declaration.pk).update(state=State.SENT, number=number.strip())
    defer("employment.poll")
    return _contracts(lost)


@action
def send_again(*, declarations: Sequence[Declaration], by: Actor, at: datetime) -> list[Contract]:
    """
    Send lost declarations again, because somebody made sure that they never arrived.

    :raises NotLost: if one is not lost
    """
    lost = _lost(declarations)
    Declaration.objects.filter(pk__in=[each.pk for each in lost]).update(
        state=State.QUEUED, sent_at=None, message="", digest=""
    )
    defer("employment.send")
    return _contracts(lost)


def _lost(declarations: Sequence[Declaration]) -> list[Declaration]:
    pks = {each.pk for each in declarations}
    lost = list(
        Declaration.objects.select_for_update(of=("self",))
        .select_related("contract")
        .filter(pk__in=pks, state=State.UNKNOWN)
    )
    if len(lost) < len(pks):
        raise NotLost
    return lost


def _contracts(declarations: Iterable[Declaration]) -> list[Contract]:
    return list({each.contract_id: each.contract for each in declarations}.values())
