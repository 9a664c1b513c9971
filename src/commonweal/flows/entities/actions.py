"""Verbs on legal entities."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from commonweal.activities import actions as activities
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.kernel import identifiers
from commonweal.kernel import queries as house
from commonweal.kernel.actions import action, found_sister, set_pay_terms
from commonweal.kernel.actor import Actor
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger

__all__ = [
    "NewEntity", "SeriesTaken", "UnknownTerms", "WrongSeries", "assign", "change_pay_terms",
    "found",
]  # fmt: skip


class WrongSeries(Refusal):
    message = _(
        "Give one to four capital letters, such as VO: they stand before the invoice numbers."
    )
    field = "series"


class SeriesTaken(Refusal):
    message = _("Choose other letters: “%(name)s” has %(series)s before its numbers.")
    field = "series"


class EntityExists(Refusal):
    message = _("Nothing more to do: “%(name)s” has this enterprise number already.")
    field = "enterprise_number"


class MissingDetail(Refusal):
    message = _("Fill in every line: all of it stands on the invoices.")
    field = "name"


class WrongEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


class UnknownTerms(Refusal):
    message = _("Choose when wages are paid: after the contract, or on a day of the next month.")
    field = "terms"


class WrongCurrency(Refusal):
    message = _("Give the currency by its three letters, such as EUR.")
    field = "currency"


@dataclass(frozen=True, slots=True)
class NewEntity:
    """A sister cooperative: `series` are the letters before its invoice numbers."""

    name: str
    enterprise_number: str
    series: str
    street: str
    postcode: str
    city: str
    email: str
    iban: str
    bic: str
    phone: str = ""
    country: str = "BE"
    currency: str = "EUR"
    vat_regime: str = LegalEntity.VatRegime.STANDARD
    pay_terms: str = LegalEntity.PayTerms.DAYS_AFTER


@action
def found(*, new: NewEntity, by: Actor, at: datetime) -> LegalEntity:
    """
    Found a sister entity with invoice numbers and books of its own. The account that its clients
    pay on is its own at the bank too, unless it is one of ours already: then the house takes the
    money in, and owes it to the sister.

    :raises WrongSeries, SeriesTaken, EntityExists, MissingDetail, WrongEmail, WrongCurrency,
        WrongEnterpriseNumber, WrongIban: each with its remedy
    """
    check_all(_refusals(new))
    facts = asdict(new) | {
        "enterprise_number": identifiers.enterprise_number(new.enterprise_number),
        "iban": identifiers.iban(new.iban),
        "bic": new.bic.replace(" ", "").upper(),
    }
    entity = found_sister(**facts)
    ledger.open_books(entity=entity.pk, by=by, at=at)
    if entity.iban not in {account.iban for account in bank.accounts()}:
        own = banking.NewAccount(entity.iban, entity.bic, entity.name, entity=entity.pk)
        banking.open_accounts(accounts=[own], by=by, at=at)
    return entity


@action
def assign(
    *, unit: activities.Unit, entity: LegalEntity, by: Actor, at: datetime
) -> activities.Unit:
    """Let a unit invoice from this legal entity from now on; what is issued stays where it is."""
    return activities.move_to_entity(unit=unit, entity=entity, by=by, at=at)


@action
def change_pay_terms(*, entity: LegalEntity, terms: str, by: Actor, at: datetime) -> LegalEntity:
    """
    Pay the wages of this entity on these terms from now on; payslips that are made stay due on
    the day they say.

    :raises UnknownTerms: if there are no such terms
    """
    if terms not in LegalEntity.PayTerms.values:
        raise UnknownTerms
    return set_pay_terms(entity=entity, terms=terms)


def _refusals(new: NewEntity) -> Iterator[Refusal]:
    if not re.fullmatch("[A-Z]{1,4}", new.series):
        yield WrongSeries()
    if not all(text.strip() for text in (new.name, new.street, new.postcode, new.city, new.bic)):
        yield MissingDetail()
    if not re.fullmatch("[A-Z]{3}", new.currency):
        yield WrongCurrency()
    if new.pay_terms not in LegalEntity.PayTerms.values:
        yield UnknownTerms(field="pay_terms")
    yield from _wrong_numbers(new)
    for entity in house.entities():
        if entity.series == new.series:
            yield SeriesTaken(name=entity.name, series=new.series)
        if entity.enterprise_number == "".join(filter(str.isdigit, new.enterprise_number)):
            yield EntityExists(name=entity.name)


def _wrong_numbers(new: NewEntity) -> Iterator[Refusal]:
    try:
        identifiers.enterprise_number(new.enterprise_number)
    except Refusal as refusal:
        yield refusal
    try:
        identifiers.iban(new.iban)
    except Refusal as refusal:
        yield refusal
    try:
        validate_email(new.email)
    except ValidationError:
        yield WrongEmail(email=new.email)
