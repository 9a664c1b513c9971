"""Writing down where the state is paid."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking.actions._accounts_of_payees import NewPayeeAccount, note_accounts
from commonweal.banking.models import Authority
from commonweal.kernel import identifiers
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal

DIGITS_OF_A_REFERENCE = 12


class NoNameOfAuthority(Refusal):
    message = _("Write the name of the office, as the bank knows it.")
    field = "name"


@action
def note_authority(
    *, kind: str, name: str, iban: str, reference: str = "", by: Actor, at: datetime
) -> Authority:
    """
    Say on which number the state is paid for `kind`, and with which reference: a structured one,
    words, or none.

    The first number serves at once; another one waits for a day and for a colleague.

    :raises NoNameOfAuthority: without a name
    :raises WrongIban, WrongReference: if a number does not fit
    """
    name, reference = " ".join(name.split()), reference.strip()
    if not name:
        raise NoNameOfAuthority
    if sum(sign.isdigit() for sign in reference) == DIGITS_OF_A_REFERENCE:
        reference = identifiers.structured_reference(reference)
    row = Authority(
        kind=kind, name=name, iban=identifiers.iban(iban), reference=reference,
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    new = NewPayeeAccount(row.payee, row.iban, name)
    note_accounts(accounts=[new], by=by, at=at)
    row.save(force_insert=True)
    return row
