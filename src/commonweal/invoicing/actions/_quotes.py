"""The member's side of a quote: draft, change, send, a new version, take back."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.einvoice.values import Vat
from commonweal.invoicing.accounts import UnknownVatRate, turnover_account
from commonweal.invoicing.actions._demands import (
    MissingDescription,
    MissingLines,
    OutsideScopeStandsAlone,
    WrongQuantity,
)
from commonweal.invoicing.actions._orders import MissingReason, MissingTitle, WrongPeriod
from commonweal.invoicing.models import Instalment, Quote, QuoteComment, QuoteLine
from commonweal.invoicing.quote_values import (
    WHOLE_BP,
    NewQuote,
    NewQuoteLine,
    PlannedPart,
    Priced,
    line_net,
    totals,
)
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all

State = Quote.State
OPEN = (State.SENT, State.CHANGE_ASKED)
TO_REPLACE = (*OPEN, State.EXPIRED)
SMALLEST_SHARE_BP, SMALLEST_IN_PARTS_CENTS = 100, 100

TAKE_NUMBER = """
insert into invoicing_series as series (name, last_number) values (%s, 1)
on conflict (name) do update set last_number = series.last_number + 1 returning last_number
"""


class WrongShares(Refusal):
    message = _("Let the parts add up to 100 %%, each of at least 1 %%: now they make %(sum)s %%.")
    field = "schedule"


class PartWithoutWords(Refusal):
    message = _("Say of each part what it is: the client reads it on the invoice.")
    field = "schedule"


class PartWithoutDay(Refusal):
    message = _("Give the day of each part that is invoiced on a day, from today on.")
    field = "schedule"


class TooSmallForParts(Refusal):
    message = _("Invoice less than one euro in one part.")
    field = "schedule"


class NothingOffered(Refusal):
    message = _("Offer work for more than zero euro: a discount takes away less than the rest.")
    field = "lines"


class ValidityOver(Refusal):
    message = _("Choose a day from today on until which the client can answer.")
    field = "valid_until"


class NoDraft(Refusal):
    message = _("Make a new version: what was sent is never changed.")


class VersionWaits(Refusal):
    message = _("Go on with version %(version)s first: it was not sent yet.")


class AlreadyAccepted(Refusal):
    message = _("Nothing more to do: %(name)s accepted version %(version)s on %(on)s.")


class NothingToTakeBack(Refusal):
    message = _("Nothing more to do: this quote is settled.")


class NotBeingChecked(Refusal):
    message = _("Nothing more to do: this quote waits for no adviser.")


@action
def draft_quote(*, quote: NewQuote, by: Actor, at: datetime) -> Quote:
    """
    Write a quote under the next number of the year ("Q2026-000001"); nobody else hears of it.

    :raises MissingTitle, MissingLines, MissingDescription, WrongQuantity, UnknownVatRate,
        WrongPeriod, WrongShares, PartWithoutWords, PartWithoutDay: with the remedy
    """
    check_all(_refusals(quote))
    series = f"Q{at.astimezone(ZONE).year}"
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBER, [series])
        (nth,) = cursor.fetchone()
    drafted = Quote(number=f"{series}-{nth:06d}", **_words(quote))
    drafted.key, drafted.drafted_by, drafted.drafted_at = quote.key, by.id, at
    drafted.save(force_insert=True)
    _write_lines(drafted, quote.lines)
    return drafted


@action
def change_quote(*, quote: Quote, new: NewQuote, by: Actor, at: datetime) -> Quote:
    """
    Write a draft anew, under its number. Its unit stays.

    :raises NoDraft: if it was sent
    :raises Refusal: as `draft_quote`
    """
    held, _family = hold_quote(quote)
    check_all([NoDraft()] if held.state != State.DRAFT else _refusals(new))
    words = _words(replace(new, unit_id=held.unit_id))
    for name, value in words.items():
        setattr(held, name, value)
    held.save(update_fields=list(words))
    QuoteLine.objects.filter(quote=held).delete()
    _write_lines(held, new.lines)
    return held


@action
def new_version(*, quote: Quote, by: Actor, at: datetime) -> Quote:
    """
    Copy the newest version of a quote into a draft that replaces it once it is sent.

    :raises VersionWaits: if there is a version that was not sent yet
    :raises AlreadyAccepted: if the client accepted
    """
    _held, family = hold_quote(quote)
    check_all(_closed(family, without=()))
    last = family[-1]
    lines = list(QuoteLine.objects.filter(quote=last).order_by("position"))
    fresh = Quote(
        **{name: getattr(last, name) for name in COPIED},
        version=last.version + 1, drafted_by=by.id, drafted_at=at,
    )  # fmt: skip
    fresh.save(force_insert=True)
    for line in lines:
        line.quote = fresh
    QuoteLine.objects.bulk_create(lines)
    return fresh


@action
def send_quote(*, quote: Quote, checking: bool = False, by: Actor, at: datetime) -> Quote:
    """
    Put a draft to the client: the versions before are superseded. With `checking` an adviser looks
    at it first. The letter with the link is the caller's.

    :raises NoDraft: if it was sent already
    :raises ValidityOver, PartWithoutDay, NothingOffered, TooSmallForParts: with the remedy
    :raises AlreadyAccepted: if the client accepted an earlier version meanwhile
    """
    held, family = hold_quote(quote)
    if held.state != State.DRAFT:
        raise NoDraft
    today = at.astimezone(ZONE).date()
    check_all([*_closed(family, without=(held.pk,)), *_not_to_send(held, today)])
    if checking:
        held.state = State.CHECKING
        held.save(update_fields=["state"])
        return held
    return _put(held, family, at)


@action
def let_go_quote(*, quote: Quote, by: Actor, at: datetime) -> Quote:
    """
    Put a quote that an adviser approved to the client; the letter is the caller's.

    :raises NotBeingChecked: if it waits for no adviser
    :raises AlreadyAccepted: if the client accepted an earlier version meanwhile
    """
    held, family = hold_quote(quote)
    if held.state != State.CHECKING:
        raise NotBeingChecked
    check_all(_closed(family, without=(held.pk,)))
    return _put(held, family, at)


@action
def withdraw_quote(*, quote: Quote, reason: str, by: Actor, at: datetime) -> Quote:
    """
    Take a quote back before the client accepts it. Its number stays taken.

    :raises MissingReason: if the client had it and no reason is given
    :raises NothingToTakeBack: if it is accepted, declined, replaced or withdrawn
    """
    held, _family = hold_quote(quote)
    if held.state not in (State.DRAFT, State.CHECKING, *TO_REPLACE):
        raise NothingToTakeBack
    check_all([MissingReason()] if held.sent_at and not reason.strip() else [])
    held.state = State.WITHDRAWN
    held.save(update_fields=["state"])
    if held.sent_at:
        say(held, reason, from_client=False, by=by, at=at)
    return held


@action
def expire_quotes(*, by: Actor, at: datetime) -> list[Quote]:
    """End the quotes whose last day is over and that nobody answered, and return them."""
    today = at.astimezone(ZONE).date()
    over = Quote.objects.select_for_update(of=("self",)).filter(
        state__in=OPEN, valid_until__lt=today
    )
    found = list(over.select_related("client").order_by("id"))
    for quote in found:
        quote.state = State.EXPIRED
    Quote.objects.bulk_update(found, ["state"])
    return found


@action
def mark_reminded(*, quotes: Sequence[Quote], by: Actor, at: datetime) -> list[Quote]:
    """Note that these clients were reminded; return the quotes of which nobody was before."""
    rows = Quote.objects.select_for_update(of=("self",)).filter(
        id__in=[quote.pk for quote in quotes], state__in=OPEN, reminded_at=None
    )
    found = list(rows.select_related("client").order_by("id"))
    for quote in found:
        quote.reminded_at = at
    Quote.objects.bulk_update(found, ["reminded_at"])
    return found


def hold_quote(quote: Quote) -> tuple[Quote, list[Quote]]:
    """
    Return a quote as it is now, and all its versions in their order, held until the transaction
    ends: who sends a version and who accepts another wait for each other.
    """
    rows = Quote.objects.select_for_update().filter(number=quote.number).order_by("version")
    family = list(rows)
    return next(each for each in family if each.pk == quote.pk), family


def say(quote: Quote, text: str, *, from_client: bool, by: Actor, at: datetime) -> None:
    """Keep what was said with a deed, if anything was."""
    if text.strip():
        QuoteComment.objects.create(
            quote=quote, unit_id=quote.unit_id, text=text.strip(), by=by.id, by_name=by.name,
            from_client=from_client, said_at=at,
        )  # fmt: skip


COPIED = (
    "unit_id", "client_id", "number", "title", "introduction", "terms", "language", "valid_until",
    "starts_on", "ends_on", "purchase_order", "schedule",
)  # fmt: skip


def _words(new: NewQuote) -> dict[str, Any]:
    return {
        "unit_id": new.unit_id,
        "client": new.client,
        "title": " ".join(new.title.split()),
        "introduction": new.introduction.strip(),
        "terms": new.terms.strip(),
        "language": new.language or new.client.language,
        "valid_until": new.valid_until,
        "starts_on": new.starts_on,
        "ends_on": new.starts_on and (new.ends_on or new.starts_on),
        "purchase_order": new.purchase_order.strip(),
        "schedule": [part.row for part in new.schedule],
    }


def _write_lines(quote: Quote, lines: Sequence[NewQuoteLine]) -> None:
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            position=position,
            unit_id=quote.unit_id,
            description=" ".join(line.description.split()),
            thousandths=line.thousandths,
            unit_code=line.unit_code,
            price_cents=line.price_cents,
            net_cents=line_net(line),
            vat=line.vat,
            rate_bp=line.rate_bp,
            is_optional=line.is_optional,
            is_chosen=line.is_chosen or not line.is_optional,
        )
        for position, line in enumerate(lines, 1)
    )


def _refusals(new: NewQuote) -> Iterator[Refusal]:
    if not new.title.strip():
        yield MissingTitle()
    yield from refuse_lines(new.lines)
    if new.starts_on and not new.starts_on <= (new.ends_on or new.starts_on):
        yield WrongPeriod()
    yield from _wrong_parts(new.schedule)


def refuse_lines(lines: Sequence[Priced]) -> Iterator[Refusal]:
    """Yield what keeps these lines from being offered or ordered."""
    if not lines:
        yield MissingLines()
    if any(not line.description.strip() for line in lines):
        yield MissingDescription()
    if any(line.price_cents < 0 or not line.thousandths for line in lines):
        yield WrongQuantity()
    kinds = {line.vat for line in lines}
    if len(kinds) > 1 and Vat.OUTSIDE_SCOPE in kinds:
        yield OutsideScopeStandsAlone()
    for line in lines:
        if not turnover_account(Vat(line.vat), line.rate_bp):
            yield UnknownVatRate(rate=line.rate_bp / 100)


def _wrong_parts(parts: Sequence[PlannedPart]) -> Iterator[Refusal]:
    if not parts:
        return
    sum_bp = sum(part.share_bp for part in parts)
    if sum_bp != WHOLE_BP or min(part.share_bp for part in parts) < SMALLEST_SHARE_BP:
        yield WrongShares(sum=f"{sum_bp / 100:g}")
    if any(not part.label.strip() for part in parts):
        yield PartWithoutWords()
    if any((part.kind == Instalment.Kind.DATE) != bool(part.on) for part in parts):
        yield PartWithoutDay()


def _not_to_send(quote: Quote, today: date) -> Iterator[Refusal]:
    lines = list(QuoteLine.objects.filter(quote=quote))
    if quote.valid_until < today:
        yield ValidityOver()
    parts = [PlannedPart.of(row) for row in quote.schedule]
    if any(part.on and part.on < today for part in parts):
        yield PartWithoutDay()
    most = totals(lines).net_cents
    least = totals(line for line in lines if not line.is_optional).net_cents
    if most <= 0 or least < 0:
        yield NothingOffered()
    if parts and 0 < most < SMALLEST_IN_PARTS_CENTS:
        yield TooSmallForParts()


def _closed(family: Sequence[Quote], without: Collection[int]) -> Iterator[Refusal]:
    """What keeps a version of this family from being made or sent."""
    for each in family:
        if each.state == State.ACCEPTED:
            on = f"{each.answered_at:%d/%m/%Y}"
            yield AlreadyAccepted(name=each.answered_name, version=each.version, on=on)
        elif each.state in (State.DRAFT, State.CHECKING) and each.pk not in without:
            yield VersionWaits(version=each.version)


def _put(quote: Quote, family: Sequence[Quote], at: datetime) -> Quote:
    before = [each.pk for each in family if each.state in TO_REPLACE]
    Quote.objects.filter(id__in=before).update(state=State.SUPERSEDED)
    quote.state, quote.sent_at = State.SENT, at
    quote.save(update_fields=["state", "sent_at"])
    return quote
