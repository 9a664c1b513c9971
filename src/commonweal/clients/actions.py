"""Verbs on clients."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from commonweal.clients import _bounces, _matching, _merging
from commonweal.clients._addresses import (
    MistypedEmail,
    PlaceholderEmail,
    UnknownCountry,
    UnusableEmail,
    WrongPostcode,
)
from commonweal.clients._bounces import Bounce
from commonweal.clients._details import MissingName, PaymentTermTooLong, tidy
from commonweal.clients._merging import (
    AlreadyMerged,
    MergeReasonMissing,
    NothingToMerge,
    NotMerged,
    NumberInUse,
    OtherEntity,
    TwoEnterprises,
)
from commonweal.clients.models import Client, ClientMerge, LikelyPair
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all

__all__ = [
    "AlreadyMerged", "Bounce", "Client", "ClientExists", "ClientMerge", "Details", "LikelyPair",
    "MergeReasonMissing", "MissingName", "MissingReason", "MistypedEmail", "NewClient",
    "NotMerged", "NothingToMerge", "NumberInUse", "OtherEntity", "PaymentTermTooLong",
    "PlaceholderEmail", "TwoEnterprises", "UnknownCountry", "UnusableEmail", "WrongPostcode",
    "block", "compare", "correct", "keep_apart", "merge", "note_bounce", "register",
    "trust_address", "unblock", "unmerge",
]  # fmt: skip


class ClientExists(Refusal):
    """`values` has the `id` of the client that is already there, so that a form can offer it."""

    message = _("Choose “%(name)s” from the list: it already has number %(number)s.")
    field = "enterprise_number"


class MissingReason(Refusal):
    message = _("Say why, in a few words: colleagues and members will ask.")
    field = "blocked_because"


@dataclass(frozen=True, slots=True)
class NewClient:
    """
    An organisation or person to work for. What is not known yet can be completed later. Without
    `invoice_email` invoices go to `email`; without `payment_days` the terms of the house hold.
    """

    name: str
    kind: str = "company"
    enterprise_number: str | None = None
    vat_number: str = ""
    country: str = "BE"
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    language: str = "nl"
    purchase_order_required: bool = False
    peppol_id: str = ""
    iban: str = ""
    invoice_email: str = ""
    cost_centre: str = ""
    payment_days: int | None = None
    portal: str = ""
    entity_id: int = 1


class Details(TypedDict, total=False):
    """What can be corrected of a client; what is not named stays as it is."""

    name: str
    kind: str
    enterprise_number: str | None
    vat_number: str
    country: str
    street: str
    postcode: str
    city: str
    email: str
    language: str
    purchase_order_required: bool
    peppol_id: str
    iban: str
    invoice_email: str
    cost_centre: str
    payment_days: int | None
    portal: str


@action
def register(*, clients: Sequence[NewClient], by: Actor, at: datetime) -> list[Client]:
    """
    Enter clients in the base shared by all members, in the same order.

    What a refusal can repair it offers as `values["repair"]`.

    :raises ClientExists: if the enterprise number is already there; `values["id"]` says whose
    :raises MissingName, UnusableEmail, MistypedEmail, PlaceholderEmail, UnknownCountry,
        WrongPostcode, WrongEnterpriseNumber, WrongVatNumber, WrongIban, WrongPeppolId,
        UnknownPeppolScheme, PaymentTermTooLong: with the remedy
    """
    drafts = [Client(**asdict(new)) for new in clients]
    check_all(_refusals(drafts, at))
    return Client.objects.bulk_create(drafts)


@action
def correct(*, client: Client, details: Details, by: Actor, at: datetime) -> Client:
    """
    Correct what is known of a client, for all members at once. A new address forgets the mail
    that came back from the old one.

    :raises ClientExists: if another client has this enterprise number
    :raises AlreadyMerged: if the client goes on as another
    :raises Refusal: what `register` refuses
    """
    corrected = Client.objects.select_for_update().get(pk=client.pk)
    if corrected.merged_into:
        raise AlreadyMerged(name=corrected.name, kept=corrected.merged_into.name)
    for name, value in details.items():
        setattr(corrected, name, value)
    check_all(_refusals([corrected], at))
    _bounces.forget_if_corrected(corrected)
    corrected.to_compare = True
    corrected.save()
    return corrected


@action
def block(*, clients: Sequence[Client], reason: str, by: Actor, at: datetime) -> list[Client]:
    """
    Take no new work for these clients until they are unblocked.

    :raises MissingReason: if there is no reason
    """
    if not reason.strip():
        raise MissingReason
    chosen = Client.objects.filter(pk__in=[client.pk for client in clients])
    chosen.update(blocked_on=at.date(), blocked_because=reason.strip())
    return list(chosen.order_by("pk"))


@action
def unblock(*, clients: Sequence[Client], by: Actor, at: datetime) -> list[Client]:
    """Take work for these clients again."""
    chosen = Client.objects.filter(pk__in=[client.pk for client in clients])
    chosen.update(blocked_on=None, blocked_because="")
    return list(chosen.order_by("pk"))


@action
def merge(
    *, keep: Client, others: Sequence[Client], reason: str, by: Actor, at: datetime
) -> Client:
    """
    Make one client of several entries: `keep` goes on and takes over what it lacks; whoever asks
    for the others from now on gets it. The trail holds what each of them was.

    :raises MergeReasonMissing, NothingToMerge, AlreadyMerged, TwoEnterprises, OtherEntity: with
        the remedy
    """
    held = _held([keep, *others])
    kept, rest = held[keep.pk], [held[other.pk] for other in others]
    check_all(_merging.merge_refusals(kept, rest, reason))
    for other in rest:
        _merging.absorb(kept, other, reason.strip(), by, at)
    kept.to_compare = True
    kept.save()
    return kept


@action
def unmerge(*, client: Client, reason: str, by: Actor, at: datetime) -> Client:
    """
    Let a merged client stand by itself again, with those that had gone into it before. What the
    other took over from it goes back, where nobody changed it since.

    :raises MergeReasonMissing, NotMerged: with the remedy
    :raises NumberInUse: if its enterprise number belongs to another client now
    """
    if not reason.strip():
        raise MergeReasonMissing
    merges = ClientMerge.objects.filter(client=client.pk, undoes=None, undone=None)
    merge = merges.order_by("-id").first()
    if merge is None:
        raise NotMerged(name=client.name)
    held = _held([merge.client, merge.kept])
    parted, kept = held[merge.client_id], held[merge.kept_id]
    _merging.give_back(kept, merge)
    kept.to_compare = True
    kept.save()
    if parted.enterprise_number:
        check_all(_in_use(parted))
    parted.merged_into, parted.to_compare = None, True
    parted.save()
    Client.objects.filter(id__in=merge.before["moved"]["ids"], merged_into=kept).update(
        merged_into=parted
    )
    ClientMerge.objects.create(
        client=parted, kept=kept, undoes=merge, reason=reason.strip(),
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    return parted


@action
def keep_apart(*, pairs: Sequence[LikelyPair], by: Actor, at: datetime) -> list[Client]:
    """Note that clients that look alike are two, so that nobody is asked again."""
    ids = [pair.pk for pair in pairs]
    LikelyPair.objects.filter(id__in=ids, apart_at=None).update(apart_by=by.id, apart_at=at)
    both = [pk for pair in pairs for pk in (pair.first_id, pair.second_id)]
    return list(Client.objects.filter(pk__in=both).order_by("pk"))


@action
def compare(*, limit: int, by: Actor, at: datetime) -> int:
    """
    Compare at most `limit` clients that are new or changed with all others, and keep the pairs
    that look alike. Return how many were compared; nothing is left at 0.
    """
    waiting = Client.objects.filter(to_compare=True).select_for_update(skip_locked=True)
    ids = list(waiting.order_by("id").values_list("id", flat=True)[:limit])
    stale = LikelyPair.objects.filter(apart_at=None)
    stale.filter(first__in=ids).delete()
    stale.filter(second__in=ids).delete()
    _matching.store_pairs(ids)
    Client.objects.filter(id__in=ids).update(to_compare=False)
    return len(ids)


@action
def note_bounce(*, bounces: Sequence[Bounce], by: Actor, at: datetime) -> list[Client]:
    """Note on the clients with these addresses that mail came back from them, and why."""
    return _bounces.mark(bounces, at)


@action
def trust_address(*, client: Client, by: Actor, at: datetime) -> Client:
    """Forget that mail came back: the address is right after all."""
    trusted = Client.objects.select_for_update().get(pk=client.pk)
    _bounces.forget(trusted)
    trusted.save()
    return trusted


def _held(clients: Sequence[Client]) -> dict[int, Client]:
    """Locked in one order, so that two who merge the same clients wait for each other."""
    ids = [client.pk for client in clients]
    rows = Client.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {client.pk: client for client in rows}


def _in_use(client: Client) -> Iterator[Refusal]:
    others = Client.objects.filter(
        entity=client.entity_id, enterprise_number=client.enterprise_number, merged_into=None
    )
    for other in others.exclude(pk=client.pk):
        yield NumberInUse(name=other.name, number=other.enterprise_number)


def _refusals(drafts: Sequence[Client], at: datetime) -> Iterator[Refusal]:
    on = at.astimezone(ZONE).date()
    for draft in drafts:
        yield from tidy(draft, on)
    yield from _existing(drafts)


def _existing(drafts: Sequence[Client]) -> Iterator[Refusal]:
    numbers = [draft.enterprise_number for draft in drafts if draft.enterprise_number]
    if not numbers:
        return
    mine = {(draft.entity_id, draft.enterprise_number) for draft in drafts}
    others = Client.objects.filter(enterprise_number__in=numbers, merged_into=None)
    for other in others.exclude(pk__in=[draft.pk for draft in drafts if draft.pk]):
        if (other.entity_id, other.enterprise_number) in mine:
            yield ClientExists(name=other.name, number=other.enterprise_number, id=other.pk)
    for draft in _repeated(drafts):
        yield ClientExists(name=draft.name, number=draft.enterprise_number, id=None)


def _repeated(drafts: Sequence[Client]) -> Iterator[Client]:
    """The same number twice in one batch."""
    seen: set[tuple[int | None, str]] = set()
    for draft in drafts:
        if not draft.enterprise_number:
            continue
        key = (draft.entity_id, draft.enterprise_number)
        if key in seen:
            yield draft
        seen.add(key)
