"""Every address of the desk, tried by everybody who has no business there, by GET and by POST."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver

from commonweal.access.queries import Role, User
from commonweal.banking.models import (
    MatchRule,
    Move,
    PayeeAccount,
    PaymentBatch,
    Refund,
    Statement,
)
from commonweal.clients.models import Client as Customer
from commonweal.flows.client_pages import actions as client_pages
from commonweal.guarantee.models import Bankruptcy
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Event
from tests.cast import make_staff
from tests.house.test_pages import BACKEND, door_of, views

OFFICE = frozenset(Role) - {Role.MEMBER}
# Where the money of the house moves: tried with things that exist, for those who belong as well.
MONEY = ("desk/bank/", "desk/matching/", "desk/payments/", "desk/guarantee/")
THINGS: list[tuple[str, type[Model]]] = [
    (r"bank/statements/", Statement),
    (r"bank/moves/", Move),
    (r"bank/payments/", PaymentBatch),
    (r"matching/rules/", MatchRule),
    (r"matching/", Move),
    (r"payments/refunds/", Refund),
    (r"payments/accounts/", PayeeAccount),
    (r"guarantee/clients/", Customer),
    (r"guarantee/bankruptcies/", Bankruptcy),
]
# Nothing of the demonstration fits these: no statement is a CSV file, no payment is too much.
UNSEEN = {"bank_mapping_new", "refund_new"}


@dataclass(frozen=True)
class Door:
    path: str
    name: str
    roles: frozenset[str]


def doors(*, of: tuple[str, ...] = ("desk/",)) -> list[Door]:
    """Every address of the desk with something in the places of its arguments."""
    return [
        Door(f"/{_filled(address)}", f"{pattern.name}", door_of(pattern) or frozenset())
        for address, pattern in _desk()
        if address.startswith(of)
    ]


def _desk() -> Iterator[tuple[str, URLPattern]]:
    for address, pattern in views(get_resolver().url_patterns):
        if address.startswith("desk/"):
            yield address, pattern


def _filled(address: str) -> str:
    """The first batch, client or bankruptcy there is; elsewhere a number that nothing has."""
    thing = next((model for begin, model in THINGS if re.search(begin, address)), None)
    key = thing.objects.order_by("pk").values_list("pk", flat=True).first() if thing else 1  # type: ignore[attr-defined]
    texts = {"kind": "vat", "ending": "csv", "entity": "1"}
    return re.sub(r"<\w+:(\w+)>", lambda found: texts.get(found[1], f"{key}"), address)


def test_no_address_of_the_desk_is_for_members_or_for_anyone() -> None:
    strays = {pattern.name for _, pattern in _desk() if not (door_of(pattern) or set()) <= OFFICE}
    assert not strays


def test_who_is_not_signed_in_is_led_to_the_sign_in(told: str) -> None:
    """As is a client's contact, who comes from the client's own pages without an account."""
    contact = Client()
    customer = Customer.objects.earliest("pk")
    link = client_pages.links(clients=[customer], by=SYSTEM, at=clock.now())[customer.pk]
    assert contact.get(re.search(r"/client/\S+/", link)[0]).status_code == 200  # type: ignore[index]
    before = Event.objects.count()
    for door in doors():
        answers = [contact.get(door.path), contact.post(door.path)]
        kept = [answer for answer in answers if answer.status_code != 405]
        assert kept and all(answer.status_code == 302 for answer in kept), door.path
        assert all(a["location"].startswith("/account/login/") for a in kept), door.path
    assert Event.objects.count() == before


def test_a_member_is_let_in_nowhere(told: str) -> None:
    amina = Client()
    amina.force_login(User.objects.get(email="amina@commonweal.example"), backend=BACKEND)
    _check_kept_out(dict.fromkeys(doors(), amina))


def test_staff_with_every_other_role_are_let_in_nowhere_else(told: str) -> None:
    """Who holds all roles but the right ones is kept out: then so is who holds fewer of them."""
    people: dict[frozenset[str], Client] = {}
    for roles in {door.roles for door in doors()}:
        people[roles] = Client()
        person = make_staff(*(OFFICE - roles), name=f"Wrong{len(people)} Person")
        people[roles].force_login(person, backend=BACKEND)
    _check_kept_out({door: people[door.roles] for door in doors()})


def test_each_single_role_opens_every_door_where_money_moves_that_names_it(told: str) -> None:
    """With things that exist: what is missing would hide a door that is shut by mistake."""
    for role in sorted(frozenset[str]().union(*(door.roles for door in doors(of=MONEY)))):
        visitor = Client()
        visitor.force_login(make_staff(Role(role), name=f"{role} Person"), backend=BACKEND)
        for door in doors(of=MONEY):
            if role in door.roles and door.name not in UNSEEN:
                status = visitor.get(door.path).status_code
                assert status in (200, 302, 405), (role, door.path, status)


def _check_kept_out(visits: dict[Door, Client]) -> None:
    before = Event.objects.count()
    for door, visitor in visits.items():
        statuses = {visitor.get(door.path).status_code, visitor.post(door.path).status_code}
        assert 403 in statuses <= {403, 405}, (door.path, statuses)
    assert Event.objects.count() == before
