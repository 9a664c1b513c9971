"""Reads of accounts, statements, moves, batches and their proofs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from commonweal.banking.models import (
    NOT_PAID,
    Account,
    Move,
    Payment,
    PaymentBatch,
    PaymentStatus,
    Statement,
)
from commonweal.kernel.sets import among, among_ids
from commonweal.ledger import queries as ledger

ORDERS, SUSPENSE, CLAIMS = "5509", "499", "400"
HOUSE = 1
# Of what is NOT_PAID, what never left our account.
REFUSED = ("RJCT", "CANC")


@dataclass(frozen=True, slots=True)
class Proof:
    """What the books and the bank say of one account: equal, or somebody has to look."""

    account: Account
    books_cents: int
    bank_cents: int | None
    on: date | None

    @property
    def difference_cents(self) -> int:
        """What the books hold more than the last statement; without any statement, 0."""
        return 0 if self.bank_cents is None else self.books_cents - self.bank_cents


@dataclass(frozen=True, slots=True)
class Waiting:
    """A movement of which `cents` (> 0: came in) still wait for a place in the books."""

    move: Move
    cents: int


def accounts() -> "QuerySet[Account]":
    """Return our accounts, the first opened first."""
    return Account.objects.order_by("id")


def find_main_account() -> Account | None:
    """Return the account of the house that pays: the one the books call 550, or the first."""
    main = Account.objects.filter(entity=HOUSE, ledger_account="550").first()
    return main or Account.objects.order_by("entity", "id").first()


def booked_cents(*, account: Account) -> int:
    """Return what the books of its legal entity hold on one of our accounts, in cents."""
    return ledger.account_balance(account=account.ledger_account, entity=account.entity)


def statements() -> "QuerySet[Statement]":
    """Return every statement and refused file, the latest import first."""
    return Statement.objects.select_related("account").order_by("-imported_at", "-id")


def get_statement(*, id: int) -> Statement:
    """
    Return one statement.

    :raises Statement.DoesNotExist: if there is none
    """
    return Statement.objects.select_related("account", "document").get(id=id)


def neighbours(*, statement: Statement) -> tuple[Statement | None, Statement | None]:
    """Return the booked statements of the same account right before and right after this one."""
    if statement.account is None or statement.on is None:
        return None, None
    line = booked_of_accounts(accounts=[statement.account])
    here = (statement.on, statement.sequence, statement.pk)
    same = Q(on=statement.on, sequence=statement.sequence)
    before = Q(on__lt=here[0]) | Q(on=here[0], sequence__lt=here[1]) | same & Q(id__lt=here[2])
    after = Q(on__gt=here[0]) | Q(on=here[0], sequence__gt=here[1]) | same & Q(id__gt=here[2])
    return line.filter(before).last(), line.filter(after).first()


def moves(*, statement: Statement) -> "QuerySet[Move]":
    """Return the moves of a statement in its order, with what is behind a total."""
    found = Move.objects.filter(statement=statement).prefetch_related("details")
    return found.order_by("position")


def booked_by_identity(*, identities: Collection[str]) -> dict[str, Statement]:
    """Return the booked statements with these identities."""
    found = Statement.objects.filter(identity__in=identities)
    return {str(statement.identity): statement for statement in found}


def booked_of_accounts(*, accounts: Collection[Account]) -> "QuerySet[Statement]":
    """Return the booked statements with balances of our accounts, oldest first."""
    found = Statement.objects.filter(account__in=accounts, new_cents__isnull=False)
    return found.filter(verdict="booked").order_by("on", "sequence", "id")


def moved_by_day(*, statements: Collection[int]) -> dict[int, dict[date, int]]:
    """Return how much each day of these statements moved, by statement and day of booking."""
    rows = Move.objects.filter(among_ids("statement_id", statements))
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for statement, on, cents in rows.values_list("statement", "booked_on").annotate(Sum("cents")):
        found[statement][on] = cents
    return dict(found)


def refused_files(*, hashes: Collection[str]) -> set[tuple[str, int]]:
    """Return which places of which files are refused and kept already."""
    found = Statement.objects.filter(file_sha256__in=hashes, verdict="refused")
    return set(found.values_list("file_sha256", "place"))


def last_statement(*, account: Account) -> Statement | None:
    """Return the latest booked statement of one of our accounts."""
    return booked_of_accounts(accounts=[account]).last()


def get_move(*, id: int) -> Move:
    """
    Return one movement with its statement.

    :raises Move.DoesNotExist: if there is none
    """
    return Move.objects.select_related("statement").get(id=id)


def suspense() -> list[Waiting]:
    """Return what still waits on the suspense account, movement by movement, oldest first."""
    waiting = {row.item: row.cents for row in ledger.open_list(account=SUSPENSE)}
    numbers = [int(item.removeprefix("move:")) for item in waiting if item.startswith("move:")]
    found = Move.objects.filter(id__in=numbers).select_related("statement")
    return [Waiting(move, -waiting[move.ref]) for move in found.order_by("booked_on", "id")]


def waiting_cents(*, move: Move) -> int:
    """Return how much of a movement still waits on the suspense account (> 0: came in)."""
    return -ledger.open_amount(account=SUSPENSE, item=move.ref)


def proofs() -> list[Proof]:
    """Return, for each of our accounts, the balance of the books beside the last statement."""
    return [_proof(account) for account in accounts()]


def _proof(account: Account) -> Proof:
    last = last_statement(account=account)
    books_cents = booked_cents(account=account)
    if last is None:
        return Proof(account, books_cents, None, None)
    return Proof(account, books_cents, last.new_cents, last.on)


def batches() -> "QuerySet[PaymentBatch]":
    """
    Return the payment batches, the latest first. Each knows how many of its payments the bank
    refused, or we took back (`refused_count`), and how many were not paid: these, and those that
    came back (`unpaid_count`).
    """
    found = PaymentBatch.objects.select_related("account").order_by("-id")
    return found.annotate(
        refused_count=_payments_said(*REFUSED), unpaid_count=_payments_said(*NOT_PAID)
    )


def _payments_said(*codes: str) -> Coalesce:
    """How many payments of a batch were told to be this, each once however often it was told."""
    said = PaymentStatus.objects.filter(batch=OuterRef("pk"), code__in=codes)
    counted = said.order_by().values("batch").annotate(number=Count("payment", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


def get_batch(*, id: int) -> PaymentBatch:
    """
    Return one payment batch.

    :raises PaymentBatch.DoesNotExist: if there is none
    """
    return PaymentBatch.objects.select_related("account", "document").get(id=id)


def payments(*, batch: PaymentBatch) -> "QuerySet[Payment]":
    """Return the payments of a batch in the order they were entered."""
    return Payment.objects.filter(batch=batch).order_by("id")


def live_items(*, account: str, items: Sequence[str]) -> dict[str, Payment]:
    """Return the payments under way that settle these items of an account of the books."""
    found = Payment.objects.filter(among("item", items), account=account, live=True)
    return {payment.item: payment for payment in found.select_related("batch")}


def payments_of(*, items: Sequence[str]) -> dict[str, Payment]:
    """
    Return the last payment that settles, or was to settle, each of these items; one that the bank
    refused or sent back settles nothing.
    """
    came_back = PaymentStatus.objects.filter(payment=OuterRef("pk"), code__in=NOT_PAID)
    found = Payment.objects.filter(~Exists(came_back) | Q(live=True), item__in=items)
    found = found.select_related("batch").order_by("id")
    return {payment.item: payment for payment in found}
