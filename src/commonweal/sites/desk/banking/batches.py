"""How a batch of payments is drawn, and what every step of it shares."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.banking import queries
from commonweal.banking.queries import Handover, Payment, PaymentBatch, PaymentStatus
from commonweal.kernel import queries as kernel
from commonweal.sites.desk.banking.forms import CancelForm
from commonweal.sites.desk.banking.views import FINANCE
from commonweal.sites.desk.ledger.at_the_bank import at_the_bank
from commonweal.sites.desk.payday.file_forms import DecideForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.kit import Step, TimelineEntry, steps
from commonweal.sites.shell.refusals import refusals_on_top

STATES = PaymentBatch.State
TONES = {
    "draft": "warn", "approved": "info", "exported": "warn", "handing": "info", "handed": "info",
    "unknown": "bad", "executed": "good", "rejected": "bad",
}  # fmt: skip
# How far a batch is, by its state: draft, approved, file, given, accepted, executed.
STATIONS = {"draft": 0, "approved": 1, "exported": 2, "handing": 3, "unknown": 3, "handed": 3}
ACCEPTED = frozenset(["ACCP", "ACTC", "ACSP", "ACSC", "ACWC", "ACCC", "PART"])
MAY_CANCEL = (STATES.DRAFT, STATES.APPROVED, STATES.EXPORTED)
A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A payment as the page draws it, with the last thing that was said of it."""

    payment: Payment
    status: PaymentStatus | None
    tone: str


def get(number: int) -> PaymentBatch:
    """Return a batch, or the page that says there is none."""
    try:
        return queries.get_batch(id=number)
    except PaymentBatch.DoesNotExist:
        raise Http404(_("There is no such batch.")) from None


def perform(request: Visit, number: int, verb: Callable[..., Any]) -> HttpResponse:
    """Perform a verb on a batch and come back to it; a refusal is told on top of the page."""
    with refusals_on_top(request):
        verb(batch=get(number), by=request.actor, at=request.at)
    return redirect("desk:batch", number)


def page(
    request: Visit,
    batch: PaymentBatch,
    *,
    cancel: CancelForm | None = None,
    decide: DecideForm | None = None,
) -> HttpResponse:
    """Draw a batch, with the form that was typed and refused."""
    is_finance = not request.roles.isdisjoint(FINANCE)
    may_cancel = batch.state in MAY_CANCEL and is_finance
    may_decide = batch.state == STATES.UNKNOWN and is_finance
    _tell_outgrown(request, None if may_cancel else cancel, None if may_decide else decide)
    said = list(queries.statuses(batch=batch))
    handover = queries.handover_of(batch=batch)
    claimed = list(queries.claimed_refusals(batch=batch))
    shown = keyset.page(request, queries.payments(batch=batch), size=A_PAGE)
    context = {
        "batch": batch,
        "handover": handover,
        "page": shown,
        "rows": list(_rows(shown.rows, said)),
        "not_paid": [one for one in _last(said).values() if one.code in queries.NOT_PAID],
        "claimed": claimed,
        "may_confirm": is_finance and any(one.by != request.actor.id for one in claimed),
        "steps": _steps(batch, said),
        "story": list(_story(batch, handover, said, kernel.by_shell(of=batch.ref))),
        "bank_lines": at_the_bank(account=queries.ORDERS, item=batch.ref, roles=request.roles),
        "form": cancel or CancelForm(),
        "decide_form": decide or DecideForm(),
        "tone": TONES.get(batch.state, ""),
        "may_approve": batch.state == STATES.DRAFT and "finance_checker" in request.roles,
        "is_own": request.actor.id == batch.built_by,
        "may_export": batch.state == STATES.APPROVED and is_finance,
        "may_hand_over": batch.state == STATES.EXPORTED and is_finance,
        "has_line": queries.bank_is_connected(),
        "may_decide": may_decide,
        "may_cancel": may_cancel,
        "was_taken_back": any(one.source == "person" and one.code == "CANC" for one in said),
    }
    is_refused = bool((cancel and cancel.errors) or (decide and decide.errors))
    return render(request, "desk/banking/batch.html", context, status=422 if is_refused else 200)


def _tell_outgrown(request: Visit, *forms: Form | None) -> None:
    """A form that the batch has outgrown is not drawn: why it was refused stands on top."""
    for error in (text for form in forms if form for text in form.non_field_errors()):
        messages.error(request, f"{error}")


def _last(said: Sequence[PaymentStatus]) -> dict[int, PaymentStatus]:
    """The last word on each payment: the bank may contradict itself."""
    return {status.payment_id: status for status in said if status.payment_id}


def _rows(payments: Sequence[Payment], said: Sequence[PaymentStatus]) -> Iterator[Row]:
    last = _last(said)
    for payment in payments:
        status = last.get(payment.pk)
        is_bad = status is not None and status.code in queries.NOT_PAID
        is_claimed = status is not None and status.code in queries.CLAIMED
        yield Row(payment, status, "bad" if is_bad else "warn" if is_claimed else "info")


def _steps(batch: PaymentBatch, said: Sequence[PaymentStatus]) -> list[Step]:
    """The stations of a batch; one that was cancelled or refused is nowhere on the way."""
    labels = [
        _("Built"), _("Approved"), _("File made"), _("Given to the bank"), _("Accepted"),
        _("Executed"),
    ]  # fmt: skip
    if batch.state == STATES.EXECUTED:
        return steps(labels, now=len(labels))
    if batch.state not in STATIONS:
        return []
    is_accepted = any(one.code in ACCEPTED for one in said if not one.payment_id)
    now = STATIONS[batch.state]
    return steps(labels, now=now + 1 if batch.state == STATES.HANDED and is_accepted else now)


def _story(
    batch: PaymentBatch,
    handover: Handover | None,
    said: Sequence[PaymentStatus],
    by_shell: Set[tuple[str, datetime]],
) -> Iterator[TimelineEntry]:
    """What came by the shell says so: the name beside it is a claim, not a person signed in."""

    def note(at: datetime, *verbs: str, text: str = "") -> str:
        is_claim = any((f"banking.{verb}", at) in by_shell for verb in verbs)
        claim = _("On the command line, without a password") if is_claim else ""
        return " · ".join(filter(None, [text, claim]))

    told = note(batch.built_at, "build_batch")
    yield TimelineEntry(_("Built"), batch.built_by_name, batch.built_at, note=told)
    if batch.approved_at:
        who, told = batch.approved_by_name, note(batch.approved_at, "approve_batch")
        yield TimelineEntry(_("Approved"), who, batch.approved_at, note=told)
    if batch.exported_at:
        told = note(batch.exported_at, "export_batch", text=batch.message_id or "")
        yield TimelineEntry(_("File made for the bank"), at=batch.exported_at, note=told)
    if handover:
        yield _of_handover(handover, note)
    for status in said:
        if not status.payment_id:
            yield TimelineEntry(
                _("The file was taken back")
                if status.source == "person"
                else _("The bank says: %(code)s") % {"code": status.told},
                at=status.at,
                state="refused" if status.code in queries.NOT_PAID else "done",
                note=note(status.at, "take_status", "take_back_file", text=status.why),
            )
    if batch.executed_on:
        yield TimelineEntry(_("Executed"), _("The bank"), batch.executed_on)
    if batch.cancelled_at:
        because = batch.cancelled_because
        yield TimelineEntry(_("Cancelled"), at=batch.cancelled_at, state="refused", note=because)
    if next_one := _next(batch):
        yield TimelineEntry(next_one, state="next")


def _of_handover(handover: Handover, note: Callable[..., str]) -> TimelineEntry:
    texts = {
        "sending": _("Being given to the bank"),
        "sent": _("Given to the bank"),
        "unknown": _("Not known whether the bank has it"),
        "withdrawn": _("It did not reach the bank"),
    }
    is_bad = handover.state in ("unknown", "withdrawn")
    who = handover.decided_by_name or handover.began_by_name
    at = handover.ended_at or handover.began_at
    told = note(at, "claim_handover", "end_handover", text=handover.answer)
    return TimelineEntry(
        texts[handover.state], who, at, state="refused" if is_bad else "done", note=told
    )


def _next(batch: PaymentBatch) -> str:
    return {
        "draft": _("A colleague approves it"),
        "approved": _("The file is made"),
        "exported": _("The file is given to the bank"),
        "unknown": _("A person, or the bank, says whether it arrived"),
        "handed": _("The bank executes it: a statement says so"),
    }.get(batch.state, "")
