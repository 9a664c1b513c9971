"""
The work queues of the desk: what has to be done by somebody, and where.

A face adds its line to `QUEUES`: the name of the list, its address, how many wait and who works on
it. `url` is the name of an address, with its query if need be ("desk:invoices?way=parked"); the
page behind it shows exactly the things counted. A count is one cheap question, for it is asked each
time somebody comes to the desk.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries as banking
from commonweal.clients import queries as clients
from commonweal.flows.dispatch import queries as dispatch
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import queries as invoicing
from commonweal.purchases import queries as purchases
from commonweal.sites.shell.kit import Task, Text

Tone = Literal["bad", "warn", "info"]
BUYERS = frozenset({"finance_maker", "customer_service"})
BILLERS = frozenset({"customer_service", "finance_maker"})


@dataclass(frozen=True, slots=True)
class Queue:
    """One list of work: `count` says how many wait at an instant, `note` what to do with them."""

    label: Text
    url: str
    count: Callable[[datetime], int]
    roles: frozenset[str]
    note: Text = ""
    tone: Tone = "warn"

    @property
    def href(self) -> str:
        name, question, query = self.url.partition("?")
        return f"{reverse(name)}{question}{query}"


QUEUES: list[Queue] = [
    Queue(
        _("Papers parked"),
        "desk:invoices?way=parked",
        lambda at: invoicing.parked().count(),
        BILLERS,
        note=_("The papers break a rule; nothing was sent."),
        tone="bad",
    ),
    Queue(
        _("Refused by Peppol"),
        "desk:dispatch?show=refused",
        lambda at: dispatch.refused_by_peppol().count(),
        BILLERS,
        note=_("Mend it and send again, or choose another way."),
        tone="bad",
    ),
    Queue(
        _("Contested by clients"),
        "desk:disputes",
        lambda at: invoicing.open_disputes().count(),
        BILLERS | {"legal"},
        note=_("Ask what was agreed, mend it, and answer."),
    ),
    Queue(
        _("Drafts that members hold"),
        "desk:held_drafts",
        lambda at: invoicing.held_drafts().count(),
        BILLERS,
        note=_("They say why: help them, then the invoice can leave."),
    ),
    Queue(
        _("Mail came back"),
        "desk:clients?show=bounced",
        lambda at: clients.bounced().count(),
        BILLERS,
        note=_("Ask these clients for the right address and correct it."),
        tone="bad",
    ),
    Queue(
        _("Likely doubles"),
        "desk:client_doubles",
        lambda at: clients.likely_pairs().count(),
        BILLERS,
        note=_("One client entered twice? Merge them, or say they are two."),
        tone="info",
    ),
    Queue(
        _("To be posted"),
        "desk:dispatch?show=post",
        lambda at: dispatch.paper().count(),
        BILLERS,
        note=_("No electronic way leads to these clients: print and post."),
    ),
    Queue(
        _("To be sent"),
        "desk:dispatch?show=to-send",
        lambda at: dispatch.to_send().count(),
        BILLERS,
        note=_("They leave by themselves; look if they stay."),
        tone="info",
    ),
    Queue(
        _("No answer over Peppol"),
        "desk:dispatch?show=silent",
        lambda at: dispatch.silent(at=at).count(),
        BILLERS,
        note=_("They left days ago: ask the client whether they arrived."),
        tone="info",
    ),
    Queue(
        _("Account numbers to confirm"),
        "desk:payee_accounts",
        lambda at: banking.unconfirmed_accounts().count(),
        frozenset({"finance_maker", "finance_checker", "payroll"}),
        note=_("Payments to these payees wait: ask them, not by the mail that brought the number."),
    ),
    Queue(
        _("Rules to decide"),
        "desk:matching_rules",
        lambda at: banking.rules_to_decide().count(),
        frozenset({"finance_maker", "finance_checker"}),
        note=_("Placings taught them; each proposes only once a person lets it count."),
        tone="info",
    ),
    Queue(
        _("Clients near their cap"),
        "desk:guarantee?show=near",
        lambda at: guarantee.near_caps(on=at.date()),
        frozenset({"finance_maker", "finance_checker"}),
        note=_("New work for them is soon not guaranteed: ask for what is due, or set a cap."),
    ),
    Queue(
        _("Purchases without an activity"),
        "desk:purchases",
        lambda at: purchases.at_desk().count(),
        BUYERS,
        note=_("Bring them to the activity they are for, book them for the house, or refuse."),
    ),
    Queue(
        _("Purchases to book"),
        "desk:purchases?show=to-book",
        lambda at: purchases.to_book().count(),
        frozenset({"finance_maker"}),
        note=_("Their activities said “good to pay”."),
        tone="info",
    ),
]


def queues(*, roles: Collection[str], at: datetime) -> list[Task]:
    """Return every queue on which these roles work with what waits in it, also the empty ones."""
    return [_task(queue, at) for queue in QUEUES if not queue.roles.isdisjoint(roles)]


def waiting(*, roles: Collection[str], at: datetime) -> Iterable[Task]:
    """Return the queues of these roles in which something waits."""
    return (task for task in queues(roles=roles, at=at) if task.count)


def _task(queue: Queue, at: datetime) -> Task:
    count = queue.count(at)
    return Task(queue.label, queue.href, queue.note, tone=queue.tone if count else "", count=count)
