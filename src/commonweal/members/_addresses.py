"""The e-mail address that is known: one that just replaced another proves nothing yet."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.access import actions as access
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.letters import actions as letters
from commonweal.members import queries
from commonweal.members._details import can_receive_mail
from commonweal.members.models import Member
from commonweal.rules.parameters import figure


class AddressStays(Refusal):
    message = _("Call the office: a link puts this e-mail address back no longer.")


def note_address(before: Member, after: Member, at: datetime) -> bool:
    """
    Keep in `after` which address was known, and return whether its reader is to be told. Who
    changes it twice still has the first one as the known one; who returns to it has no other.
    """
    if after.email.casefold() == before.email.casefold():
        return False
    known = queries.known_email(member=before, at=at)
    if not can_receive_mail(known):
        return False
    if after.email.casefold() == known.casefold():
        after.email_before, after.email_changed_at = "", None
        return False
    after.email_before, after.email_changed_at = known, at
    return True


def tell_address(before: Member, after: Member, by: Actor, at: datetime) -> None:
    """Write to every address until now, in the language until now, with a link that undoes it."""
    until = at + timedelta(days=figure(queries.ADDRESS_HOLD, at.date()).value)
    told = dict.fromkeys([after.email_before, before.email])
    letters.post(letters=[_letter(to, before, after, until, by, at) for to in told], by=by, at=at)


def put_back(member: Member, by: Actor, at: datetime) -> None:
    """Let the known address be the address again, and shut the links that say so."""
    if not queries.has_new_email(member=member, at=at):
        raise AddressStays
    member.email, member.email_before, member.email_changed_at = member.email_before, "", None
    member.save(update_fields=["email", "email_before", "email_changed_at"])
    access.withdraw_links(purpose=queries.ADDRESS_LINK, about=[member.ref], by=by, at=at)


def _letter(
    to: str, before: Member, after: Member, until: datetime, by: Actor, at: datetime
) -> letters.NewLetter:
    token = access.issue_link(
        purpose=queries.ADDRESS_LINK, about=after.ref, expires_at=until, by=by, at=at
    )
    return letters.NewLetter(
        to=to,
        name=before.full_name,
        language=before.language,
        kind="address_changed",
        context={
            "address": queries.masked_email(after.email),
            "changed_at": at.isoformat(),
            "until": until.isoformat(),
            "link": f"{settings.SITE_ADDRESS}/address/{token}/",
        },
        about=after.ref,
    )
