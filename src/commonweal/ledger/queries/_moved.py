"""What moved on accounts, by what it came from and by legal entity."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, Sum, TextField, Value
from django.db.models.expressions import Func

from commonweal.kernel.sets import among
from commonweal.ledger.models import Balance, Line
from commonweal.ledger.values import MonthSum, OriginSum


def sums_by_origin(*, account: str, before: date, entity: int | None = 1) -> list[OriginSum]:
    """
    Return what moved on an account before a day in the books of an entity (None: of all), by year
    and by what it came from ("bankruptcy" for "bankruptcy:3"), in cents. What undoes an entry
    counts against the side it undoes, in the year in which it does.
    """
    kind = Func(
        F("entry__origin"), Value(":"), Value(1), function="split_part", output_field=TextField()
    )
    lines = Line.objects.filter(account=account, on__lt=before)
    if entity is not None:
        lines = lines.filter(entry__journal__entity=entity)
    sums = lines.annotate(kind=kind).values_list("on__year", "kind")
    undoes = Q(entry__corrects__isnull=False)
    debits = Q(cents__gt=0) & ~undoes | Q(cents__lt=0) & undoes
    found = sums.annotate(
        debit=Sum("cents", filter=debits, default=0),
        credit=Sum(-F("cents"), filter=~debits, default=0),
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


def moved_by_month(*, accounts: Collection[str], entity: int = 1) -> list[MonthSum]:
    """Return debit less credit in cents of each of these accounts, by month and journal."""
    rows = Balance.objects.filter(account__in=accounts, journal__entity=entity)
    sums = rows.values_list("account", "month", "journal__code").annotate(
        cents=Sum(F("debit_cents") - F("credit_cents"))
    )
    return [MonthSum(*row) for row in sums.order_by("account", "month", "journal__code")]


def moved_of_items(
    *,
    accounts: Collection[str],
    journals: Collection[str],
    entity: int = 1,
    items: Collection[str] | None = None,
) -> dict[str, int]:
    """
    Return debit less credit in cents that these journals moved of each item of the accounts, or
    of these `items` alone.
    """
    lines = Line.objects.filter(
        account__in=accounts, item__isnull=False,
        entry__journal__code__in=journals, entry__journal__entity=entity,
    )  # fmt: skip
    if items is not None:
        lines = lines.filter(among("item", items))
    return dict(lines.values_list("item").annotate(Sum("cents")).order_by("item"))
