"""What the data of a client must be like, and the remedy when they are not."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from stdnum.eu import vat

from commonweal.clients.models import Client
from commonweal.kernel import identifiers
from commonweal.kernel.names import fold
from commonweal.kernel.refusals import Refusal

UNION_PREFIXES = {country.upper() for country in vat.MEMBER_STATES} | {"EL"}


class MissingName(Refusal):
    message = _("Fill in the name of the client as it stands on its invoices.")
    field = "name"


class UnusableEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


def tidy(client: Client) -> Iterator[Refusal]:
    """Bring what people type into one form, and say what is wrong, each with its remedy."""
    client.name = " ".join(client.name.split())
    client.email = client.email.strip()
    client.country = client.country.strip().upper()
    client.search_key = fold(client.name)
    yield from _wrong_numbers(client)
    if not client.name:
        yield MissingName()
    if client.email and not _can_receive_mail(client.email):
        yield UnusableEmail(email=client.email)


def _wrong_numbers(client: Client) -> Iterator[Refusal]:
    try:
        number = (client.enterprise_number or "").strip()
        client.enterprise_number = identifiers.enterprise_number(number) if number else None
    except Refusal as refusal:
        yield refusal
    try:
        number = (client.vat_number or "").strip()
        client.vat_number = _vat_number(number) if number else ""
    except Refusal as refusal:
        yield refusal


def _vat_number(text: str) -> str:
    """Outside the Union nobody can prove a number here: it needs its country, nothing more."""
    number = "".join(char for char in text.upper() if char.isalnum())
    if number[:2] in UNION_PREFIXES:
        return identifiers.vat_number(number)
    if len(number) < 4 or not number[:2].isalpha() or not number.isascii():
        raise identifiers.WrongVatNumber(number=text)
    return number


def _can_receive_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
