"""The page of the matching desk: the queue beside the movement that is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.access import queries as access
from commonweal.banking import queries
from commonweal.banking.queries import Claim, MatchProposal
from commonweal.flows.matching import queries as matching
from commonweal.flows.payday import queries as payday
from commonweal.sites.desk.matching.forms import MARK, BecauseForm, OwnerForm, PlaceRow
from commonweal.sites.desk.matching.queue import AGES, Queue, queue, tabs
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.templatetags import house

HANDLERS = ("finance_maker", "finance_checker")
READERS = (*HANDLERS, "auditor")
CLIENT_MONEY, OWN_ACCOUNTS, COSTS = "460", "580", "657"


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal as it is shown: its key on the keyboard, where how much goes, and why."""

    row: MatchProposal
    key: int
    why: Sequence[str]

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Each place in words, with its cents."""
        return [(_place(account, item), abs(cents)) for account, item, _u, cents in self.row.parts]

    @property
    def tone(self) -> str:
        return "good" if self.row.score >= queries.SURE else "warn" if self.row.score < 70 else ""


def show(
    request: Visit,
    *,
    rows: Sequence[PlaceRow] = (),
    text: str = "",
    refusals: Sequence[str] = (),
    owner_form: OwnerForm | None = None,
) -> HttpResponse:
    """Draw the desk; `rows`, `text` and `refusals` are what a form that failed keeps."""
    found = queue(request.GET, me=request.actor.id, at=request.at)
    chosen = found.chosen
    people = owners(request)
    may_act = not request.roles.isdisjoint(HANDLERS)
    context = {
        "queue": found,
        "tabs": tabs(found),
        "ages": [(age, found.url(age=age), found.kept["age"] == age) for age in AGES],
        "sure_cents": sum(part[3] for row in found.sure for part in row.parts),
        "whose": _whose(found, people),
        "choices": choices(chosen.proposals) if chosen else [],
        "places": rows or (places(found, request.at, text) if chosen and may_act else []),
        "text": text,
        "refusals": refusals,
        "owner_form": owner_form or (_owner_form(found, people) if chosen else None),
        "last": queries.last_settling(by=request.actor.id) if may_act else None,
        "because_form": BecauseForm(initial={"because": _("Placed by mistake")}),
        "may_act": may_act,
        "waiting_cents": sum(row.cents for row in found.every),
        "oldest": max((row.days for row in found.every), default=0),
        "alone": sum(not row.owner for row in found.every),
    }
    status = 422 if refusals or (owner_form and owner_form.errors) else 200
    return render(request, "desk/matching/index.html", context, status=status)


def choices(proposals: Sequence[MatchProposal]) -> list[Choice]:
    """Return proposals with the keys that choose them and their reasons in words."""
    return [
        Choice(row, key, queries.sentences(proposal=row))
        for key, row in enumerate(proposals, start=1)
    ]


def places(
    found: Queue, at: datetime, text: str = "", more: Sequence[Claim] = ()
) -> list[PlaceRow]:
    """
    Return where the chosen movement may go: the claims that are proposed, those a search found,
    the account of the client, what we owe and somebody may have paid, costs and our own accounts.
    """
    chosen = found.chosen
    if chosen is None:
        return []
    items = {
        part[1]: row for row in chosen.proposals for part in row.parts if part[0] == queries.CLAIMS
    }
    claims = {} if chosen.cents < 0 else matching.by_items(items=list(items))
    claims |= {claim.item: claim for claim in (*more, *matching.search(text=text))}
    rows = [_claim_row(claim) for claim in claims.values()]
    if chosen.cents > 0:
        parties = {claim.party: claim.party_name for claim in claims.values() if claim.party}
        rows += [
            PlaceRow(f"{CLIENT_MONEY}{MARK}{party}", name, _("Kept for this client"))
            for party, name in parties.items()
            if party.startswith("client:")
        ]
    else:
        rows += _debts(-chosen.cents, at)
    rows.append(PlaceRow(f"{OWN_ACCOUNTS}{MARK}", _("Own accounts"), _("Between our own accounts")))
    if chosen.cents < 0:
        rows += [_taken_back(item, row) for item, row in items.items()]
        rows.append(PlaceRow(f"{COSTS}{MARK}", _("Bank costs"), _("Costs of the bank")))
    return rows


def _debts(cents: int, at: datetime) -> Iterator[PlaceRow]:
    """What so much that left may have paid: batches that no statement named, then what is due."""
    for batch, open_cents in queries.under_way():
        key = f"{queries.ORDERS}{MARK}{batch.ref}"
        yield PlaceRow(key, house.item(batch.ref), str(batch.get_state_display()), -open_cents)
    for due in payday.nearest(cents=cents, at=at):
        note = _("%(what)s, due on %(day)s") % {
            "what": house.item(due.item), "day": date_format(due.due_on, "SHORT_DATE_FORMAT")
        }  # fmt: skip
        yield PlaceRow(f"{due.account}{MARK}{due.item}", due.name, note, -due.cents)


def _place(account: str, item: str) -> str:
    words = {OWN_ACCOUNTS: _("Own accounts"), COSTS: _("Bank costs")}
    if account == CLIENT_MONEY:
        return str(_("Kept for the client"))
    return str(words[account]) if account in words else house.item(item)


def owners(request: Visit) -> list[tuple[str, str]]:
    """Return who may look after a movement: the people of finance."""
    return [(user.ref, user.name) for user in access.people(roles=HANDLERS, at=request.at)]


def _claim_row(claim: Claim) -> PlaceRow:
    key = f"{claim.account}{MARK}{claim.item}"
    return PlaceRow(key, claim.name, claim.party_name, claim.cents)


def _taken_back(item: str, row: MatchProposal) -> PlaceRow:
    label = item.partition(":")[2]
    return PlaceRow(f"{queries.CLAIMS}{MARK}{item}", label, row.party_name or _("Taken back"))


def _owner_form(found: Queue, people: Sequence[tuple[str, str]]) -> OwnerForm:
    owned = found.chosen.owned if found.chosen else None
    initial = {"owner": owned.owner, "remind_on": owned.remind_on} if owned else {}
    return OwnerForm(initial=initial, people=people)


def _whose(found: Queue, people: Sequence[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    known = [("", _("Everybody's")), ("me", _("Mine")), ("none", _("Nobody's")), *people]
    return [(label, found.url(owner=value), found.kept["owner"] == value) for value, label in known]
