"""The client confirms: work is cleared, declared, and the budget is confirmed."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.access import actions as access
from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.clients import queries as clients
from commonweal.employment import actions as employment
from commonweal.employment import queries as work
from commonweal.flows.three_in_one._terms import (
    confirm_by,
    member_of,
    standing_contracts,
    vat_of,
)
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries as guaranteed
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.letters import actions as letters
from commonweal.members.queries import Member

PURPOSE = "confirm"


class StartHasPassed(Refusal):
    message = _(
        "Agree on new days first: the work was to start on %(day)s, and it is declared to social "
        "security before it starts."
    )


@action
def confirm(
    *, order: invoicing.Order, purchase_order: str, by: Actor, at: datetime
) -> invoicing.Order:
    """
    Record that the client agrees, decide once whether the house stands for the wage, and let
    everything begin: the work of a guaranteed order is cleared and declared at once. `by`
    is the client with the name that was typed.

    :raises WorkHasBegun: if the start has passed, so that it cannot be declared in time
    :raises Refusal: what the order lacks, or that there is nothing to confirm any more
    """
    order = invoicing.confirm_order(order=order, purchase_order=purchase_order, by=by, at=at)
    activities.confirm(origins=[order.ref], by=by, at=at)
    client = clients.get(id=order.client_id)
    (decision,) = guarantee.decide(orders=[order], by=by, at=at)
    if decision.eligible:
        contracts = standing_contracts(order)
        cleared = employment.clear_for_work(contracts=contracts, by=by, at=at)
        named = [contract for contract in cleared if work.is_named(contract)]
        employment.declare(contracts=named, by=by, at=at)
    _tell_member(order, client.name, decision.eligible, by, at)
    return order


@action
def send_link(*, order: invoicing.Order, by: Actor, at: datetime) -> invoicing.Order:
    """
    Send the client a fresh link, and shut the ones sent before.

    :raises StartHasPassed: if it is too late to confirm
    :raises Refusal: if the order needs no confirmation any more
    """
    invoicing.refuse_settled(order)
    access.withdraw_links(purpose=PURPOSE, about=[order.ref], by=by, at=at)
    write_to_client(order=order, by=by, at=at)
    return order


def write_to_client(*, order: invoicing.Order, by: Actor, at: datetime) -> None:
    """Write the letter with the signed link, in the language of the order."""
    client = clients.get(id=order.client_id)
    until = _confirmed_by(order, at)
    token = access.issue_link(purpose=PURPOSE, about=order.ref, expires_at=until, by=by, at=at)
    vat = vat_of(order).cents
    letter = letters.NewLetter(
        to=client.email,
        name=client.name,
        language=order.language,
        kind="order_to_confirm",
        context={
            "member": member_of(order),
            "title": order.title,
            "first_on": f"{order.starts_on}",
            "last_on": f"{order.ends_on}",
            "price_cents": order.price_cents,
            "vat_cents": vat,
            "total_cents": order.price_cents + vat,
            "purchase_order": order.purchase_order,
            "link": f"{settings.SITE_ADDRESS}/order/{token}/",
            "expires_on": f"{until.astimezone(ZONE).date()}",
        },
        about=order.ref,
    )
    letters.post(letters=[letter], by=by, at=at)


def _confirmed_by(order: invoicing.Order, at: datetime) -> datetime:
    """Until when the client can confirm: work is declared before it starts, if it is declared."""
    contracts = standing_contracts(order)
    starts_at = min((contract.starts_at for contract in contracts), default=None)
    if starts_at and starts_at <= at:
        raise StartHasPassed(day=date_format(starts_at.astimezone(ZONE), "SHORT_DATE_FORMAT"))
    return confirm_by(starts_at=starts_at, at=at)


def _tell_member(
    order: invoicing.Order, client_name: str, is_sure: bool, by: Actor, at: datetime
) -> None:
    for member in _concerned(order):
        letter = letters.NewLetter(
            to=member.email,
            name=member.full_name,
            language=member.language,
            kind="order_confirmed",
            context={
                "client": client_name,
                "title": order.title,
                "first_on": f"{order.starts_on}",
                "last_on": f"{order.ends_on}",
                "price_cents": order.price_cents,
                "obstacles": "" if is_sure else _obstacles(order, member.language, at),
                "link": f"{settings.SITE_ADDRESS}/my/jobs/{order.pk}/",
            },
            about=order.ref,
        )
        letters.post(letters=[letter], by=by, at=at)


def _obstacles(order: invoicing.Order, language: str, at: datetime) -> str:
    """Why its wage is not guaranteed, in the language of who reads it."""
    with translation.override(language):
        found = guaranteed.obstacles(orders=[order], on=at.astimezone(ZONE).date())
        return " ".join(map(str, found[order.pk]))


def _concerned(order: invoicing.Order) -> Iterator[Member]:
    """Who manages the budget, who placed the order, who works on it; not everybody who looks."""
    working = {contract.member_id for contract in standing_contracts(order)}
    for mandate in units.mandates(unit=order.unit_id):
        member = mandate.member
        placed = order.placed_by == f"user:{member.user_id}"
        if placed or member.pk in working or units.may(mandate=mandate, deed=units.Deed.SPEND):
            yield member


@action
def warn_refused(*, by: Actor, at: datetime) -> list[letters.Letter]:
    """Write to each worker whose declaration social security refused since the last run."""
    heard = unread(job="three_in_one.warn_refused", verbs=["employment.record_answers"])
    ids = {int(ref.removeprefix("contract:")) for event in heard for ref in event.subjects}
    refused = work.declarations(states=["refused"]).filter(contract__in=ids)
    return letters.post(letters=[_warning(declaration) for declaration in refused], by=by, at=at)


def _warning(declaration: work.Declaration) -> letters.NewLetter:
    contract = declaration.contract
    with translation.override(contract.member.language):
        found = work.objections(declaration)
    return letters.NewLetter(
        to=contract.member.email,
        name=contract.member.full_name,
        language=contract.member.language,
        kind="declaration_refused",
        context={
            "title": contract.assignment.title,
            "worker": contract.member.full_name,
            "first_on": f"{contract.starts_on}",
            "reason": " ".join(each.words for each in found),
            "remedy": " ".join(each.remedy for each in found),
            "link": f"{settings.SITE_ADDRESS}/my/",
        },
        about=declaration.ref,
    )
