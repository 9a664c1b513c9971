"""Documents of suppliers come in: read, judged, known again, and brought where they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from commonweal.documents import actions as files
from commonweal.einvoice.document import Document
from commonweal.einvoice.reader import Unreadable, read
from commonweal.einvoice.validator import LAYERS, RULE_FILES, RuleSet, Verdict, validate
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.scope import past_the_lock
from commonweal.purchases import queries, routing
from commonweal.purchases.actions._papers import paper_of, rows_of
from commonweal.purchases.actions._telling import tell
from commonweal.purchases.models import Purchase, PurchaseLine, PurchaseVat
from commonweal.purchases.routing import Route, Way

FILE_KIND = "purchase"
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class NewPurchase:
    """
    What a supplier sent. `came_as` is the ref of what brought it, so that it comes once;
    `document_id` the stored file, if it is stored already. `unit_id` is the unit of the member
    who hands it in, under the name `by`.
    """

    name: str
    content: bytes
    way: str
    came_as: str = ""
    document_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """
    What became of one document: the purchase, which was there before if it `is_duplicate`, what
    the file says (None if it cannot be read), and the verdict of the rules.
    """

    new: NewPurchase
    purchase: Purchase
    paper: Document | None
    verdict: Verdict | None = None
    is_duplicate: bool = False
    vat: Sequence[PurchaseVat] = field(default_factory=tuple)


@action
def receive(
    *,
    documents: Sequence[NewPurchase],
    by: Actor,
    at: datetime,
    known: Mapping[str, int] | None = None,
) -> list[Received]:
    """
    Take in what suppliers sent, in the same order. Nothing is lost: what cannot be read, breaks
    the rules or has the number of another waits at the desk with the reason. What is here already
    is told so.

    Peppol documents are judged by CEN and Peppol rules, all others by those of CEN. `known` gives
    numbers of ours (in capitals) to their units.
    """
    with past_the_lock():
        received = [_take_in(new, by, at, known or {}) for new in documents]
    fresh = [each.purchase for each in received if not each.is_duplicate]
    if fresh:
        subjects = [purchase.ref for purchase in fresh]
        record(verb="purchases.receive", subjects=subjects, by=by, at=at)
    tell(fresh, by, at)
    return received


def _take_in(new: NewPurchase, by: Actor, at: datetime, known: Mapping[str, int]) -> Received:
    if new.came_as and (before := Purchase.objects.filter(came_as=new.came_as).first()):
        return Received(new, before, queries.paper(purchase=before), is_duplicate=True)
    try:
        paper = read(new.content)
    except Unreadable as problem:
        purchase = _started(new, by, at, problem=str(problem))
        purchase.save()
        return Received(new, purchase, None)
    return _take_in_paper(new, paper, by, at, known)


@transaction.atomic
def _take_in_paper(
    new: NewPurchase, paper: Document, by: Actor, at: datetime, known: Mapping[str, int]
) -> Received:
    columns = paper_of(paper)
    twin = queries.find_twin(
        supplier_key=columns["supplier_key"], number=paper.number, kind=paper.kind
    )
    if twin and queries.paper(purchase=twin) == paper:
        _note_again(twin, new, by, at)
        return Received(new, twin, paper, is_duplicate=True)
    rules: RuleSet = "peppol" if paper.claims_peppol else "cen"
    verdict = validate(new.content, rules=rules)
    is_movable = verdict.accepted and not twin
    way = _way(new, paper, by, at, known) if is_movable else Way()
    purchase = _started(
        new,
        by,
        at,
        **columns,
        judged_by=" + ".join(RULE_FILES[layer].removesuffix(".sch") for layer in LAYERS[rules]),
        findings=[asdict(finding) for finding in verdict.findings[:MOST_FINDINGS]],
        breaks_rules=not verdict.accepted,
        twin=twin,
        unit_id=way.unit_id,
        route=way.route,
        route_word=way.word,
        state=Purchase.State.DRAFT if way.unit_id else Purchase.State.INBOX,
    )
    purchase.save()
    lines, vat = rows_of(paper, purchase, on=at.astimezone(ZONE).date())
    PurchaseLine.objects.bulk_create(lines)
    return Received(new, purchase, paper, verdict, vat=PurchaseVat.objects.bulk_create(vat))


def _way(
    new: NewPurchase, paper: Document, by: Actor, at: datetime, known: Mapping[str, int]
) -> Way:
    if new.unit_id:
        return Way(new.unit_id, Route.HANDED_IN, by.name)
    return routing.find(paper, known=known, on=at.astimezone(ZONE).date())


def _started(new: NewPurchase, by: Actor, at: datetime, **columns: object) -> Purchase:
    """Keep the file, if it is not kept yet, and begin the row."""
    document_id = new.document_id or _kept(new, by, at)
    return Purchase(
        document_id=document_id,
        way=new.way,
        came_as=new.came_as,
        received_at=at,
        received_by=by.name,
        **columns,
    )


def _kept(new: NewPurchase, by: Actor, at: datetime) -> int:
    """An empty file is kept as a line break: what came in is never lost, not even nothing."""
    file = files.NewFile(
        new.name.strip(" .") or "purchase.xml", "application/xml", new.content or b"\n", FILE_KIND
    )
    (document,) = files.store(files=[file], by=by, at=at)
    return document.pk


def _note_again(purchase: Purchase, new: NewPurchase, by: Actor, at: datetime) -> None:
    record(
        verb="purchases.came_again",
        subjects=[purchase.ref],
        by=by,
        at=at,
        data={"way": new.way, "came_as": new.came_as},
    )
