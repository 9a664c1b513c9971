"""Find a person, a client, a unit or a paper from any page of the desk."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from commonweal.clients import queries as clients
from commonweal.members import queries as members
from commonweal.sites.shell import finding
from commonweal.sites.shell.doors import STAFF, Visit, allow
from commonweal.sites.shell.finding import EACH, SHORTEST, Group, Hit, address

PAYERS = frozenset({"payroll", "finance_maker", "finance_checker", "administrator"})
SHORTEST_IBAN = 14


@require_GET
@allow(*STAFF)
def search(request: Visit) -> HttpResponse:
    """Show what was found in groups, each only with what these roles may open."""
    text = request.GET.get("q", "").strip()[:100]
    groups = _groups(request, text) if len(text) >= SHORTEST else ()
    return finding.answer(request, groups, text=text, page=reverse("desk:search"))


def _groups(request: Visit, text: str) -> Iterator[Group]:
    roles, on = request.roles, request.at.date()
    if may(roles, "desk:invoice", "0"):
        more = f"{reverse('desk:invoices')}?{urlencode({'q': text})}"
        yield finding.invoices(text, on=on, name="desk:invoice", roles=roles, more=more)
    if may(roles, "desk:client", 0):
        more = f"{reverse('desk:clients')}?{urlencode({'q': text})}"
        found = clients.search(text=text)[:EACH]
        hits = [
            Hit(each.name, each.city, address("desk:client", each.pk, roles=roles))
            for each in found
        ]
        yield Group(_("Clients"), hits, more if len(hits) == EACH else "")
    if may(roles, "desk:member", 0):
        more = f"{reverse('desk:members')}?{urlencode({'q': text})}"
        found_members = [*_by_account(text, roles), *members.search(text=text)[:EACH]]
        people = [
            Hit(each.full_name, each.city, address("desk:member", each.pk, roles=roles))
            for each in found_members
        ]
        yield Group(_("Members"), people, more if len(people) == EACH else "")
    if may(roles, "desk:unit", 0):
        yield finding.units(text, on=on, name="desk:unit", roles=roles)
    if may(roles, "desk:job", 0):
        yield finding.orders(text, name="desk:job", roles=roles)


def may(roles: frozenset[str], name: str, place: int | str) -> bool:
    """Whether these roles may open things of a kind: what they may not is not looked for."""
    return bool(address(name, place, roles=roles))


def _by_account(text: str, roles: frozenset[str]) -> "list[members.Member]":
    """The member with an account number, for who may see these."""
    plain = "".join(text.split()).upper()
    if roles.isdisjoint(PAYERS) or len(plain) < SHORTEST_IBAN or not plain[:2].isalpha():
        return []
    return list(members.with_account(iban=plain)[:EACH])
