"""Who stands before a page of a unit, and in which role."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, Mandate
from commonweal.sites.shell.doors import Visit


def acting(request: Visit, unit: int, deed: Deed = Deed.LOOK) -> Mandate:
    """
    Return the mandate of this member for a unit, with the unit and the member.

    :raises Http404: if the member has none: the unit of another does not exist
    :raises PermissionDenied: if the role does not let a member do this
    """
    own = activities.mandates(unit=unit).filter(member=request.member_id).first()
    if own is None:
        raise Http404
    if not activities.may(mandate=own, deed=deed):
        raise PermissionDenied
    return own
