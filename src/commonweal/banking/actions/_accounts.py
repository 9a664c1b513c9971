"""Our accounts at the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.models import Account
from commonweal.kernel import identifiers
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all


class AccountExists(Refusal):
    message = _("Choose another number: account %(number)s is already one of ours.")
    field = "iban"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """
    An account of the cooperative; `ledger_account` (550…) follows it in the books of the legal
    entity whose money it is.
    """

    iban: str
    bic: str
    holder: str
    ledger_account: str = "550"
    entity: int = 1


@action
def open_accounts(*, accounts: Sequence[NewAccount], by: Actor, at: datetime) -> list[Account]:
    """
    Enter accounts of the cooperative, from which and to which is paid.

    :raises WrongIban: if a number does not fit
    :raises AccountExists: if we have the account, or its account in the books has a bank account
    """
    rows = [
        Account(
            iban=identifiers.iban(account.iban),
            bic=account.bic.replace(" ", "").upper(),
            holder=account.holder.strip(),
            ledger_account=account.ledger_account,
            entity=account.entity,
        )
        for account in accounts
    ]
    known = list(queries.accounts())
    ibans = {row.iban for row in known}
    taken = {(row.entity, row.ledger_account) for row in known}
    check_all(AccountExists(number=row.iban) for row in rows if row.iban in ibans)
    check_all(
        AccountExists(number=row.ledger_account)
        for row in rows
        if (row.entity, row.ledger_account) in taken
    )
    return Account.objects.bulk_create(rows)
