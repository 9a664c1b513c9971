"""Two entries of one client become one, with a trail; and come apart again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from commonweal.clients.models import Client, ClientMerge, LikelyPair
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal

ADDRESS = ("street", "postcode", "city", "country")
BLOCK = ("blocked_on", "blocked_because")
GAPS: tuple[tuple[str, ...], ...] = (
    ("enterprise_number",), ("vat_number",), ("peppol_id",), ("iban",), ADDRESS, ("email",),
    ("invoice_email",), ("purchase_order_required",), ("cost_centre",), ("payment_days",),
    ("portal",), BLOCK,
)  # fmt: skip
"""What the client that goes on takes over where it has nothing, in groups that belong together."""
KNOWN = ("name", "kind", "language", *(name for group in GAPS for name in group))


class MergeReasonMissing(Refusal):
    message = _("Say in a few words why they are one client: colleagues read it later.")
    field = "reason"


class NothingToMerge(Refusal):
    message = _("Choose two different clients to merge.")


class AlreadyMerged(Refusal):
    message = _("Work with “%(kept)s”: “%(name)s” was merged into it.")


class TwoEnterprises(Refusal):
    message = _(
        "Correct the enterprise number first if one is wrong: “%(kept)s” has %(one)s, “%(name)s” "
        "has %(other)s. Two numbers are two clients."
    )


class OtherEntity(Refusal):
    message = _("Merge only clients of one cooperative: “%(name)s” belongs to another.")


class NotMerged(Refusal):
    message = _("Choose a client that was merged: “%(name)s” stands by itself.")


class NumberInUse(Refusal):
    message = _(
        "Take the enterprise number off “%(name)s” first: %(number)s can belong to one client only."
    )


def merge_refusals(kept: Client, others: Sequence[Client], reason: str) -> Iterator[Refusal]:
    """Say why these cannot become one client."""
    if not reason.strip():
        yield MergeReasonMissing()
    if not others or kept.pk in {other.pk for other in others}:
        yield NothingToMerge()
    for one in (kept, *others):
        if one.merged_into:
            yield AlreadyMerged(name=one.name, kept=one.merged_into.name)
    yield from _of_two(kept, others)


def _of_two(kept: Client, others: Sequence[Client]) -> Iterator[Refusal]:
    number = kept.enterprise_number
    for other in others:
        if other.entity_id != kept.entity_id:
            yield OtherEntity(name=other.name)
        mine = other.enterprise_number
        if number and mine and number != mine:
            yield TwoEnterprises(kept=kept.name, one=number, name=other.name, other=mine)
        number = number or mine


def absorb(kept: Client, other: Client, reason: str, by: Actor, at: datetime) -> None:
    """Let one client go into another, which takes over what it lacks."""
    before = {"client": _facts(other, KNOWN)}
    filled = list(_gaps(kept, other))
    before["kept"] = _facts(kept, filled)
    for name in filled:
        setattr(kept, name, getattr(other, name))
    before["taken"] = _facts(kept, filled)
    moved = Client.objects.filter(merged_into=other)
    before["moved"] = {"ids": list(moved.values_list("id", flat=True))}
    moved.update(merged_into=kept)
    Client.objects.filter(pk=other.pk).update(merged_into=kept, to_compare=False)
    LikelyPair.objects.filter(first=other.pk, apart_at=None).delete()
    LikelyPair.objects.filter(second=other.pk, apart_at=None).delete()
    ClientMerge.objects.create(
        client=other, kept=kept, reason=reason, before=before, by=by.id, by_name=by.name, at=at
    )


def give_back(kept: Client, merge: ClientMerge) -> None:
    """Take from a client what it took over in a merge, where nobody changed it since."""
    taken, before = merge.before["taken"], merge.before["kept"]
    now = _facts(kept, taken)
    for group in GAPS:
        names = [name for name in group if name in taken]
        if names and all(now[name] == taken[name] for name in names):
            for name in names:
                field: Field[Any, Any] = Client._meta.get_field(name)  # type: ignore[assignment]
                setattr(kept, name, field.to_python(before[name]))


def _gaps(kept: Client, other: Client) -> Iterator[str]:
    for group in GAPS:
        if _has(other, group) and not _has(kept, group):
            yield from group


def _has(client: Client, group: Sequence[str]) -> bool:
    """Whether something is known of it; of an address the country alone says nothing."""
    values = [getattr(client, name) for name in group if name != "country"]
    return any(value is not None and value is not False and value != "" for value in values)


def _facts(client: Client, names: Iterable[str]) -> dict[str, Any]:
    """The facts as JSON keeps them."""
    facts = {name: getattr(client, name) for name in names}
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain
