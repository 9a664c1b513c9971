"""Money of clients that can go back to them, with the name of who paid it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from commonweal.banking import queries as banking
from commonweal.banking.queries import Refundable
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.invoicing import queries as invoicing
from commonweal.ledger import queries as books

INVOICE, CLIENT = "invoice:", "client:"
# Where a client has a credit: on an invoice, or kept for it without one.
CREDITS = ("400", "460")


@dataclass(frozen=True, slots=True)
class Credit:
    """
    What we hold of somebody and owe nothing for, in cents: `held` says where it stands and which
    movement brought it, `client_id` whose it is when the books know, `name` who paid.
    """

    held: Refundable
    client_id: int | None
    name: str

    @property
    def account(self) -> str:
        return self.held.account

    @property
    def item(self) -> str:
        return self.held.item

    @property
    def cents(self) -> int:
        return self.held.cents


def credits() -> list[Credit]:
    """Return what is held of clients, by name: on invoices, and without one."""
    return sorted(_credits(None), key=lambda one: (one.name, one.item))


def credits_of(*, client: Client) -> list[Credit]:
    """Return what is held of one client and of those merged into it."""
    family = clients.family(client=client)
    numbers = invoicing.invoices().filter(client__in=family, corrects=None)
    items = {f"{INVOICE}{number}" for number in numbers.values_list("number", flat=True)}
    return list(_credits(items | {f"{CLIENT}{id}" for id in family}))


def find_credit(*, account: str, item: str) -> Credit | None:
    """Return what can go back of one item of the books, a movement that waits too."""
    found = banking.refundable(account=account, items=[item])
    return next(_named(list(found.values())), None)


def _credits(items: Collection[str] | None) -> Iterator[Credit]:
    rows = books.OpenItem.objects.filter(account__in=CREDITS, cents__lt=0)
    by_account: dict[str, list[str]] = {}
    for account, item in rows.values_list("account", "item").order_by("account", "item"):
        if (items is None or item in items) and item.startswith((INVOICE, CLIENT)):
            by_account.setdefault(account, []).append(item)
    for account, some in by_account.items():
        held = banking.refundable(account=account, items=some)
        yield from _named([held[item] for item in some if item in held])


def owners(items: Collection[str]) -> dict[str, int]:
    """Return the ids of the clients whose these items are; of the others the books know nobody."""
    numbers = {item.removeprefix(INVOICE) for item in items if item.startswith(INVOICE)}
    invoices = invoicing.invoices().filter(number__in=numbers)
    ids = {f"{INVOICE}{number}": id for number, id in invoices.values_list("number", "client")}
    return ids | {item: int(item[7:]) for item in items if item.startswith(CLIENT)}


def _named(held: list[Refundable]) -> Iterator[Credit]:
    ids = owners({one.item for one in held})
    names = {id: each.name for id, each in clients.many(ids=list(ids.values())).items()}
    for one in held:
        client = ids.get(one.item)
        told = one.move.counterparty if one.move else ""
        yield Credit(one, client, names.get(client or 0, "") or told)
