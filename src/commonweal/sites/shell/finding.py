"""One box to find everything by: a name, a number, a reference of payment or an amount."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Sieve
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.filters import asked_alone
from commonweal.sites.shell.kit import Text
from commonweal.sites.shell.templatetags.house import day, euro

SHORTEST, EACH = 2, 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found; `id` names its place in the list for whoever moves by arrows."""

    label: str
    note: str
    href: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind, and where all of them are."""

    label: Text
    hits: list[Hit]
    more: str = ""


def address(name: str, place: int | str, *, roles: Collection[str]) -> str:
    """Return the address of a thing; nothing if these roles may not open it."""
    try:
        url = reverse(name, args=[place])
    except NoReverseMatch:
        return ""
    return "" if resolve(url).func.doors.isdisjoint(roles) else url  # type: ignore[attr-defined]


def answer(request: Visit, groups: Iterable[Group], *, text: str, page: str) -> HttpResponse:
    """Draw what was found: only the list for the box of every page, or the whole page."""
    number = count(1)
    found = [
        Group(
            group.label,
            [Hit(hit.label, hit.note, hit.href, f"hit-{next(number)}") for hit in group.hits],
            group.more,
        )
        for group in groups
        if group.hits
    ]
    context = {"groups": found, "text": text, "too_short": len(text) < SHORTEST, "page": page}
    alone = asked_alone(request, "q")
    return render(request, "shell/found.html" if alone else "shell/search.html", context)


def invoices(text: str, *, on: date, name: str, roles: Collection[str], more: str = "") -> Group:
    """Invoices and credit notes by number, reference, amount, order of the client or its name."""
    hits = [
        Hit(
            row.number,
            f"{row.buyer_name} · {euro(row.sign * row.gross_cents)} · {day(row.issued_on)}",
            address(name, row.number, roles=roles),
        )
        for row in invoicing.issued(sieve=Sieve(on=on, text=text), most=EACH)
    ]
    return Group(_("Invoices and credit notes"), _open(hits), more if len(hits) == EACH else "")


def orders(text: str, *, name: str, roles: Collection[str]) -> Group:
    """Jobs by their title, or by the purchase order of the client."""
    found = invoicing.orders_named(text=text)[:EACH]
    hits = [
        Hit(order.title, f"{order.client.name} · {order.get_state_display()}",
            address(name, order.pk, roles=roles))
        for order in found
    ]  # fmt: skip
    return Group(_("Jobs"), _open(hits))


def units(text: str, *, on: date, name: str, roles: Collection[str]) -> Group:
    """Budgets by their name or that of somebody who acts for them."""
    found = activities.watched(on=on, text=text)[:EACH]
    hits = [
        Hit(unit.name, f"{unit.get_kind_display()}", address(name, unit.pk, roles=roles))
        for unit in found
    ]
    return Group(_("Budgets"), _open(hits))


def _open(hits: list[Hit]) -> list[Hit]:
    """What these roles may open."""
    return [hit for hit in hits if hit.href]
