"""The shape of a verb, and the event log every verb writes to."""

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import BigIntegerField, Func, Max

from commonweal.kernel.actor import Actor
from commonweal.kernel.models import Cursor, Event, LegalEntity

P = ParamSpec("P")
R = TypeVar("R")


class Action(Generic[P, R]):
    """A verb: one transaction, one event for its batch, and a rehearsal that leaves no trace."""

    def __init__(self, verb: Callable[P, R]) -> None:
        functools.update_wrapper(self, verb)
        self._verb = verb
        self.name = f"{_room(verb)}.{verb.__name__}"
        _refuse_positional(verb)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do it whole or not at all."""
        with transaction.atomic():
            result = self._verb(*args, **kwargs)
            if subjects := _subjects(result):
                record(verb=self.name, subjects=subjects, by=kwargs["by"], at=kwargs["at"])  # type: ignore[arg-type]
            return result

    def dry_run(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do it, keep the answer, and take everything back."""
        with transaction.atomic():
            result = self._verb(*args, **kwargs)
            transaction.set_rollback(True)
            return result


def action(verb: Callable[P, R]) -> Action[P, R]:
    """
    Make a function a verb of its room: `issue(*, drafts, by, at)`.

    It runs in one transaction. When its result (one thing or a sequence) has things with a
    `ref` ("invoice:2026-000012"), one event names them all; a batch of nothing leaves no event.
    """
    return Action(verb)


def record(
    *, verb: str, subjects: Iterable[str], by: Actor, at: datetime, data: Any = None
) -> None:
    """Write one event by hand, for a verb whose subjects are not its result."""
    told = {**(data or {}), "door": by.door} if by.door else data or {}
    Event.objects.create(
        verb=verb, subjects=list(subjects), by=by.id, by_name=by.name, at=at, data=told
    )


def found_entity(**facts: str) -> LegalEntity:
    """
    Enter the cooperative this database belongs to: its name, numbers and address.

    :raises IntegrityError: if there is one already
    """
    return LegalEntity.objects.create(id=1, **facts)


def found_sister(**facts: str) -> LegalEntity:
    """
    Enter a sister entity under the roof of the house; its books are the ledger's to open.

    :raises IntegrityError: if its number or its series is another's
    """
    last = LegalEntity.objects.select_for_update().order_by("-id").first()
    return LegalEntity.objects.create(id=last.pk + 1 if last else 1, **facts)


def set_pay_terms(*, entity: LegalEntity, terms: str) -> LegalEntity:
    """Say when an entity pays wages from now on; what is due already stays due on its day."""
    entity.pay_terms = terms
    entity.save(update_fields=["pay_terms"])
    return entity


@transaction.atomic
def unread(*, job: str, verbs: Collection[str]) -> list[Event]:
    """
    Return the events of these verbs that a job has not read yet, and note that it has.

    Call it in the transaction that does the work: if that fails, they are unread again. Two runs
    of one job wait for each other, and days that were missed are caught up.
    """
    Cursor.objects.get_or_create(job=job)
    cursor = Cursor.objects.select_for_update().get(job=job)
    settled = Event.objects.filter(
        transaction__gt=cursor.transaction,
        transaction__lt=Func(
            Func(function="txid_current_snapshot"),
            function="txid_snapshot_xmin",
            output_field=BigIntegerField(),
        ),
    )
    last = settled.aggregate(last=Max("transaction"))["last"]
    if last is None:
        return []
    events = settled.filter(verb__in=verbs, transaction__lte=last).order_by("transaction", "id")
    found = list(events)
    Cursor.objects.filter(job=job).update(transaction=last)
    return found


def _subjects(result: object) -> list[str]:
    things = result if isinstance(result, Sequence) and not isinstance(result, str) else [result]
    return [thing.ref for thing in things if hasattr(thing, "ref")]


def _room(verb: Callable[..., Any]) -> str:
    """`invoicing` for invoicing.actions and for a module inside invoicing.actions alike."""
    names = verb.__module__.split(".")
    return names[names.index("actions") - 1] if "actions" in names else names[-2]


def _refuse_positional(verb: Callable[..., Any]) -> None:
    parameters = inspect.signature(verb).parameters
    loose = [name for name, p in parameters.items() if p.kind is not p.KEYWORD_ONLY]
    missing = {"by", "at"} - parameters.keys()
    if loose or missing:
        raise TypeError(f"{verb.__name__}: make {loose} keyword-only, add {sorted(missing)}")
