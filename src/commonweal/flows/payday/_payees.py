"""
What is known of a supplier's account number before it was ever noted: what their bills say.

Bills were paid before numbers were noted, and are settled in other ways than a batch too. A
supplier without a VAT number is known by a name alone, which anybody can write on a bill.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from commonweal.banking import queries as banking
from commonweal.banking.queries import History, PayeeAccount
from commonweal.clients.queries import match_key
from commonweal.flows.payday.values import Owed
from commonweal.kernel import identifiers
from commonweal.purchases import queries as purchases

SUPPLIER = "supplier:"
ALIKE = 0.85  # of the letters of two names, in their order
LONG_AGO = datetime.min.replace(tzinfo=UTC)
MOST_ALIKE = 20


def histories(*, payees: Collection[str]) -> dict[str, History]:
    """
    Return the account numbers of payees; of a supplier without any, that of the bill that was
    paid last, which serves as one that was noted does.
    """
    found = banking.histories(payees=payees)
    fresh = {
        payee.removeprefix(SUPPLIER)
        for payee, known in found.items()
        if payee.startswith(SUPPLIER) and not known.rows
    }
    paid = purchases.paid_numbers(keys=fresh) if fresh else {}
    for key, iban in paid.items():
        if _fits(iban):
            found[SUPPLIER + key].rows.append(_paid_before(SUPPLIER + key, iban))
    return found


def lookalikes(*, owed: Sequence[Owed]) -> dict[str, str]:
    """
    Return, by item, the name of the supplier whom we know and with whom the payee may be
    confused: called the same or nearly so, and paid on another number. `owed` is to payees who
    were never paid and name no VAT number.
    """
    names: dict[str, list[tuple[str, str]]] = {}
    for key, name in sorted(purchases.supplier_names()) if owed else ():
        names.setdefault(match_key(name), []).append((SUPPLIER + key, name))
    near = {each.item: _near(each, names) for each in owed}
    known = histories(payees={payee for some in near.values() for payee, _name in some})
    numbers = {payee: _numbers(history) for payee, history in known.items()}
    found = {}
    for each in owed:
        those = [(name, numbers[payee]) for payee, name in near[each.item] if numbers[payee]]
        if those and all(each.iban not in theirs for _name, theirs in those):
            found[each.item] = those[0][0]
    return found


def _near(owed: Owed, names: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The other suppliers who are called so, the likest first."""
    wanted = match_key(owed.name)
    close = get_close_matches(wanted, names, MOST_ALIKE, ALIKE) if wanted else []
    return [one for name in close for one in names[name] if one[0] != owed.payee]


def _numbers(known: History) -> set[str]:
    """The numbers that somebody vouched for: those of a doubted payee make nobody known."""
    return {row.iban for row in known.rows if row.confirmed_at and row.stopped_at is None}


def _paid_before(payee: str, iban: str) -> PayeeAccount:
    return PayeeAccount(
        payee=payee, iban=iban, confirmed_how=PayeeAccount.How.FIRST, entered_at=LONG_AGO,
        usable_at=LONG_AGO, confirmed_at=LONG_AGO,
    )  # fmt: skip


def _fits(iban: str) -> bool:
    try:
        return identifiers.iban(iban) == iban
    except identifiers.WrongIban:
        return False
