"""Who acts for a unit: changing a role, leaving."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.models import Mandate, MandateRole, Unit, UnitKind
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all


class LastManager(Refusal):
    message = _(
        "Make somebody else manager first: %(name)s is the only manager of “%(unit)s”, and nobody "
        "could decide about it any more."
    )
    field = "role"


class MandateEnded(Refusal):
    message = _("Invite %(name)s again: this mandate ended on %(day)s.")


class PersonalAccount(Refusal):
    message = _(
        "Choose another role, or open an activity to manage together: “%(unit)s” is the 3in1 "
        "account of one person."
    )
    field = "role"


@action
def change_mandate(*, mandate: Mandate, role: str, weight: int, by: Actor, at: datetime) -> Mandate:
    """
    Give a member another role for a unit, or another part (`weight`, 0 for none) in its split key.

    :raises MandateEnded: if the member acts for the unit no more
    :raises LastManager: if nobody would be left to decide
    :raises PersonalAccount: if a 3in1 account would get a second manager
    """
    unit, mandate = hold(mandate.unit_id), _standing(mandate)
    rises = role == MandateRole.MANAGER != mandate.role
    if role != MandateRole.MANAGER:
        _keep_a_manager(unit, mandate)
    check_all(personal(unit) if rises else [])
    mandate.role, mandate.weight = role, weight
    mandate.save(update_fields=["role", "weight"])
    return mandate


@action
def end_mandate(*, mandate: Mandate, by: Actor, at: datetime) -> Mandate:
    """
    Let a member act for a unit no more, from now on. The mandate stays as history.

    :raises MandateEnded: if that was so already
    :raises LastManager: if nobody would be left to decide
    """
    unit, mandate = hold(mandate.unit_id), _standing(mandate)
    _keep_a_manager(unit, mandate)
    mandate.ended_on = at.astimezone(ZONE).date()
    mandate.save(update_fields=["ended_on"])
    return mandate


def hold(unit: int) -> Unit:
    """Lock a unit to the end of the transaction: of two managers who leave, one is the last."""
    return Unit.objects.select_for_update(no_key=True).get(id=unit)


def personal(unit: Unit) -> list[Refusal]:
    """Return why a unit takes no second manager, if it does not."""
    return [PersonalAccount(unit=unit.name)] if unit.kind == UnitKind.THREE_IN_ONE else []


def _standing(mandate: Mandate) -> Mandate:
    """The mandate as it is now that the unit is locked."""
    found = Mandate.objects.select_related("member", "unit").get(id=mandate.pk)
    if found.ended_on is not None:
        day = date_format(found.ended_on, "SHORT_DATE_FORMAT")
        raise MandateEnded(name=found.member.full_name, day=day)
    return found


def _keep_a_manager(unit: Unit, mandate: Mandate) -> None:
    managers = queries.standing_mandates().filter(unit=unit, role=MandateRole.MANAGER)
    if {each.pk for each in managers} == {mandate.pk}:
        raise LastManager(name=mandate.member.full_name, unit=unit.name)
