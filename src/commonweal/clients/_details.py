"""What the data of a client must be like, and the remedy when they are not."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _
from stdnum.eu import vat

from commonweal.clients._addresses import email_faults, postal_faults, tidy_postcode
from commonweal.clients._matching import match_key
from commonweal.clients.models import Client, Kind
from commonweal.kernel import identifiers
from commonweal.kernel.names import fold
from commonweal.kernel.participants import participant
from commonweal.kernel.refusals import Refusal
from commonweal.rules.parameters import figure

UNION_PREFIXES = {country.upper() for country in vat.MEMBER_STATES} | {"EL"}
LONGEST_PORTAL = 300


class MissingName(Refusal):
    message = _("Fill in the name of the client as it stands on its invoices.")
    field = "name"


class PaymentTermTooLong(Refusal):
    message = _(
        "Give at most %(days)s days to pay: a longer term does not count (law of 2 August 2002 on "
        "late payment)."
    )
    field = "payment_days"


def tidy(client: Client, on: date) -> Iterator[Refusal]:
    """Bring what people type into one form, and say what is wrong, each with its remedy."""
    client.name = " ".join(client.name.split())
    client.country = client.country.strip().upper()
    client.email, client.invoice_email = client.email.strip(), client.invoice_email.strip()
    client.cost_centre = " ".join(client.cost_centre.split())
    client.portal = " ".join(client.portal.split())[:LONGEST_PORTAL]
    client.postcode = tidy_postcode(client.postcode, client.country)
    client.search_key, client.match_key = fold(client.name), match_key(client.name)
    yield from _wrong_numbers(client)
    if not client.name:
        yield MissingName()
    for field in ("email", "invoice_email"):
        if address := getattr(client, field):
            yield from email_faults(address, field)
    yield from postal_faults(client.country, client.postcode)
    yield from _too_long(client, on)


def _wrong_numbers(client: Client) -> Iterator[Refusal]:
    checks: dict[str, Callable[[str], str]] = {
        "enterprise_number": identifiers.enterprise_number,
        "vat_number": lambda number: _vat_number(number, client.country),
        "iban": identifiers.iban,
        "peppol_id": participant,
    }
    for field, check in checks.items():
        typed = (getattr(client, field) or "").strip()
        try:
            setattr(client, field, check(typed) if typed else EMPTY[field])
        except Refusal as refusal:
            yield refusal


EMPTY: dict[str, str | None] = {
    "enterprise_number": None,
    "vat_number": "",
    "iban": "",
    "peppol_id": "",
}


def _vat_number(text: str, country: str) -> str:
    """Outside the Union nobody can prove a number here: it needs its country, nothing more."""
    number = "".join(char for char in text.upper() if char.isalnum())
    if number[:2] in UNION_PREFIXES:
        return identifiers.vat_number(number)
    if len(number) < 4 or not number[:2].isalpha() or not number.isascii():
        raise identifiers.WrongVatNumber(number=text, **_with_country(number, country))
    return number


def _with_country(number: str, country: str) -> dict[str, str]:
    """Who leaves the country out means the one of the address."""
    prefix = "EL" if country == "GR" else country
    try:
        return {"repair": identifiers.vat_number(prefix + number)}
    except identifiers.WrongVatNumber:
        return {}


def _too_long(client: Client, on: date) -> Iterator[Refusal]:
    if client.payment_days is None or client.kind == Kind.PERSON:
        return
    longest: int = figure("payment.longest_term", on).value[client.kind]
    if client.payment_days > longest:
        yield PaymentTermTooLong(days=longest)
