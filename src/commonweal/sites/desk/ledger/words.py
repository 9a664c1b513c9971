"""Words and links that the pages of the books share."""

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonweal.access import queries as access
from commonweal.clients import queries as clients
from commonweal.kernel.actor import SYSTEM
from commonweal.sites.shell.kit import Tab

READERS = ("finance_maker", "finance_checker", "auditor", "payroll")


def sections(current: str) -> list[Tab]:
    """Return the ways into the books; the one named `current` is where the reader is."""
    ways = [
        ("books", pgettext("of all accounts", "Balance")),
        ("books_journals", _("Journals")),
        ("books_open", _("Open items")),
        ("books_proofs", _("Proofs")),
    ]
    return [Tab(label, reverse(f"desk:{name}"), name == current) for name, label in ways]


def told(origin: str, text: str) -> str:
    """
    Return the text of an entry, without the name of a worker.

    Who earns what opens on the payslip, to who says why; in the books it is a number.
    """
    kind, _colon, name = origin.partition(":")
    return _("Payslip %(number)s") % {"number": name} if kind == "payslip" else text


def who(actor: str) -> str:
    """Return the name of a doer of the log; the number, when nobody has it any more."""
    kind, _colon, number = actor.partition(":")
    if actor == SYSTEM.id:
        return SYSTEM.name
    try:
        if kind == "user":
            return access.get_user(id=int(number)).name
        if kind == "client":
            return clients.get(id=int(number)).name
    except (ObjectDoesNotExist, ValueError):
        pass
    return actor
