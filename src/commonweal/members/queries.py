"""Reads of members."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from django.db.models import Q, QuerySet

from commonweal.kernel.names import fold
from commonweal.members.models import Family, Member, WorkerStatus
from commonweal.rules.parameters import figure

__all__ = [
    "ADDRESS_HOLD",
    "ADDRESS_LINK",
    "Family",
    "Household",
    "Member",
    "WorkerStatus",
    "find_for_user",
    "get",
    "has_new_email",
    "household",
    "known_email",
    "many",
    "masked_email",
    "masked_iban",
    "masked_national_number",
    "search",
    "with_account",
]

# For so many days (house data) an address that replaced another proves nothing.
ADDRESS_HOLD = "bank.address_hold"
# The purpose of the signed link in the letter about a changed e-mail address.
ADDRESS_LINK = "member_address"


class Household(TypedDict):
    """What the tax on a wage asks of a worker's family, in the words of pay."""

    family: str
    children: int
    disabled_children: int
    is_disabled: bool
    partner_is_disabled: bool
    dependants: int
    dependent_retirees: int


def household(*, member: Member) -> Household:
    """Return the family of a member as every pay asks for it: estimated, simulated or paid."""
    return Household(
        family=member.family,
        children=member.children,
        disabled_children=member.disabled_children,
        is_disabled=member.is_disabled,
        partner_is_disabled=member.partner_is_disabled,
        dependants=member.other_dependants,
        dependent_retirees=member.dependent_retirees,
    )


def get(*, id: int) -> Member:
    """
    Return one member.

    :raises Member.DoesNotExist: if there is none
    """
    return Member.objects.get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Member]:
    """Return the members of these ids, by id."""
    return Member.objects.in_bulk(ids)


def find_for_user(*, user_id: int) -> Member | None:
    """Return the member who signs in with this account, if it is a member's."""
    return Member.objects.filter(user_id=user_id).first()


def search(*, text: str = "") -> "QuerySet[Member]":
    """
    Return the members whose name has words that begin like these, in order of last name.

    Case and accents do not matter. Digits alone look for the member's number.
    """
    if text.strip().isdigit():
        return Member.objects.filter(id=int(text))
    found = Q()
    for word in fold(text).split():
        found &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return Member.objects.filter(found).order_by("search_key", "id")


def with_account(*, iban: str) -> "QuerySet[Member]":
    """Return the members who are paid on an account (IBAN without spaces)."""
    return Member.objects.filter(iban=iban).order_by("id")


def has_new_email(*, member: Member, at: datetime) -> bool:
    """Return whether the e-mail address replaced another so lately that it proves nothing yet."""
    if member.email_changed_at is None:
        return False
    return at < member.email_changed_at + timedelta(days=figure(ADDRESS_HOLD, at.date()).value)


def known_email(*, member: Member, at: datetime) -> str:
    """Return the address that proves who reads it: a new one does so after `bank.address_hold`."""
    return member.email_before if has_new_email(member=member, at=at) else member.email


def masked_email(email: str) -> str:
    """Show of an address only its first letter and where it is: a•••@example.org."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def masked_iban(iban: str) -> str:
    """Show of an account number only country and last four digits: BE•• •••• 7034."""
    return f"{iban[:2]}•• •••• {iban[-4:]}" if iban else ""


def masked_national_number(number: str) -> str:
    """Show of a national number only its last two digits."""
    return f"•••••• ••• {number[-2:]}" if number else ""
