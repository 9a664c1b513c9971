"""From the wish to the activity: request, eligibility, papers, decision of an adviser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.access.queries import User
from commonweal.activities import queries
from commonweal.activities.actions._units import MissingName, NewUnit, open_unit
from commonweal.activities.models import OpeningRequest, UnitKind
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.kernel.scope import past_the_lock
from commonweal.letters import actions as letters
from commonweal.members.queries import Member

State = OpeningRequest.State
UNDECIDED = (State.SENT, State.PAPERS_ASKED)


class UnknownTrade(Refusal):
    message = _("Choose a profession from the list; “another profession” is in it too.")
    field = "trade"


class TradeRefused(Refusal):
    message = _("Choose another profession than “%(trade)s”. %(reason)s")
    field = "trade"


class ConditionOpen(Refusal):
    message = _(
        "Tick this once it is so, or talk to an adviser: “%(trade)s” asks for it. %(condition)s"
    )
    field = "met"


class PapersMissing(Refusal):
    message = _(
        "Add a file for each condition that asks for a paper: %(wanted)s are asked, %(given)s are "
        "here."
    )
    field = "papers"


class DescriptionMissing(Refusal):
    message = _("Tell in a few sentences what you do, for whom and where: your adviser reads it.")
    field = "description"


class PartnerIsYou(Refusal):
    message = _("Give the address of somebody else, or leave this empty: this one is your own.")
    field = "partner_email"


class AlreadyDecided(Refusal):
    message = _("Reload the page: this request is “%(state)s” by now.")


class OwnRequest(Refusal):
    message = _("Ask another adviser to decide: this request is your own.")


class ReasonMissing(Refusal):
    message = _("Write what you decided and why: the member reads it.")
    field = "remark"


@dataclass(frozen=True, slots=True)
class NewOpening:
    """
    What a member asks. `trade` is a code of the list, `met` the codes of the conditions that the
    member says are met, `papers` ids of stored documents, `partner_email` who will manage the
    activity too. `key` makes it happen once.
    """

    member: Member
    name: str
    trade: str
    description: str
    met: Sequence[str] = ()
    papers: Sequence[int] = ()
    partner_email: str = ""
    key: str | None = None


@action
def request_opening(*, request: NewOpening, by: Actor, at: datetime) -> OpeningRequest:
    """
    Ask for an activity; an adviser decides. A second click is answered with the first request.

    :raises MissingName, UnknownTrade, TradeRefused, ConditionOpen, PapersMissing,
        DescriptionMissing, PartnerIsYou: with the remedy, all that apply together
    """
    with past_the_lock():  # a request has no unit to be seen by
        if earlier := OpeningRequest.objects.filter(key=request.key or "").first():
            return earlier
        check_all(_refusals(request, _today(at)))
        return OpeningRequest.objects.create(
            member=request.member,
            name=" ".join(request.name.split()),
            trade=request.trade,
            description=request.description.strip(),
            met=list(request.met),
            papers=list(request.papers),
            partner_email=_partner(request),
            key=request.key,
            sent_at=at,
        )


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _partner(request: NewOpening) -> str:
    return request.partner_email.strip().lower()


def _refusals(request: NewOpening, on: date) -> Iterator[Refusal]:
    if not request.name.strip():
        yield MissingName()
    if not request.description.strip():
        yield DescriptionMissing()
    if _partner(request) == request.member.email.lower():
        yield PartnerIsYou()
    yield from _eligibility(request.trade, request.met, len(request.papers), on)


def _eligibility(trade: str, met: Sequence[str], papers: int, on: date) -> Iterator[Refusal]:
    """What keeps a profession from being an activity on a day."""
    found = queries.find_trade(code=trade, on=on)
    if found is None:
        yield UnknownTrade()
        return
    if found.refused:
        yield TradeRefused(trade=found.words, reason=found.refused)
    unmet = [each for each in found.conditions if each.code not in met]
    for each in unmet:
        yield ConditionOpen(trade=found.words, condition=each.words)
    if not unmet and papers < found.papers:
        yield PapersMissing(wanted=found.papers, given=papers)


@action
def add_papers(
    *, request: OpeningRequest, papers: Sequence[int], by: Actor, at: datetime
) -> OpeningRequest:
    """
    Add documents to a request; it waits for the adviser again.

    :raises AlreadyDecided: if it is decided
    """
    with past_the_lock():
        held = _hold(request)
        held.papers = [*held.papers, *papers]
        held.state = State.SENT
        held.save(update_fields=["papers", "state"])
    return held


@action
def withdraw_opening(*, request: OpeningRequest, by: Actor, at: datetime) -> OpeningRequest:
    """
    Take one's own request back.

    :raises AlreadyDecided: if it is decided
    """
    with past_the_lock():
        held = _hold(request)
        held.state, held.decided_by, held.decided_at = State.WITHDRAWN, by.id, at
        held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


@action
def ask_papers(
    *, request: OpeningRequest, remark: str, adviser: User, by: Actor, at: datetime
) -> OpeningRequest:
    """
    Ask the member for more papers; `remark` says which.

    :raises ReasonMissing, AlreadyDecided, OwnRequest: with the remedy
    """
    held = _taken(request, adviser, remark)
    check_all([ReasonMissing()] if not held.remark else [])
    held.state = State.PAPERS_ASKED
    held.save(update_fields=["state", "remark", "adviser"])
    _tell(held, "opening_papers", by, at)
    return held


@action
def accept_opening(
    *, request: OpeningRequest, remark: str = "", adviser: User, by: Actor, at: datetime
) -> OpeningRequest:
    """
    Open the activity that was asked for; the adviser who accepts it stands by it.

    The list of the day counts: a trade that is refused by now, or a paper that is still missing,
    keeps it closed.

    :raises AlreadyDecided, OwnRequest: if it is not this adviser's to decide
    :raises TradeRefused, ConditionOpen, PapersMissing: with the remedy
    """
    held, today = _taken(request, adviser, remark), _today(at)
    check_all(_eligibility(held.trade, held.met, len(held.papers), today))
    new = NewUnit(UnitKind.ACTIVITY, held.name, held.member, today, held.trade, adviser.pk)
    (held.unit,) = open_unit(units=[new], by=by, at=at)
    _close(held, State.ACCEPTED, by, at)
    _tell(held, "opening_accepted", by, at)
    return held


@action
def refuse_opening(
    *, request: OpeningRequest, remark: str, adviser: User, by: Actor, at: datetime
) -> OpeningRequest:
    """
    Say no, and why; the member may ask again.

    :raises ReasonMissing, AlreadyDecided, OwnRequest: with the remedy
    """
    held = _taken(request, adviser, remark)
    check_all([ReasonMissing()] if not held.remark else [])
    _close(held, State.REFUSED, by, at)
    _tell(held, "opening_refused", by, at)
    return held


def _taken(request: OpeningRequest, adviser: User, remark: str) -> OpeningRequest:
    """The request in the hands of this adviser."""
    held = _hold(request)
    if held.member.user_id == adviser.pk:
        raise OwnRequest
    held.remark, held.adviser = remark.strip(), adviser
    return held


def _hold(request: OpeningRequest) -> OpeningRequest:
    rows = OpeningRequest.objects.select_for_update(of=("self",)).select_related("member")
    held = rows.get(pk=request.pk)
    if held.state not in UNDECIDED:
        raise AlreadyDecided(state=held.get_state_display())
    return held


def _close(held: OpeningRequest, state: State, by: Actor, at: datetime) -> None:
    held.state, held.decided_by, held.decided_at = state, by.id, at
    held.save(update_fields=["state", "remark", "adviser", "unit", "decided_by", "decided_at"])


def _tell(held: OpeningRequest, kind: str, by: Actor, at: datetime) -> None:
    place = f"budget/{held.unit_id}/" if held.unit_id else f"budget/openings/{held.pk}/"
    letter = letters.NewLetter(
        to=held.member.email,
        name=held.member.full_name,
        language=held.member.language,
        kind=kind,
        context={
            "activity": held.name,
            "remark": held.remark,
            "adviser": held.adviser.name if held.adviser else "",
            "link": f"{settings.SITE_ADDRESS}/my/{place}",
        },
        about=held.ref,
    )
    letters.post(letters=[letter], by=by, at=at)
