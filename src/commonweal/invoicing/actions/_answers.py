"""The client's side of a quote: a word, a change asked, no, or yes; and a member's word."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.invoicing.actions._orders import MissingName, MissingPurchaseOrder
from commonweal.invoicing.actions._quotes import (
    OPEN,
    SMALLEST_IN_PARTS_CENTS,
    AlreadyAccepted,
    State,
    TooSmallForParts,
    hold_quote,
    say,
)
from commonweal.invoicing.models import Quote, QuoteComment, QuoteLine
from commonweal.invoicing.quote_values import totals
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all


class SaySomething(Refusal):
    message = _("Write what you want to say.")
    field = "text"


class SayWhatToChange(Refusal):
    message = _("Say what should change: a new version is made with it.")
    field = "text"


class SayWhyNot(Refusal):
    message = _("Say in a few words why: it helps to make a better offer.")
    field = "reason"


class QuoteSuperseded(Refusal):
    message = _("Read version %(version)s: it replaced this one on %(on)s.")


class QuoteExpired(Refusal):
    message = _("Ask for a new version below: this one was valid until %(until)s.")


class QuoteSettled(Refusal):
    message = _("Ask for a new quote: this one was answered or withdrawn.")


class NotWithTheClient(Refusal):
    message = _("Send the quote first: the client has not read it yet.")


class ChooseSomething(Refusal):
    message = _("Choose at least one of the options: without any there is nothing to do.")
    field = "chosen"


class NoSuchOption(Refusal):
    message = _("Choose among the options that are offered.")
    field = "chosen"


@action
def comment_quote(
    *, quote: Quote, text: str, from_client: bool, by: Actor, at: datetime
) -> QuoteComment:
    """
    Say something about a quote that was sent; client and member read it under all its versions.

    :raises SaySomething, MissingName: if there is nothing to read, or from nobody
    :raises NotWithTheClient: if the client has not got it yet
    """
    held, _family = hold_quote(quote)
    if held.sent_at is None:
        raise NotWithTheClient
    check_all([*([] if text.strip() else [SaySomething()]), *_nameless(by)])
    say(held, text, from_client=from_client, by=by, at=at)
    return QuoteComment.objects.filter(quote=held).latest("id")


@action
def ask_change(*, quote: Quote, text: str, by: Actor, at: datetime) -> Quote:
    """
    Let the client ask for another offer; the one that was sent stands meanwhile. An expired quote
    can be asked for again.

    :raises SayWhatToChange, MissingName: with the remedy
    :raises QuoteSuperseded, QuoteSettled, AlreadyAccepted: if there is nothing to ask any more
    """
    held, family = hold_quote(quote)
    if held.state != State.EXPIRED:
        _refuse_settled(held, family)
    check_all([*([] if text.strip() else [SayWhatToChange()]), *_nameless(by)])
    if held.state == State.SENT:
        held.state = State.CHANGE_ASKED
        held.save(update_fields=["state"])
    say(held, text, from_client=True, by=by, at=at)
    return held


@action
def decline_quote(*, quote: Quote, reason: str, by: Actor, at: datetime) -> Quote:
    """
    Record that the client does not want it. `by` is the client with the name that was typed.

    :raises MissingName, SayWhyNot: with the remedy
    :raises QuoteSuperseded, QuoteSettled, AlreadyAccepted: if there is nothing to decline any more
    """
    held, family = hold_quote(quote)
    _refuse_settled(held, family)
    check_all([*_nameless(by), *([] if reason.strip() else [SayWhyNot()])])
    say(held, reason, from_client=True, by=by, at=at)
    return _answered(held, State.DECLINED, by, at)


@action
def accept_quote(
    *,
    quote: Quote,
    chosen: Collection[int],
    purchase_order: str = "",
    by: Actor,
    at: datetime,
) -> Quote:
    """
    Record that the client agrees, with the optional lines `chosen` (their positions). `by` is the
    client with the name that was typed. The order is the caller's.

    :raises MissingName, MissingPurchaseOrder, ChooseSomething, NoSuchOption: with the remedy
    :raises QuoteExpired, QuoteSuperseded, QuoteSettled, AlreadyAccepted: if it is too late
    """
    held, family = hold_quote(quote)
    _refuse_settled(held, family)
    if held.valid_until < at.astimezone(ZONE).date():
        raise QuoteExpired(until=f"{held.valid_until:%d/%m/%Y}")
    lines = list(QuoteLine.objects.filter(quote=held).order_by("position"))
    number = purchase_order.strip() or held.purchase_order
    check_all([*_nameless(by), *_numberless(held, number), *_wrong_choice(held, lines, chosen)])
    for line in lines:
        line.is_chosen = not line.is_optional or line.position in chosen
    for is_chosen in (True, False):
        places = [line.position for line in lines if line.is_chosen is is_chosen]
        QuoteLine.objects.filter(quote=held, position__in=places).update(is_chosen=is_chosen)
    held.purchase_order = number
    return _answered(held, State.ACCEPTED, by, at)


def _answered(quote: Quote, state: str, by: Actor, at: datetime) -> Quote:
    quote.state, quote.answered_at = state, at
    quote.answered_by, quote.answered_name = by.id, " ".join(by.name.split())
    quote.save(
        update_fields=["state", "purchase_order", "answered_by", "answered_name", "answered_at"]
    )
    return quote


def _nameless(by: Actor) -> Iterator[Refusal]:
    if not by.name.strip():
        yield MissingName()


def _numberless(quote: Quote, number: str) -> Iterator[Refusal]:
    if clients.get(id=quote.client_id).purchase_order_required and not number:
        yield MissingPurchaseOrder()


def _wrong_choice(
    quote: Quote, lines: Sequence[QuoteLine], chosen: Collection[int]
) -> Iterator[Refusal]:
    if not set(chosen) <= {line.position for line in lines if line.is_optional}:
        yield NoSuchOption()
    taken = [line for line in lines if not line.is_optional or line.position in chosen]
    cents = totals(taken).net_cents
    if cents <= 0:
        yield ChooseSomething()
    elif quote.schedule and cents < SMALLEST_IN_PARTS_CENTS:
        yield TooSmallForParts()


def _refuse_settled(quote: Quote, family: Sequence[Quote]) -> None:
    """Make sure that a quote still waits for the client."""
    if quote.state == State.ACCEPTED:
        on = f"{quote.answered_at:%d/%m/%Y}"
        raise AlreadyAccepted(name=quote.answered_name, version=quote.version, on=on)
    if quote.state == State.SUPERSEDED:
        newest = [each for each in family if each.sent_at][-1]
        raise QuoteSuperseded(version=newest.version, on=f"{newest.sent_at:%d/%m/%Y}")
    if quote.state == State.EXPIRED:
        raise QuoteExpired(until=f"{quote.valid_until:%d/%m/%Y}")
    if quote.sent_at is None and quote.state != State.WITHDRAWN:
        raise NotWithTheClient
    if quote.state not in OPEN:
        raise QuoteSettled
