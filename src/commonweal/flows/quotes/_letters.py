"""The letters about quotes, to the client in its language and to the members in theirs."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from commonweal.access import actions as access
from commonweal.activities import queries as units
from commonweal.clients import queries as client_base
from commonweal.invoicing import queries as orders
from commonweal.invoicing.actions import Order, Quote
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.letters import actions as letters
from commonweal.members.queries import Member
from commonweal.rules.parameters import figure

PURPOSE = "quote"


def to_answer(quote: Quote, by: Actor, at: datetime) -> None:
    """Write the letter with the signed link; the links sent before are shut."""
    refs = [each.ref for each in orders.versions(number=quote.number)]
    access.withdraw_links(purpose=PURPOSE, about=refs, by=by, at=at)
    lines = [line for line in orders.quote_lines(quote=quote) if line.is_chosen]
    found = orders.totals_of(lines=lines)
    words = {
        "version": quote.version,
        "price_cents": found.net_cents,
        "vat_cents": found.vat_cents,
        "total_cents": found.total_cents,
        "valid_until": f"{quote.valid_until}",
    }
    _to_client(quote, "quote_to_answer", words | _link(quote, by, at), by, at)


def reminder(quote: Quote, by: Actor, at: datetime) -> None:
    """Remind the client, with a link that works until the end."""
    words = {"valid_until": f"{quote.valid_until}"}
    _to_client(quote, "quote_reminder", words | _link(quote, by, at), by, at)


def said_by_member(quote: Quote, text: str, by: Actor, at: datetime) -> None:
    """Let the client read what was said."""
    _to_client(quote, "quote_word", {"text": _flat(text)} | _link(quote, by, at), by, at)


def withdrawn(quote: Quote, reason: str, by: Actor, at: datetime) -> None:
    """Tell the client that the offer is taken back, and why."""
    _to_client(quote, "quote_withdrawn", {"reason": _flat(reason)}, by, at)


def said_by_client(quote: Quote, text: str, by: Actor, at: datetime) -> None:
    """Let the members read what the client says."""
    _to_members(quote, "quote_said", {"text": _flat(text), "who": by.name}, by, at)


def change_asked(quote: Quote, text: str, by: Actor, at: datetime) -> None:
    """Let the members read what should change."""
    _to_members(quote, "quote_change_asked", {"text": _flat(text), "who": by.name}, by, at)


def declined(quote: Quote, reason: str, by: Actor, at: datetime) -> None:
    """Tell the members that the client does not want it, and why."""
    _to_members(quote, "quote_declined", {"reason": _flat(reason), "who": by.name}, by, at)


def accepted(quote: Quote, order: Order, by: Actor, at: datetime) -> None:
    """Tell the members that the quote is an order now."""
    words = {
        "who": by.name,
        "price_cents": order.price_cents,
        "link": f"{settings.SITE_ADDRESS}/my/jobs/{order.pk}/",
    }
    _to_members(quote, "quote_accepted", words, by, at)


def expired(quote: Quote, by: Actor, at: datetime) -> None:
    """Tell the members that nobody answered in time."""
    _to_members(quote, "quote_expired", {"valid_until": f"{quote.valid_until}"}, by, at)


def _flat(text: str) -> str:
    """One line: an address of somebody else's never becomes a button in a letter of ours."""
    return " ".join(text.split())


def _link(quote: Quote, by: Actor, at: datetime) -> dict[str, str]:
    """A link more: what the client has open goes on working."""
    until = at + timedelta(days=figure("quote.link_days", at.astimezone(ZONE).date()).value)
    token = access.issue_link(purpose=PURPOSE, about=quote.ref, expires_at=until, by=by, at=at)
    return {
        "link": f"{settings.SITE_ADDRESS}/quote/{token}/",
        "expires_on": f"{until.astimezone(ZONE).date()}",
    }


def _to_client(quote: Quote, kind: str, words: Mapping[str, Any], by: Actor, at: datetime) -> None:
    client = client_base.get(id=quote.client_id)
    member = units.managers(units=[quote.unit_id])[quote.unit_id]
    facts = {"member": member, "title": quote.title, "number": quote.number}
    letter = letters.NewLetter(
        to=client.email,
        name=client.name,
        language=quote.language,
        kind=kind,
        context={**facts, **words},
        about=quote.ref,
    )
    letters.post(letters=[letter], by=by, at=at)


def _to_members(quote: Quote, kind: str, words: Mapping[str, Any], by: Actor, at: datetime) -> None:
    page = f"{settings.SITE_ADDRESS}/my/budget/{quote.unit_id}/quotes/{quote.pk}/"
    client = client_base.get(id=quote.client_id)
    facts = {"client": client.name, "title": quote.title, "number": quote.number, "link": page}
    written = [
        letters.NewLetter(
            to=member.email,
            name=member.full_name,
            language=member.language,
            kind=kind,
            context={**facts, **words},
            about=quote.ref,
        )
        for member in _concerned(quote)
    ]
    letters.post(letters=written, by=by, at=at)


def _concerned(quote: Quote) -> Iterator[Member]:
    """Who manages the budget, and who drafted the quote; not everybody who looks."""
    for mandate in units.mandates(unit=quote.unit_id):
        drafted = quote.drafted_by == f"user:{mandate.member.user_id}"
        if drafted or units.may(mandate=mandate, deed=units.Deed.SPEND):
            yield mandate.member
