"""What moved on accounts, by what it came from and by legal entity."""

from datetime import date

from django.db.models import F, Sum, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Greatest

from commonweal.ledger.models import Balance, Line
from commonweal.ledger.values import OriginSum


def sums_by_origin(*, account: str, before: date, entity: int = 1) -> list[OriginSum]:
    """
    Return what moved on an account before a day in the books of an entity, by year and by what it
    came from ("bankruptcy" for "bankruptcy:3"), in cents.
    """
    kind = Func(
        F("entry__origin"), Value(":"), Value(1), function="split_part", output_field=TextField()
    )
    lines = Line.objects.filter(account=account, on__lt=before, entry__journal__entity=entity)
    sums = lines.annotate(kind=kind).values_list("on__year", "kind")
    found = sums.annotate(
        debit=Sum(Greatest("cents", 0)), credit=Sum(Greatest(-F("cents"), 0))
    ).order_by("on__year", "kind")
    return [OriginSum(*row) for row in found]


def moved_in_month(*, month: date, begin: str) -> dict[tuple[int, str], int]:
    """
    Return debit less credit in cents of a month (its first day), by legal entity and account, for
    the accounts that begin so; from the monthly balances.
    """
    rows = Balance.objects.filter(month=month, account__startswith=begin)
    sums = rows.values_list("journal__entity", "account").annotate(
        cents=Sum(F("debit_cents") - F("credit_cents"))
    )
    return {(entity, account): cents for entity, account, cents in sums.order_by("account")}
