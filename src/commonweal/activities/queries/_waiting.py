"""What waits for a member, whatever the units the member acts for."""

from datetime import datetime

from commonweal.activities.models import MandateInvitation
from commonweal.kernel.scope import past_the_lock


def invitations_to(*, email: str, at: datetime) -> list[MandateInvitation]:
    """
    Return the invitations to act for a unit that were sent to an address, wait for an answer and
    can still be answered by their mail; with their unit, the newest first.
    """
    found = MandateInvitation.objects.filter(
        email__iexact=email, state=MandateInvitation.State.OPEN, expires_at__gt=at
    )
    with past_the_lock():
        return list(found.select_related("unit").order_by("-id"))
