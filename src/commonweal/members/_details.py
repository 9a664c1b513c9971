"""What the data of a member must be like, and the remedy when they are not."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from commonweal.kernel import identifiers
from commonweal.kernel.names import fold
from commonweal.kernel.refusals import Refusal
from commonweal.members.models import ALONE, Member, WorkerStatus


class MissingName(Refusal):
    message = _("Fill in first name and last name as they stand on the identity card.")
    field = "last_name"


class UnusableEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


class NationalNumberTaken(Refusal):
    message = _(
        "Use the existing account of this person: a member with this national number is already "
        "registered."
    )
    field = "national_number"


class RateOutOfRange(Refusal):
    message = _("Choose a rate between 0 and 100 %%, or leave it empty.")
    field = "extra_withholding_bp"


class TooManyDisabledChildren(Refusal):
    message = _(
        "Count children with a disability among the dependent children too: %(disabled)s is more "
        "than the %(children)s dependent children filled in."
    )
    field = "disabled_children"


class NoPartner(Refusal):
    message = _(
        "Choose a family situation with a partner, or say that the partner has no disability: "
        "“%(family)s” has no partner."
    )
    field = "partner_is_disabled"


class UnknownCountry(Refusal):
    message = _("Write the nationality as the two letters of a country, for example BE.")
    field = "nationality"


class CertificateMissing(Refusal):
    message = _(
        "Fill in since when %(name)s holds an artwork certificate, or choose another status: work "
        "under article 1bis is only for who holds or ever held one."
    )
    field = "artwork_certificate_since"


def tidy(member: Member) -> Iterator[Refusal]:
    """Bring what people type into one form, and say what is wrong, each with its remedy."""
    member.first_name = " ".join(member.first_name.split())
    member.last_name = " ".join(member.last_name.split())
    member.email = member.email.strip()
    member.country = member.country.strip().upper()
    member.nationality = member.nationality.strip().upper()
    member.search_key = fold(f"{member.last_name} {member.first_name}")
    yield from _wrong_numbers(member)
    if not member.first_name or not member.last_name:
        yield MissingName()
    if not can_receive_mail(member.email):
        yield UnusableEmail(email=member.email)
    if not 0 <= (member.extra_withholding_bp or 0) <= 10_000:
        yield RateOutOfRange()
    if member.nationality and not _is_code(member.nationality):
        yield UnknownCountry()
    if member.worker_status == WorkerStatus.ARTIST_1BIS and not member.artwork_certificate_since:
        yield CertificateMissing(name=member.full_name)
    yield from _wrong_family(member)


def _wrong_family(member: Member) -> Iterator[Refusal]:
    if member.disabled_children > member.children:
        yield TooManyDisabledChildren(disabled=member.disabled_children, children=member.children)
    if member.partner_is_disabled and member.family in ALONE:
        yield NoPartner(family=member.get_family_display())


def _wrong_numbers(member: Member) -> Iterator[Refusal]:
    """An empty number is no wrong number: it is asked for when it is needed."""
    for name, proof in (
        ("iban", identifiers.iban),
        ("national_number", identifiers.national_number),
    ):
        try:
            if value := getattr(member, name).strip():
                setattr(member, name, proof(value))
        except Refusal as refusal:
            yield refusal


def _is_code(country: str) -> bool:
    return len(country) == 2 and country.isascii() and country.isalpha()


def can_receive_mail(address: str) -> bool:
    """Whether this is written as an address."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
