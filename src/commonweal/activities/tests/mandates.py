"""Small words for the tests of mandates."""

import re

from django.db import connection
from tests.cast import NOW, actor, make_unit

from commonweal.activities import actions as activities
from commonweal.activities.actions import NewInvitation
from commonweal.activities.models import Mandate
from commonweal.letters.queries import tray


def studio(manager):
    """An activity with one manager."""
    return make_unit(manager, "activity", "Atelier Brume")


def invite(unit, manager, email, role="co_manager", weight=0, at=NOW):
    """One invitation, sent."""
    new = NewInvitation(unit, email, role, weight)
    (made,) = activities.invite(invitations=[new], by=actor(manager), at=at)
    return made


def join(unit, manager, member, role="co_manager", weight=0, at=NOW):
    """Invited and accepted, as people do it."""
    invitation = invite(unit, manager, member.user.email, role, weight, at)
    return activities.accept_invitation(
        invitation=invitation, member=member, by=actor(member), at=at
    )


def weigh(unit, member, weight):
    """Give a member a part in the split key, in the role the member has."""
    mandate = Mandate.objects.get(unit=unit, member=member, ended_on=None)
    return activities.change_mandate(
        mandate=mandate, role=mandate.role, weight=weight, by=actor(member), at=NOW
    )


def letter_to(email):
    """The last letter with an invitation to an address."""
    return tray().filter(kind="mandate_invitation", to=email).order_by("-id").first()


def token_of(letter):
    """The token of the link in a letter."""
    (token,) = re.findall(r"/mandate/([\w-]+)/", letter.body)
    return token


def see_only(*units):
    """Let the connection see the rows of these units, as a request of a member does."""
    with connection.cursor() as cursor:
        scope = ",".join(str(unit.pk) for unit in units)
        cursor.execute("select set_config('commonweal.scope', %s, true)", [scope])
