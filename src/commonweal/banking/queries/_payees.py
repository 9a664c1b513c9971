"""Reads of the account numbers of payees: which one serves, which wait, and for what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.banking.models import PayeeAccount
from commonweal.kernel.clock import ZONE
from commonweal.kernel.sets import among

CONFIRMATION, TIME, NUMBER = "confirmation", "time", "number"
NEVER = datetime.max.replace(tzinfo=UTC)
WORDS = {
    CONFIRMATION: _("Confirm the new account number: payments to it wait until then."),
    TIME: _("Wait until %(until)s: only then the new account number serves."),
    NUMBER: _("Enter the account number again: the last one was stopped."),
}


@dataclass(frozen=True, slots=True)
class Held:
    """
    Why nothing can be paid to a payee now. `needs` is what is still to come: a "confirmation",
    "time" (until `until`), or a "number", because none serves. `account` is the row that waits,
    when it was noted already.
    """

    payee: str
    needs: str
    iban: str
    until: datetime | None = None
    account: PayeeAccount | None = None

    @property
    def words(self) -> "str | Promise":
        """Say it in one sentence, with the remedy first."""
        until = f"{self.until.astimezone(ZONE):%d/%m/%Y %H:%M}" if self.until else ""
        return WORDS[self.needs] % {"until": until} if until else WORDS[self.needs]


@dataclass(slots=True)
class History:
    """All account numbers a payee ever had, oldest first, stopped ones too."""

    payee: str
    rows: list[PayeeAccount] = field(default_factory=list)

    def serving(self, at: datetime) -> PayeeAccount | None:
        """
        Return the number on which is paid. When the one that served last was stopped, none does:
        nobody is paid on an older number unasked.
        """
        served = [(serves_from(row), row.entered_at, row) for row in self.rows if _served(row, at)]
        last = max(served, key=lambda each: each[:2], default=(None, None, None))[2]
        return None if last is None or _is_stopped(last, at) else last

    def waiting(self, at: datetime) -> list[PayeeAccount]:
        """Return the numbers that are neither stopped nor serving yet: one at most."""
        return [
            row
            for row in self.rows
            if row.entered_at <= at and not _is_stopped(row, at) and not _served(row, at)
        ]

    def live(self, iban: str) -> list[PayeeAccount]:
        """Return the row of a number that was never stopped."""
        return [row for row in self.rows if row.iban == iban and row.stopped_at is None]

    def held(self, at: datetime, wanted: str = "") -> Held | None:
        """Return why nothing can be paid now, if so; `wanted` is the number it would go to."""
        for row in self.waiting(at):
            is_confirmed = row.confirmed_at is not None and row.confirmed_at <= at
            needs = TIME if is_confirmed else CONFIRMATION
            return Held(self.payee, needs, row.iban, row.usable_at, row)
        serving, wanted = self.serving(at), "".join(wanted.split()).upper()
        if self.rows and serving is None:
            return Held(self.payee, NUMBER, self.rows[-1].iban)
        if serving and wanted and wanted != serving.iban:
            return Held(self.payee, CONFIRMATION, wanted)
        return None


def histories(*, payees: Collection[str]) -> dict[str, History]:
    """Return the account numbers of each of these payees; an empty history for a new one."""
    found = {payee: History(payee) for payee in payees}
    for row in PayeeAccount.objects.filter(among("payee", found)).order_by("id"):
        found[row.payee].rows.append(row)
    return found


def payee_account_for(*, payees: Collection[str], at: datetime) -> dict[str, PayeeAccount]:
    """
    Return the account number that serves for each payee at an instant.

    A payee who was never paid is not among them: the first number given serves. Ask `held` too:
    while a new number waits, the one before serves no payment either.
    """
    found = {payee: known.serving(at) for payee, known in histories(payees=payees).items()}
    return {payee: row for payee, row in found.items() if row}


def held(
    *, payees: Collection[str], at: datetime, numbers: Mapping[str, str] | None = None
) -> dict[str, Held]:
    """
    Return the payees to whom nothing can be paid at an instant, and what each waits for.

    `numbers` are those to which would be paid: one that is not the number that serves is held.
    """
    wanted = numbers or {}
    found = {
        payee: known.held(at, wanted.get(payee, ""))
        for payee, known in histories(payees=payees).items()
    }
    return {payee: why for payee, why in found.items() if why}


def unconfirmed_accounts() -> "QuerySet[PayeeAccount]":
    """Return the numbers that wait for a confirmation, the first entered first."""
    found = PayeeAccount.objects.filter(confirmed_at=None, stopped_at=None)
    return found.order_by("entered_at", "id")


def too_new_accounts(*, at: datetime) -> "QuerySet[PayeeAccount]":
    """Return the numbers that are confirmed and serve only later, the first entered first."""
    found = PayeeAccount.objects.filter(confirmed_at__isnull=False, stopped_at=None)
    return found.filter(usable_at__gt=at).order_by("entered_at", "id")


def get_payee_account(*, id: int) -> PayeeAccount:
    """
    Return one account number of a payee.

    :raises PayeeAccount.DoesNotExist: if there is none
    """
    return PayeeAccount.objects.get(id=id)


def serves_from(row: PayeeAccount) -> datetime:
    """Return from when a number serves; one that nobody confirmed serves at no time."""
    return max(row.confirmed_at, row.usable_at) if row.confirmed_at else NEVER


def _served(row: PayeeAccount, at: datetime) -> bool:
    """Whether it served at some moment up to this one."""
    start = serves_from(row)
    return start <= at and (row.stopped_at is None or start < row.stopped_at)


def _is_stopped(row: PayeeAccount, at: datetime) -> bool:
    return row.stopped_at is not None and row.stopped_at <= at
