"""Small words for the tests of trust."""

from itertools import count

from tests.cast import NOW, TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.kernel.actor import Actor

DIRK = Actor("user:900000000", "Dirk Maes")
ORIGINS = [f"order:{number}" for number in range(1, 200)]
SAMPLED = [origin for origin in ORIGINS if queries.is_sampled(origin=origin, on=TODAY)]
UNSEEN = [origin for origin in ORIGINS if origin not in SAMPLED]
_next = count()


def asked(unit, member, cents=1000_00, origin=None):
    """One decision of a member, put to the house."""
    origin = origin or f"transfer:{next(_next)}"
    new = activities.NewValidation(unit.pk, member.pk, origin, "Poster", cents)
    (validation,) = activities.ask(validations=[new], by=actor(member), at=NOW)
    return validation


def trusted(member, limit_cents, at=NOW):
    """Set how far a member decides alone."""
    return activities.set_trust(
        member=member, limit_cents=limit_cents, reason="Agreed", by=DIRK, at=at
    )


def controlled(unit, member, origin, finding=""):
    """A free decision that an adviser looked at."""
    validation = asked(unit, member, origin=origin)
    return activities.control(validation=validation, finding=finding, by=DIRK, at=NOW)
