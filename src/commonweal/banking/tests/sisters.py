"""What the tests of legal entities share: a sister with books and an account of her own."""

from commonweal.banking import actions as banking
from commonweal.banking.tests.conftest import MAKER, NOW, TODAY
from commonweal.kernel.identifiers import make_ogm
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

HOUSE, SISTER = 1, 2
HER_IBAN = "BE68539007547034"
HER_NUMBERS = 7_000_000_000  # her structured references, apart from those of the house


def found():
    """A sister entity has books, and an account of her own at the bank."""
    ledger.open_books(entity=SISTER, by=MAKER, at=NOW)
    new = banking.NewAccount(HER_IBAN, "GKCCBEBB", "Samen School cv", entity=SISTER)
    return banking.open_accounts(accounts=[new], by=MAKER, at=NOW)[0]


def hers(number):
    return f"invoice:VO-2026-{number:06d}"


def her_claim(number, cents, unit=8):
    """A client owes the sister this. Returns its reference."""
    reference, item = make_ogm(HER_NUMBERS + number), hers(number)
    lines = (ledger.Line("400", cents, unit, item, reference), ledger.Line("7000", -cents, unit))
    entry = ledger.Entry("sales", TODAY, item, item, item, lines, entity=SISTER)
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    return reference


def her_debt(number, cents, unit=8):
    """The sister owes a supplier this. Returns its item."""
    item = f"purchase:{number}"
    lines = (ledger.Line("6203", cents, unit), ledger.Line("440", -cents, unit, item))
    entry = ledger.Entry("purchases", TODAY, item, item, item, lines, entity=SISTER)
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    return item


def left(item, account="400"):
    return books.open_amount(account=account, item=item)


def holds(entity, *accounts):
    """What the books of an entity hold on these accounts."""
    return tuple(books.account_balance(account=code, entity=entity) for code in accounts)


def is_whole():
    """Every proof is 0, each entity's books balance, and what they owe each other cancels."""
    assert set(books.proofs().values()) == {0}
    for entity in books.entities():
        rows = books.Line.objects.filter(entry__journal__entity=entity)
        assert sum(rows.values_list("cents", flat=True)) == 0
    between = [
        books.account_balance(account=books.BETWEEN, entity=each) for each in books.entities()
    ]
    return sum(between) == 0
