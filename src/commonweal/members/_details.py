"""What the data of a member must be like, and the remedy when they are not."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.be import ssn

from commonweal.kernel.names import fold
from commonweal.kernel.refusals import Refusal
from commonweal.members.models import Member


class MissingName(Refusal):
    message = _("Fill in first name and last name as they stand on the identity card.")
    field = "last_name"


class UnusableEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


class WrongIban(Refusal):
    message = _(
        "Copy the account number again from the card or the bank's app: “%(iban)s” has a wrong "
        "check digit or length."
    )
    field = "iban"


class WrongNationalNumber(Refusal):
    message = _(
        "Copy the national number again from the back of the identity card: “%(number)s” has a "
        "wrong check digit or length."
    )
    field = "national_number"


class NationalNumberTaken(Refusal):
    message = _(
        "Use the existing account of this person: a member with this national number is already "
        "registered."
    )
    field = "national_number"


class RateOutOfRange(Refusal):
    message = _("Choose a rate between 0 and 100 %%, or leave it empty.")
    field = "extra_withholding_bp"


def cleaned(member: Member) -> Member:
    """Bring what people type into one form: no spaces around or inside numbers."""
    member.first_name = " ".join(member.first_name.split())
    member.last_name = " ".join(member.last_name.split())
    member.email = member.email.strip()
    member.iban = iban.compact(member.iban)
    member.national_number = ssn.compact(member.national_number)
    member.country = member.country.strip().upper()
    member.search_key = fold(f"{member.last_name} {member.first_name}")
    return member


def refusals(member: Member) -> Iterator[Refusal]:
    """Say what is wrong with the data of one member, each with its remedy."""
    if not member.first_name or not member.last_name:
        yield MissingName()
    if not _can_receive_mail(member.email):
        yield UnusableEmail(email=member.email)
    if member.iban and not iban.is_valid(member.iban, check_country=False):
        yield WrongIban(iban=member.iban)
    if member.national_number and not ssn.is_valid(member.national_number):
        yield WrongNationalNumber(number=member.national_number)
    if not 0 <= (member.extra_withholding_bp or 0) <= 10_000:
        yield RateOutOfRange()


def _can_receive_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
