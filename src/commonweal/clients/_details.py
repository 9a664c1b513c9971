"""What the data of a client must be like, and the remedy when they are not."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat

from commonweal.clients.models import Client
from commonweal.kernel.names import fold
from commonweal.kernel.refusals import Refusal


class MissingName(Refusal):
    message = _("Fill in the name of the client as it stands on its invoices.")
    field = "name"


class UnusableEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


class WrongEnterpriseNumber(Refusal):
    message = _(
        "Copy the enterprise number again from the client's papers or website: “%(number)s” has "
        "a wrong check digit or length."
    )
    field = "enterprise_number"


class WrongVatNumber(Refusal):
    message = _(
        "Copy the VAT number again, with its two letters of the country: “%(number)s” does not "
        "exist in that form."
    )
    field = "vat_number"


def cleaned(client: Client) -> Client:
    """Bring what people type into one form: digits only, capitals, no stray spaces."""
    client.name = " ".join(client.name.split())
    client.email = client.email.strip()
    client.country = client.country.strip().upper()
    client.enterprise_number = _digits(client.enterprise_number or "") or None
    client.vat_number = "".join(c for c in client.vat_number.upper() if c not in " .-")
    client.search_key = fold(client.name)
    return client


def refusals(client: Client) -> Iterator[Refusal]:
    """Say what is wrong with the data of one client, each with its remedy."""
    if not client.name:
        yield MissingName()
    if client.email and not _can_receive_mail(client.email):
        yield UnusableEmail(email=client.email)
    if client.enterprise_number and not be_vat.is_valid(client.enterprise_number):
        yield WrongEnterpriseNumber(number=client.enterprise_number)
    if client.vat_number and not _is_vat_number(client.vat_number):
        yield WrongVatNumber(number=client.vat_number)


def _digits(number: str) -> str:
    """0123.456.789, BE 0123 456 789 and 123456789 are the same number."""
    compact = number.upper().removeprefix("BE").strip()
    digits = "".join(c for c in compact if c not in " .-")
    return digits.zfill(10) if digits and digits.isdigit() and len(digits) == 9 else digits


def _is_vat_number(number: str) -> bool:
    """Numbers of the Union are checked by their digits, others by their two letters only."""
    if number[:2].lower() in eu_vat.MEMBER_STATES or number.startswith("EL"):
        return bool(eu_vat.is_valid(number))
    return number[:2].isalpha() and len(number) >= 4


def _can_receive_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
