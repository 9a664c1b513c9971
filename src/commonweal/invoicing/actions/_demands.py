"""
What an invoice must say before it is drafted: everything that the official rules, the law or the
house would refuse later, each with its remedy. Nothing here asks the database.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.clients.actions import Client
from commonweal.clients.queries import Kind
from commonweal.documents import queries as documents
from commonweal.einvoice import codes
from commonweal.einvoice.values import Subtotal, Vat
from commonweal.invoicing.accounts import UnknownVatRate, turnover_account
from commonweal.invoicing.actions._orders import WrongPeriod
from commonweal.invoicing.values import NewInvoice
from commonweal.kernel import identifiers, money
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal
from commonweal.rules import vat
from commonweal.rules.errors import RuleError
from commonweal.rules.parameters import figure

HOME = "BE"
BELGIAN_SCHEME = "0208"
LANGUAGES = {code for code, _name in settings.LANGUAGES}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class MissingLines(Refusal):
    message = _("Add at least one line to the invoice.")
    field = "lines"


class TooManyLines(Refusal):
    message = _("Put at most %(most)s lines on one invoice: make two of it.")
    field = "lines"


class MissingDescription(Refusal):
    message = _("Say on each line what is invoiced.")
    field = "description"


class TextTooLong(Refusal):
    message = _("Shorten “%(start)s…” to %(most)s characters: clients' programs show no more.")


class UnprintableText(Refusal):
    message = _("Type “%(text)s” again: it holds a sign that no invoice can show.")


class UnshownSign(Refusal):
    message = _("Write “%(signs)s” in other letters: papers show Latin, Greek and Cyrillic only.")


class WrongQuantity(Refusal):
    message = _("Give a quantity other than zero and a price of zero or more; a discount has a "
                "negative quantity.")  # fmt: skip
    field = "price"


class UnknownUnit(Refusal):
    message = _("Choose a unit of the list, pieces, hours or days: “%(code)s” is none.")
    field = "unit_code"


class NothingToInvoice(Refusal):
    message = _("Invoice an amount above zero; to give money back, make a credit note.")
    field = "price"


class TooMuch(Refusal):
    message = _("Look at the price again: %(amount)s euro is more than the house ever invoices.")
    field = "price"


class OutsideScopeStandsAlone(Refusal):
    message = _("Put what is outside the scope of VAT on an invoice of its own.")
    field = "vat"


class VatNotPossible(Refusal):
    """What `rules.vat` refuses, in its words."""

    message = _("Choose another VAT: this one cannot stand on an invoice to this client.")
    field = "vat"

    def __init__(self, error: RuleError) -> None:
        super().__init__(error.field or None, **error.values)
        self.message = _(error.message)


class WrongContribution(Refusal):
    message = _("Compute the contribution again: it lies between zero and the net amount.")


class PaymentTermNegative(Refusal):
    message = _("Give the client zero or more days to pay.")
    field = "payment_days"


class PaymentTermTooLong(Refusal):
    message = _("Give the client at most %(most)s days to pay: the law counts no more.")
    field = "payment_days"


class UnlikelyDay(Refusal):
    message = _("Look at the year again: work on %(day)s is too far from today.")
    field = "work_starts_on"


class IssueDayPassed(Refusal):
    message = _("Choose today or a later day to issue: an invoice has the date of its issue.")
    field = "issue_on"


class IssueDayTooFar(Refusal):
    message = _("Choose a day before %(day)s to issue, or make it come back by itself.")
    field = "issue_on"


class UnknownCountry(Refusal):
    message = _("Correct the country of %(name)s: two letters as in BE, and “%(code)s” is none.")
    field = "country"


class WrongNumberOfClient(Refusal):
    message = _("Correct the enterprise number of %(name)s: the digits of “%(number)s” do not fit.")
    field = "enterprise_number"


class WrongVatNumberOfClient(Refusal):
    message = _("Correct the VAT number of %(name)s: “%(number)s” is none of its country.")
    field = "vat_number"


class WrongElectronicAddress(Refusal):
    message = _("Correct the Peppol number of %(name)s: “%(number)s” is none, as 0208:0403019261.")
    field = "peppol_id"


class WrongEmailOfClient(Refusal):
    message = _("Correct the e-mail address of %(name)s: “%(address)s” cannot receive mail.")
    field = "email"


class UnnamedClient(Refusal):
    message = _("Give the client its name: it stands on the invoice.")
    field = "name"


class ClientIsBlocked(Refusal):
    message = _("Talk to your adviser: the cooperative invoices %(name)s nothing new now.")
    field = "client"


class UnknownLanguage(Refusal):
    message = _("Choose Dutch, French, German or English for the invoice.")
    field = "language"


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a batch on a day: the limits of the house and of the law, read once."""

    on: date
    limits: Any
    units: frozenset[str]
    usual_term: int
    longest_term: int

    @classmethod
    def of(cls, on: date) -> "Setting":
        return cls(
            on,
            figure("invoice.limits", on).value,
            frozenset(figure("invoice.unit_codes", on).value),
            figure("invoice.payment_days", on).value,
            figure("invoice.payment_days_max", on).value,
        )

    def payment_days(self, new: NewInvoice) -> int:
        """The days that were agreed, else those of the client, else those of the house."""
        agreed = new.payment_days if new.payment_days is not None else new.client.payment_days
        return self.usual_term if agreed is None else agreed


def refusals(
    new: NewInvoice, table: tuple[Subtotal, ...], entity: LegalEntity, setting: Setting
) -> Iterator[Refusal]:
    """Say everything that stands in the way of an invoice, given what its lines add up to."""
    yield from clients.missing(client=new.client, purchase_order=new.purchase_order)
    yield from _buyer_refused(new, setting)
    yield from _lines_refused(new, setting)
    yield from _amounts_refused(new, table, setting)
    yield from _texts_refused(new, setting)
    yield from _days_refused(new, setting)
    yield from _vat_refused(new, table, entity, setting)


def _buyer_refused(new: NewInvoice, setting: Setting) -> Iterator[Refusal]:
    client = new.client
    for refusal, values in _identity_faults(
        client.name, client.country, client.enterprise_number or "", client.vat_number,
        client.peppol_id, client.invoice_email or client.email,
    ):  # fmt: skip
        yield refusal(**values)
    if new.order_id is None and client.blocked_on and client.blocked_on <= setting.on:
        yield ClientIsBlocked(name=client.name)
    if (new.language or client.language) not in LANGUAGES:
        yield UnknownLanguage()


@lru_cache(maxsize=8192)
def _identity_faults(
    name: str, country: str, enterprise_number: str, vat_number: str, peppol_id: str, email: str
) -> tuple[tuple[type[Refusal], dict[str, str]], ...]:
    """Say which of a client's numbers and addresses the official rules would refuse."""
    checks: list[tuple[bool, type[Refusal], dict[str, str]]] = [
        (_is_said(name), UnnamedClient, {}),
        (country in codes.listed(codes.COUNTRIES), UnknownCountry, {"code": country}),
        (
            _fits(identifiers.enterprise_number, enterprise_number),
            WrongNumberOfClient,
            {"number": enterprise_number},
        ),
        (_is_vat_number(vat_number), WrongVatNumberOfClient, {"number": vat_number}),
        (_is_participant(peppol_id), WrongElectronicAddress, {"number": peppol_id}),
        (_is_email(email), WrongEmailOfClient, {"address": email}),
    ]
    return tuple(
        (refusal, {"name": name, **values}) for right, refusal, values in checks if not right
    )


def _fits(check: Any, number: str) -> bool:
    try:
        return not number or check(number) == number
    except Refusal:
        return False


def _is_vat_number(number: str) -> bool:
    """Its country is one, and in the Union the digits fit too."""
    if not number:
        return True
    country = number[:2]
    if country not in codes.listed(codes.VAT_COUNTRIES) or len(number) < len("XX00"):
        return False
    inside = clients.in_eu(country="GR" if country == "EL" else country, on=date.max)
    return _fits(identifiers.vat_number, number) if inside else True


def _is_participant(peppol_id: str) -> bool:
    scheme, colon, number = peppol_id.partition(":")
    if not peppol_id:
        return True
    if not colon or not number or scheme not in codes.listed(codes.SCHEMES):
        return False
    return scheme != BELGIAN_SCHEME or _fits(identifiers.enterprise_number, number)


def _is_email(address: str) -> bool:
    try:
        if address:
            validate_email(address)
    except ValidationError:
        return False
    return True


def _lines_refused(new: NewInvoice, setting: Setting) -> Iterator[Refusal]:
    if not new.lines:
        yield MissingLines()
    if len(new.lines) > setting.limits["lines"]:
        yield TooManyLines(most=setting.limits["lines"])
    if not all(_is_said(line.description) for line in new.lines):
        yield MissingDescription()
    if any(line.price_cents < 0 or not line.thousandths for line in new.lines):
        yield WrongQuantity()
    for code in {line.unit_code for line in new.lines} - setting.units:
        yield UnknownUnit(code=code)


def _is_said(text: str) -> bool:
    """Whether a reader sees anything: blanks and signs without width say nothing."""
    return any(char.isprintable() and not char.isspace() for char in text)


def _amounts_refused(
    new: NewInvoice, table: tuple[Subtotal, ...], setting: Setting
) -> Iterator[Refusal]:
    net_cents = sum(row.net_cents for row in table)
    most = setting.limits["amount"]
    if new.lines and (net_cents <= 0 or sum(row.vat_cents for row in table) < 0):
        yield NothingToInvoice()
    elif new.lines and not 0 <= new.contribution_cents <= net_cents:
        yield WrongContribution()
    largest = max((abs(line.price_cents * line.thousandths) for line in new.lines), default=0)
    if max(net_cents, largest // 1000) > most:
        yield TooMuch(amount=money.show(max(net_cents, largest // 1000)))
    days = setting.payment_days(new)
    if days < 0:
        yield PaymentTermNegative()
    elif days > setting.longest_term:
        yield PaymentTermTooLong(most=setting.longest_term)


def _texts_refused(new: NewInvoice, setting: Setting) -> Iterator[Refusal]:
    client, limits = new.client, setting.limits
    texts = [
        ("title", new.title, limits["title"]),
        ("purchase_order", new.purchase_order, limits["reference"]),
        ("cost_centre", new.cost_centre or client.cost_centre, limits["reference"]),
        ("note", new.note, limits["note"]),
        ("name", client.name, limits["title"]),
        ("street", client.street, limits["title"]),
        ("postcode", client.postcode, limits["reference"]),
        ("city", client.city, limits["title"]),
        *(("description", line.description, limits["line_text"]) for line in new.lines),
    ]
    for field, text, most in texts:
        if len(text) > most:
            yield TextTooLong(field, start=text[:20], most=most)
        if not text.isprintable() and UNPRINTABLE.search(text):
            yield UnprintableText(field, text=UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))
        elif signs := documents.unshown(text=text):
            yield UnshownSign(field, signs=signs)


def _days_refused(new: NewInvoice, setting: Setting) -> Iterator[Refusal]:
    on, limits = setting.on, setting.limits
    first, last = new.work_starts_on, new.work_ends_on
    if last and not (first and first <= last):
        yield WrongPeriod()
    earliest = on - timedelta(days=limits["work_days_back"])
    latest = on + timedelta(days=limits["work_days_ahead"])
    for day in {first, last} - {None}:
        if day and not earliest <= day <= latest:
            yield UnlikelyDay(day=f"{day:%d/%m/%Y}")
    if new.issue_on and new.issue_on < on:
        yield IssueDayPassed()
    end = on + timedelta(days=limits["issue_days_ahead"])
    if new.issue_on and new.issue_on >= end:
        yield IssueDayTooFar(day=f"{end:%d/%m/%Y}")


def _vat_refused(
    new: NewInvoice, table: tuple[Subtotal, ...], entity: LegalEntity, setting: Setting
) -> Iterator[Refusal]:
    on = max(new.issue_on or setting.on, setting.on)
    buyer = buyer_of(new.client, on)
    known = vat.known_rates(on)
    for kind, rate in {(line.vat, line.rate_bp) for line in new.lines}:
        is_known = rate in known if kind == Vat.STANDARD else rate == 0
        if not is_known or not turnover_account(kind, rate):
            yield UnknownVatRate(rate=rate / 100)
            continue
        try:
            vat.check(
                seller=entity.vat_regime,
                kind=str(kind),
                rate_bp=rate,
                buyer=buyer,
                delivered=new.work_starts_on is not None,
                on=on,
            )
        except RuleError as error:
            yield VatNotPossible(error)
    if len(table) > 1 and any(row.vat is Vat.OUTSIDE_SCOPE for row in table):
        yield OutsideScopeStandsAlone()


def buyer_of(client: Client, on: date) -> vat.Buyer:
    """Return the client as the rules of VAT see it on a day."""
    place: vat.Place = "home" if client.country == HOME else "world"
    if place == "world" and clients.in_eu(country=client.country, on=on):
        place = "union"
    return vat.Buyer(place, client.kind == Kind.PERSON, client.vat_number)
