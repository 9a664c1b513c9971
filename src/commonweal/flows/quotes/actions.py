"""The verbs of a quote: offer, put to the client, answer, and what follows for the budget."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.clients import queries as client_base
from commonweal.clients.actions import Client
from commonweal.flows.quotes import _letters
from commonweal.flows.quotes._terms import (
    ForActivities,
    brings,
    most_cents,
    not_to_offer,
    quote_of,
    schedule_of,
)
from commonweal.flows.quotes.values import Offer, Row
from commonweal.flows.validation.queries import decider
from commonweal.guarantee import actions as guarantee
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as orders
from commonweal.invoicing.actions import Order, Quote, QuoteComment
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.rules.parameters import figure

__all__ = [
    "ForActivities",
    "Offer",
    "Row",
    "accept",
    "ask_change",
    "change",
    "comment",
    "decline",
    "draft",
    "duplicate",
    "expire",
    "let_go",
    "remind",
    "send",
    "send_link",
    "withdraw",
]


@action
def draft(
    *, offer: Offer, client: Client, key: str | None = None, by: Actor, at: datetime
) -> Quote:
    """
    Write an offer down; `key` makes it happen once. The client hears nothing yet.

    :raises ForActivities: from a 3in1 account
    :raises Refusal: as `invoicing.draft_quote`
    """
    if key and (earlier := orders.find_quote(key=key)):
        return earlier
    check_all(_refuse_three_in_one(offer.unit_id))
    new = quote_of(offer, client, key, at.astimezone(ZONE).date())
    return invoicing.draft_quote(quote=new, by=by, at=at)


def _refuse_three_in_one(unit: int) -> Iterator[Refusal]:
    if units.get(id=unit).kind != units.UnitKind.ACTIVITY:
        yield ForActivities()


@action
def change(*, quote: Quote, offer: Offer, client: Client, by: Actor, at: datetime) -> Quote:
    """
    Write a draft anew.

    :raises Refusal: as `invoicing.change_quote`
    """
    new = quote_of(offer, client, None, at.astimezone(ZONE).date())
    return invoicing.change_quote(quote=quote, new=new, by=by, at=at)


@action
def duplicate(*, quote: Quote, by: Actor, at: datetime) -> Quote:
    """Draft a quote under a number of its own that says the same, valid anew from today."""
    today = at.astimezone(ZONE).date()
    lines = orders.quote_lines(quote=quote)
    parts = [invoicing.PlannedPart.of(row) for row in quote.schedule]
    new = invoicing.NewQuote(
        unit_id=quote.unit_id,
        client=client_base.get(id=quote.client_id),
        title=quote.title,
        lines=[
            invoicing.NewQuoteLine(
                line.description,
                line.price_cents,
                invoicing.Vat(line.vat),
                line.rate_bp,
                line.thousandths,
                line.unit_code,
                line.is_optional,
                line.is_chosen,
            )  # fmt: skip
            for line in lines
        ],
        valid_until=today + timedelta(days=figure("quote.validity_days", today).value),
        introduction=quote.introduction,
        terms=quote.terms,
        language=quote.language,
        schedule=parts,
    )
    return invoicing.draft_quote(quote=new, by=by, at=at)


@action
def send(*, quote: Quote, by: Actor, at: datetime) -> Quote:
    """
    Put a draft to its client: a letter with a signed link, and a planned budget. Above the trust
    in who sends it, counting every option, an adviser looks at it first.

    :raises Refusal: everything that stands in the way, each with its remedy
    """
    (unit,) = activities.hold(units=[quote.unit_id])
    if orders.get_quote(id=quote.pk).state != Quote.State.DRAFT:  # sent by a click just before
        raise invoicing.NoDraft
    client = client_base.get(id=quote.client_id)
    check_all(not_to_offer(unit, client, at.astimezone(ZONE).date()))
    asked = _ask(quote, by, at)
    waits = asked.state == asked.State.WAITING
    sent = invoicing.send_quote(quote=quote, checking=waits, by=by, at=at)
    return sent if waits else _put(sent, by, at)


def _ask(quote: Quote, by: Actor, at: datetime) -> activities.Validation:
    new = activities.NewValidation(
        unit_id=quote.unit_id,
        member_id=decider(unit=quote.unit_id, by=by),
        origin=quote.ref,
        text=quote.title,
        cents=most_cents(quote),
    )
    (asked,) = activities.ask(validations=[new], by=by, at=at)
    return asked


@action
def let_go(*, quote: Quote, by: Actor, at: datetime) -> Quote:
    """
    Put a quote that an adviser approved to its client.

    :raises Refusal: as `invoicing.let_go_quote`
    """
    activities.hold(units=[quote.unit_id])
    return _put(invoicing.let_go_quote(quote=quote, by=by, at=at), by, at)


def _put(quote: Quote, by: Actor, at: datetime) -> Quote:
    """The versions before promise nothing any more; this one does, until its last day."""
    family = orders.versions(number=quote.number)
    others = [each.ref for each in family if each.pk != quote.pk]
    activities.release(origins=others, by=by, at=at)
    lines = [line for line in orders.quote_lines(quote=quote) if line.is_chosen]
    cents = orders.totals_of(lines=lines).net_cents
    if cents > 0:
        promise = activities.NewCommitment(
            unit_id=quote.unit_id,
            kind=activities.CommitmentKind.PLANNED,
            origin=quote.ref,
            cents=brings(cents, quote.ends_on or at.astimezone(ZONE).date()),
            expires_on=quote.valid_until,
        )
        activities.commit(commitments=[promise], by=by, at=at)
    _letters.to_answer(quote, by, at)
    return quote


@action
def send_link(*, quote: Quote, by: Actor, at: datetime) -> Quote:
    """
    Send the client a fresh link to the newest version, and shut the ones sent before.

    :raises NotWithTheClient: if nothing was sent yet
    """
    newest = orders.newest_sent(quote=quote)
    if newest.sent_at is None:
        raise invoicing.NotWithTheClient
    _letters.to_answer(newest, by, at)
    return newest


@action
def comment(*, quote: Quote, text: str, from_client: bool, by: Actor, at: datetime) -> QuoteComment:
    """
    Say something about a quote; the other side reads it in a letter.

    :raises Refusal: as `invoicing.comment_quote`
    """
    said = invoicing.comment_quote(quote=quote, text=text, from_client=from_client, by=by, at=at)
    tell = _letters.said_by_client if from_client else _letters.said_by_member
    tell(quote, said.text, by, at)
    return said


@action
def ask_change(*, quote: Quote, text: str, by: Actor, at: datetime) -> Quote:
    """
    Let the client ask for another offer; the members of the unit read what.

    :raises Refusal: as `invoicing.ask_change`
    """
    asked = invoicing.ask_change(quote=quote, text=text, by=by, at=at)
    _letters.change_asked(asked, text, by, at)
    return asked


@action
def decline(*, quote: Quote, reason: str, by: Actor, at: datetime) -> Quote:
    """
    Record that the client does not want it; nothing is planned any more.

    :raises Refusal: as `invoicing.decline_quote`
    """
    activities.hold(units=[quote.unit_id])
    declined = invoicing.decline_quote(quote=quote, reason=reason, by=by, at=at)
    activities.release(origins=[quote.ref], by=by, at=at)
    _letters.declined(declined, reason, by, at)
    return declined


@action
def withdraw(*, quote: Quote, reason: str, by: Actor, at: datetime) -> Quote:
    """
    Take a quote back before it is accepted; a client who had it reads why.

    :raises Refusal: as `invoicing.withdraw_quote`
    """
    activities.hold(units=[quote.unit_id])
    activities.call_off(origins=[quote.ref], by=by, at=at)
    gone = invoicing.withdraw_quote(quote=quote, reason=reason, by=by, at=at)
    activities.release(origins=[quote.ref], by=by, at=at)
    if gone.sent_at:
        _letters.withdrawn(gone, reason, by, at)
    return gone


@action
def accept(
    *, quote: Quote, chosen: Collection[int], purchase_order: str, by: Actor, at: datetime
) -> Order:
    """
    Let the client agree, by name and with the options it chose: this makes the order, confirmed
    at once, with the parts in which it is invoiced; the budget is confirmed, part by part.

    :raises Refusal: as `invoicing.accept_quote`
    """
    activities.hold(units=[quote.unit_id])
    accepted = invoicing.accept_quote(
        quote=quote, chosen=chosen, purchase_order=purchase_order, by=by, at=at
    )
    order = _order(accepted, by, at)
    order = invoicing.confirm_order(order=order, by=by, at=at)
    guarantee.decide(orders=[order], by=by, at=at)
    activities.release(origins=[quote.ref], by=by, at=at)
    activities.commit(commitments=_promises(order, at), by=by, at=at)
    _letters.accepted(accepted, order, by, at)
    return order


def _order(quote: Quote, by: Actor, at: datetime) -> Order:
    lines = [line for line in orders.quote_lines(quote=quote) if line.is_chosen]
    new = invoicing.NewOrder(
        unit_id=quote.unit_id,
        client=client_base.get(id=quote.client_id),
        title=quote.title,
        price_cents=orders.totals_of(lines=lines).net_cents,
        vat=invoicing.Vat(lines[0].vat),
        rate_bp=lines[0].rate_bp,
        purchase_order=quote.purchase_order,
        language=quote.language,
        starts_on=quote.starts_on,
        ends_on=quote.ends_on,
        key=quote.ref,
    )
    (order,) = invoicing.place_order(orders=[new], by=by, at=at)
    return invoicing.detail_order(
        order=order, lines=lines, parts=schedule_of(quote), quote=quote, by=by, at=at
    )


def _promises(order: Order, at: datetime) -> list[activities.NewCommitment]:
    """One promise for each part, so that an invoice of one part takes the place of that alone."""
    on = order.ends_on or at.astimezone(ZONE).date()
    parts = [(part.ref, part.cents) for part in orders.instalments(order=order)]
    return [
        activities.NewCommitment(
            order.unit_id, activities.CommitmentKind.CONFIRMED, origin, brings(cents, on)
        )
        for origin, cents in parts or [(order.ref, order.price_cents)]
    ]


@action
def expire(*, by: Actor, at: datetime) -> Sequence[Quote]:
    """End the quotes whose last day is over, and tell their members."""
    over = invoicing.expire_quotes(by=by, at=at)
    activities.release(origins=[quote.ref for quote in over], by=by, at=at)
    for quote in over:
        _letters.expired(quote, by, at)
    return over


@action
def remind(*, by: Actor, at: datetime) -> Sequence[Quote]:
    """
    Remind the clients who had a quote for some days already and have only some left
    (`quote.reminder_days`, both), once each.
    """
    today = at.astimezone(ZONE).date()
    days = timedelta(days=figure("quote.reminder_days", today).value)
    due = [
        quote
        for quote in orders.quotes_to_remind(on=today, until=today + days)
        if quote.sent_at and quote.sent_at.astimezone(ZONE).date() + days <= today
    ]
    reminded = invoicing.mark_reminded(quotes=due, by=by, at=at)
    for quote in reminded:
        _letters.reminder(quote, by, at)
    return reminded
