"""Who owns a share, and what may not be done without one."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries as activities
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members.queries import Member

__all__ = ["Deed", "ShareNeeded", "lacking", "refusals", "require", "to_invoice"]


class Deed(models.TextChoices):
    """What at least one share is needed for (catalogue S-MEM-08); services of 3in1 are counted."""

    OPEN = "open", _("to open or join the management of an activity")
    INVOICE = "invoice", _("to invoice from an activity")
    RECEIVE = "receive", _("to receive budget from another")
    FUND = "fund", _("to sign a funding agreement")
    CONCEDE = "concede", _("to sign a copyright concession")
    HIRE = "hire", _("to pay work from the budget of an activity")


class ShareNeeded(Refusal):
    message = _(
        "Let %(name)s pay a share first, and the desk will note it: one share is needed %(deed)s."
    )


def lacking(*, members: Iterable[Member]) -> list[Member]:
    """Return those of these members who own no share."""
    return [member for member in members if member.share_paid_on is None]


def refusals(*, members: Iterable[Member], deed: Deed) -> Iterator[ShareNeeded]:
    """Yield a refusal for each of these members who lacks the share that a deed asks for."""
    for member in lacking(members=members):
        yield ShareNeeded(name=member.full_name, deed=deed.label)


def require(*, members: Iterable[Member], deed: Deed) -> None:
    """
    Make sure that these members own a share.

    :raises ShareNeeded: for each who does not
    """
    check_all(refusals(members=members, deed=deed))


def to_invoice(*, unit: int) -> Iterator[ShareNeeded]:
    """Who invoices from an activity is a co-owner: one of its managers, at least."""
    managers = [
        mandate.member
        for mandate in activities.mandates(unit=unit)
        if mandate.role == activities.MandateRole.MANAGER
    ]
    if len(lacking(members=managers)) == len(managers):
        yield from refusals(members=managers[:1], deed=Deed.INVOICE)
