"""What clients owe, as the bank room looks for it: it knows neither clients nor invoices."""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date

from commonweal.banking import queries as banking
from commonweal.banking.queries import CLAIMS, Claim
from commonweal.clients import queries as clients
from commonweal.invoicing import queries as invoicing
from commonweal.kernel import money
from commonweal.ledger import queries as books

INVOICE = "invoice:"
FOUND = 20
FACTS = ("number", "client_id", "reference", "issued_on", "due_on", "net_cents", "vat_cents", "pk")


def claims(*, on: date) -> list[Claim]:
    """
    Return what is open on the clients of every legal entity, and what a waiting movement names
    though it is paid; what was lost was never paid, and what comes of it is a dividend. The number
    of statements is the same for one claim or 50,000.
    """
    named = banking.named(years=(on.year, on.year - 1))
    open_items = books.open_list(account=CLAIMS)
    known = books.open_items(account=CLAIMS, references=sorted(named.references))
    numbers = {_number(row.item) for row in (*open_items, *known.values())} | named.numbers
    facts = _facts(numbers - {""})
    cents = {row.item: row.cents for row in open_items}
    settled = [_ref(number) for number in facts if _ref(number) not in cents]
    mentioned = named.numbers | {_number(row.item) for row in known.values()}
    partly = [_ref(number) for number in mentioned & facts.keys() if _ref(number) in cents]
    lost = books.lost(items=[*settled, *partly])
    facts = {n: fact for n, fact in facts.items() if _ref(n) not in lost or _ref(n) in cents}
    paid = _paid([item for item in (*settled, *partly) if item not in lost], cents, facts)
    others = [  # no invoice, a tranche of a funder: known by its reference and amount
        Claim(row.item, CLAIMS, row.unit, row.cents, row.reference)
        for row in open_items
        if not row.item.startswith(INVOICE)
    ]
    return others + [_claim(row, cents, paid, facts) for row in _parties(facts)]


def search(*, text: str) -> list[Claim]:
    """
    Return open claims on clients by number, reference, name of the client or exact amount, and
    what we owe them on one that was credited after it was paid; at most twenty, the newest first.
    """
    text = text.strip()
    if not text:
        return []
    found = invoicing.search(text=text).filter(corrects=None)
    numbers = list(found.order_by("-issued_on", "-id").values_list("number", flat=True)[:200])
    others = _of_reference(text)
    items = [*others, *(_ref(number) for number in numbers if number), *_of_amount(text)]
    cents = books.open_amounts(account=CLAIMS, items=items)
    is_open = [item for item in dict.fromkeys(items) if cents.get(item, 0)][:FOUND]
    facts = _facts({_number(item) for item in is_open})
    by_item = {_ref(row[0]): row for row in _parties(facts)}
    known = others | {item: _claim(row, cents, {}, facts) for item, row in by_item.items()}
    return [known[item] for item in is_open if item in known]


def by_items(*, items: Collection[str]) -> dict[str, Claim]:
    """Return the open claims of these items, by item; one that is not open is absent."""
    cents = books.open_amounts(account=CLAIMS, items=list(items))
    facts = _facts({_number(item) for item in cents if item.startswith(INVOICE)})
    found = {_ref(row[0]): _claim(row, cents, {}, facts) for row in _parties(facts)}
    others = [item for item in cents if item not in found]
    return found | {item: Claim(item, CLAIMS, None, cents[item]) for item in others}


Fact = tuple[str, int, str, date, date, int, int, int]
Facts = Mapping[str, Fact]


def _facts(numbers: Collection[str]) -> Facts:
    rows = invoicing.invoices().filter(number__in=list(numbers), corrects=None)
    return {row[0]: row for row in rows.values_list(*FACTS)}


def _parties(facts: Facts) -> Iterable[tuple[str, "clients.Client"]]:
    """Every invoice with its client, as the client is known today; units are those of the books."""
    owners = clients.many(ids=list({fact[1] for fact in facts.values()}))
    return [(number, owners[fact[1]]) for number, fact in facts.items()]


def _claim(
    row: tuple[str, "clients.Client"],
    cents: Mapping[str, int],
    paid: Mapping[str, int],
    facts: Facts,
) -> Claim:
    number, client = row
    _same, _client, reference, issued_on, due_on, *_amounts = facts[number]
    item = _ref(number)
    return Claim(
        item, CLAIMS, None, cents.get(item, 0), reference or "", number,
        f"client:{client.pk}", client.name, (client.name,),
        (client.iban,) if client.iban else (), due_on, issued_on, paid.get(item, 0),
    )  # fmt: skip


def _paid(items: Collection[str], cents: Mapping[str, int], facts: Facts) -> dict[str, int]:
    """What was paid of these invoices: all but what was credited and what is open."""
    ids = {item: facts[_number(item)][-1] for item in items}
    credited = invoicing.credited(invoices=list(ids.values()))
    sums = {}
    for item, pk in ids.items():
        *_rest, net, vat, _pk = facts[_number(item)]
        back = credited[pk].total_cents if pk in credited else 0
        sums[item] = max(net + vat - back - cents.get(item, 0), 0)
    return sums


def _of_reference(text: str) -> dict[str, Claim]:
    """Return what carries this structured reference, also when it is no invoice: a tranche."""
    reference = re.sub(r"[\s+*/.-]", "", text).upper()
    if not re.fullmatch(r"\d{12}|RF\d{2}[A-Z0-9]{1,21}", reference):
        return {}
    rows = books.open_items(account=CLAIMS, references=[reference]).values()
    return {row.item: Claim(row.item, CLAIMS, row.unit, row.cents, reference) for row in rows}


def _of_amount(text: str) -> list[str]:
    with suppress(ValueError):
        cents = money.cents(text)
        rows = books.OpenItem.objects.filter(account=CLAIMS, cents=cents, item__startswith=INVOICE)
        return list(rows.order_by("-item").values_list("item", flat=True)[:FOUND])
    return []


def _number(item: str) -> str:
    return item.removeprefix(INVOICE) if item.startswith(INVOICE) else ""


def _ref(number: str) -> str:
    return f"{INVOICE}{number}"
