"""
Where a payee is paid: changed by the payee, confirmed by who is sure of it, stopped by whoever
says that it was not them.

`Member.iban` is what the member wishes; the account numbers of banking say what serves.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.access import actions as access
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import PayeeAccount
from commonweal.flows.payday import _payees, queries
from commonweal.flows.payday.links import LINK, STOP_LINK
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.queries import events
from commonweal.kernel.refusals import Refusal
from commonweal.letters import actions as letters
from commonweal.members import actions as people
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.rules.parameters import figure


class NothingDiffers(Refusal):
    message = _("Look at the list again: the account number of this payment waits no more.")


@action
def change_account(*, member: Member, iban: str, by: Actor, at: datetime) -> PayeeAccount:
    """
    Pay a member on another number. The first serves at once; another waits for a day and for a
    confirmation, and payments wait with it. Whoever opens the mail known until now hears of it at
    once, and can stop it there; an e-mail address that changed lately cannot confirm it.

    A member whose number was never noted is paid on the one of the registration: that is the
    first, also of who was a member before numbers were noted.

    :raises WrongIban: if the number does not fit
    """
    before = members.get(id=member.pk)
    people.change_details(member=member, details={"iban": iban}, by=by, at=at)
    is_known = bool(bank.histories(payees=[member.ref])[member.ref].rows)
    numbers = [iban] if is_known or not before.iban else [before.iban, iban]
    new = [banking.NewPayeeAccount(member.ref, each, before.full_name) for each in numbers]
    noted = banking.note_accounts(accounts=new, by=by, at=at)[-1]
    if noted.entered_at == at < noted.usable_at:
        _tell(before, noted, by, at)
    return noted


@action
def send_account_link(*, account: PayeeAccount, by: Actor, at: datetime) -> PayeeAccount:
    """Write the letter about a member's number again, with a fresh link, to the known address."""
    member = members.get(id=_member_id(account))
    for purpose in (LINK, STOP_LINK):
        access.withdraw_links(purpose=purpose, about=[account.ref], by=by, at=at)
    _tell(member, account, by, at)
    return account


@action
def stop_account(*, account: PayeeAccount, because: str, by: Actor, at: datetime) -> PayeeAccount:
    """
    Never pay on a number again; the member's own wish goes back to the number that serves, or to
    none when none does.

    :raises NotWaiting, WhyStopped: as banking refuses
    """
    stopped = banking.stop_account(account=account, because=because, by=by, at=at)
    if account.payee.startswith("member:"):
        serving = bank.payee_account_for(payees=[account.payee], at=at).get(account.payee)
        member = members.get(id=_member_id(account))
        if member.iban == account.iban:
            iban = serving.iban if serving else ""
            people.change_details(member=member, details={"iban": iban}, by=by, at=at)
    return stopped


@action
def note_number(*, item: str, by: Actor, at: datetime) -> PayeeAccount:
    """
    Let the number of one payment begin to wait, when it is not the one that was paid last. It is
    noted as entered by who last touched the bill: they cannot confirm it. A supplier who was paid
    before numbers were noted has the number of that bill as the first.

    :raises NothingDiffers: if that payment is not held for its number
    """
    found = next((due for due in queries.unnoted(at=at) if due.item == item), None)
    if found is None:
        raise NothingDiffers
    known = _payees.histories(payees=[found.payee])[found.payee].rows
    new = [
        *(
            banking.NewPayeeAccount(found.payee, row.iban, found.name)
            for row in known
            if not row.pk
        ),
        banking.NewPayeeAccount(found.payee, found.iban, found.name, found.looks_like),
    ]
    return banking.note_accounts(accounts=new, by=_entered_by(item) or by, at=at)[-1]


def _entered_by(item: str) -> Actor | None:
    last = events(of=[item]).filter(by__startswith="user:").last()
    return Actor(last.by, last.by_name) if last else None


def _member_id(account: PayeeAccount) -> int:
    return int(account.payee.removeprefix("member:"))


def _tell(member: Member, account: PayeeAccount, by: Actor, at: datetime) -> None:
    """
    To the address known before: whoever takes over an account cannot hide the theft. An address
    that changed lately gets a letter too, whose link stops the number and confirms nothing.
    """
    purposes = {member.email: STOP_LINK, members.known_email(member=member, at=at): LINK}
    written = [_letter(to, link, member, account, by, at) for to, link in purposes.items()]
    letters.post(letters=written, by=by, at=at)


def _letter(
    to: str, purpose: str, member: Member, account: PayeeAccount, by: Actor, at: datetime
) -> letters.NewLetter:
    until = at + timedelta(days=figure("bank.account_link_days", at.date()).value)
    token = access.issue_link(purpose=purpose, about=account.ref, expires_at=until, by=by, at=at)
    return letters.NewLetter(
        to=to,
        name=member.full_name,
        language=member.language,
        kind="account_changed",
        context={
            "iban": members.masked_iban(account.iban),
            "changed_at": account.entered_at.isoformat(),
            "usable_at": account.usable_at.isoformat(),
            "link": f"{settings.SITE_ADDRESS}/account-number/{token}/",
        },
        about=account.ref,
    )
