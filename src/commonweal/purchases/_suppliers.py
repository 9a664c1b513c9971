"""What is known of suppliers from their bills: their names, and where they were paid last."""

from collections.abc import Collection

from commonweal.kernel import queries as kernel
from commonweal.kernel.sets import among
from commonweal.ledger import queries as ledger
from commonweal.purchases.accounts import SUPPLIERS
from commonweal.purchases.models import Purchase

BILLS = {"kind": Purchase.Kind.INVOICE, "state": Purchase.State.BOOKED}
# The verbs that enter a bill or change it; that the same file came again changes nothing.
HANDS = ("receive", "assign", "hand_back", "approve", "book")
ENTERED = "purchases.receive"


def supplier_names() -> set[tuple[str, str]]:
    """Return the key and each name of every supplier who ever had a bill booked."""
    bills = Purchase.objects.filter(**BILLS)
    return set(bills.values_list("supplier_key", "supplier_name").distinct())


def paid_numbers(*, keys: Collection[str]) -> dict[str, str]:
    """
    Return, by the key of a supplier, the account number on the bill that was settled last. A bill
    that only a credit note settled was not paid, and what its number was proves nothing.
    """
    rows = Purchase.objects.filter(among("supplier_key", keys), **BILLS).exclude(iban="")
    bills = [
        (f"purchase:{id}", key, iban)
        for id, key, iban in rows.order_by("booked_on", "id").values_list(
            "id", "supplier_key", "iban"
        )
    ]
    items = [item for item, _key, _iban in bills]
    still_open = ledger.open_amounts(account=SUPPLIERS, items=items)
    on_paper = ledger.moved_of_items(accounts=[SUPPLIERS], journals=["purchases"], items=items)
    return {
        key: iban
        for item, key, iban in bills
        if item not in still_open and on_paper.get(item, 1) != 0
    }


def touched_by(*, items: Collection[str], person: str) -> list[Purchase]:
    """Return the bills among these items that a person ("user:12") entered or changed last."""
    verbs = [f"purchases.{verb}" for verb in HANDS]
    entered: dict[str, str] = {}
    changed: dict[str, str] = {}
    for event in kernel.events(of=items).filter(verb__in=verbs):
        for subject in event.subjects:
            changed[subject] = event.by
            if event.verb == ENTERED:
                entered[subject] = event.by
    mine = [item for item in items if person in (entered.get(item), changed.get(item))]
    ids = [int(item.removeprefix("purchase:")) for item in mine]
    return list(Purchase.objects.filter(id__in=ids).order_by("id"))
