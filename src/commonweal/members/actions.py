"""Verbs on members."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db.models import F

from commonweal.access import actions as access
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members import queries
from commonweal.members._addresses import AddressStays, note_address, put_back, tell_address
from commonweal.members._details import (
    CertificateMissing,
    MissingName,
    NationalNumberTaken,
    NoPartner,
    RateOutOfRange,
    TooManyDisabledChildren,
    UnknownCountry,
    UnusableEmail,
    tidy,
)
from commonweal.members.models import Member

__all__ = [
    "AddressStays",
    "CertificateMissing",
    "Details",
    "Member",
    "MissingName",
    "NationalNumberTaken",
    "NewMember",
    "NoPartner",
    "RateOutOfRange",
    "TooManyDisabledChildren",
    "UnknownCountry",
    "UnusableEmail",
    "change_details",
    "count_service",
    "mark_share_paid",
    "register",
    "restore_email",
]


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person who joins. `user_id` is the account they sign in with, when there is one."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""
    language: str = "nl"
    birth_date: date | None = None
    nationality: str = ""
    national_number: str = ""
    iban: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "BE"
    worker_status: str = "white_collar"
    family: str = "single"
    children: int = 0
    disabled_children: int = 0
    is_disabled: bool = False
    partner_is_disabled: bool = False
    other_dependants: int = 0
    dependent_retirees: int = 0
    extra_withholding_bp: int | None = None
    extra_withholding_cents: int | None = None
    artwork_certificate_since: date | None = None
    share_paid_on: date | None = None
    user_id: int | None = None


class Details(TypedDict, total=False):
    """What can be changed of a member; what is not named stays as it is."""

    first_name: str
    last_name: str
    email: str
    phone: str
    language: str
    birth_date: date | None
    nationality: str
    national_number: str
    iban: str
    street: str
    postcode: str
    city: str
    country: str
    worker_status: str
    family: str
    children: int
    disabled_children: int
    is_disabled: bool
    partner_is_disabled: bool
    other_dependants: int
    dependent_retirees: int
    extra_withholding_bp: int | None
    extra_withholding_cents: int | None
    artwork_certificate_since: date | None
    user_id: int | None


@action
def register(*, members: Sequence[NewMember], by: Actor, at: datetime) -> list[Member]:
    """
    Enter persons as members, in the same order.

    :raises MissingName, UnusableEmail, WrongIban, WrongNationalNumber, NationalNumberTaken,
        RateOutOfRange, UnknownCountry, TooManyDisabledChildren, NoPartner, CertificateMissing:
        with the remedy, all that apply together
    """
    drafts = [Member(**asdict(new)) for new in members]
    check_all(_refusals(drafts))
    return Member.objects.bulk_create(drafts)


@action
def change_details(*, member: Member, details: Details, by: Actor, at: datetime) -> Member:
    """
    Change what is known of a member.

    A new account number is written in the log by its last digits. It is what the member wishes:
    whether it serves, the account numbers of banking say (`payday.change_account`). When the
    e-mail address changes, the one known before hears of it, and stays the known one for a while.

    :raises MissingName, UnusableEmail, WrongIban, WrongNationalNumber, NationalNumberTaken,
        RateOutOfRange, UnknownCountry, TooManyDisabledChildren, NoPartner, CertificateMissing:
        with the remedy, all that apply together
    """
    before = Member.objects.select_for_update().get(pk=member.pk)
    after = Member.objects.get(pk=member.pk)
    for name, value in details.items():
        setattr(after, name, value)
    check_all(_refusals([after]))
    has_new_address = note_address(before, after, at)
    after.save()
    if has_new_address:
        tell_address(before, after, by, at)
    if after.language != before.language and after.user:
        access.set_language(user=after.user, language=after.language, by=by, at=at)
    if before.iban and after.iban != before.iban:
        _log_new_account(before, after, by, at)
    return after


@action
def restore_email(*, member: Member, by: Actor, at: datetime) -> Member:
    """
    Put back the e-mail address that was known before it changed; links that offer it are shut.

    :raises AddressStays: if it did not change within the days of `bank.address_hold`
    """
    found = Member.objects.select_for_update().get(pk=member.pk)
    put_back(found, by, at)
    return found


@action
def mark_share_paid(
    *, members: Sequence[Member], on: date, by: Actor, at: datetime
) -> list[Member]:
    """Note the day on which members paid their share; a day already noted stays."""
    chosen = Member.objects.filter(pk__in=[member.pk for member in members])
    chosen.filter(share_paid_on=None).update(share_paid_on=on)
    return list(chosen.order_by("pk"))


@action
def count_service(*, members: Sequence[Member], by: Actor, at: datetime) -> list[Member]:
    """Count one more service for each of these members; the flow decides how many are free."""
    chosen = Member.objects.filter(pk__in=[member.pk for member in members])
    chosen.update(services_used=F("services_used") + 1)
    return list(chosen.order_by("pk"))


def _refusals(drafts: Sequence[Member]) -> Iterator[Refusal]:
    for draft in drafts:
        yield from tidy(draft)
    yield from _taken_numbers(drafts)


def _taken_numbers(drafts: Sequence[Member]) -> Iterator[Refusal]:
    numbers = [draft.national_number for draft in drafts if draft.national_number]
    if not numbers:
        return
    others = Member.objects.filter(national_number__in=numbers)
    taken = others.exclude(pk__in=[draft.pk for draft in drafts if draft.pk])
    if taken.exists() or len(set(numbers)) < len(numbers):
        yield NationalNumberTaken()


def _log_new_account(before: Member, after: Member, by: Actor, at: datetime) -> None:
    masks = {
        "before": queries.masked_iban(before.iban),
        "after": queries.masked_iban(after.iban),
    }
    record(verb="members.change_iban", subjects=[after.ref], by=by, at=at, data=masks)
