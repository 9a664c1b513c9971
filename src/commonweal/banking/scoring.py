"""
What may a movement be that no exact reference explains? Pure: a movement and what is known in,
proposals with a score (1 to 100) and their reasons out. A proposal books nothing: a person does.

The score is what the best evidence weighs (WEIGHTS) and what speaks for and against it. Only what
names the invoice, or a known payer with the very amount, comes above 90.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commonweal.banking import _behind, _netting, naming, sums
from commonweal.banking._index import (
    CLAIMS,
    Claim,
    ClaimIndex,
    Payer,
    Received,
    Rule,
    Seen,
    Sent,
)
from commonweal.banking._scored import Part, Scored
from commonweal.banking._scored import amount as _amount
from commonweal.banking._scored import and_told as _and_told
from commonweal.banking._scored import doubts as _doubts
from commonweal.banking._scored import fill as _fill
from commonweal.banking._scored import part as _part
from commonweal.banking.values import Remark

__all__ = [
    "CLAIMS", "CLIENT_MONEY", "COSTS", "OWN_ACCOUNTS", "Claim", "ClaimIndex", "Part", "Received",
    "Rule", "Scored", "Seen", "Sent", "score",
]  # fmt: skip

CLIENT_MONEY, OWN_ACCOUNTS, COSTS = "460", "580", "657"
SHOWN = 5
HIGHEST = 99  # nothing but the exact reference is certain, and that one books by itself
WEIGHTS = {
    "reference_in_text": 90, "number": 84, "reference_check": 74, "number_short": 66,
    "reference_near": 62,
}  # fmt: skip
# A payer who is known, and the very amount of one open claim; of several; less than is open.
BY_PAYER = {"iban": (90, 84, 58), "rule": (90, 84, 58), "name": (80, 74, 48), "like": (66, 58, 34)}
COST_WORDS = frozenset(
    ["kosten", "beheerskosten", "kaartkosten", "frais", "bankkosten", "charges", "fees",
     "commission", "bijdrage", "abonnement", "provisie"]
)  # fmt: skip
LARGEST_COST = 25_000


@dataclass(frozen=True, slots=True)
class _Named:
    """A claim that the bank's text names, and how."""

    claim: Claim
    weight: int
    why: Remark


def score(move: Seen, index: ClaimIndex) -> list[Scored]:
    """Return what a movement may be, the surest first, at most five; nothing if nobody can tell."""
    found = _came_in(move, index) if move.cents > 0 else _went_out(move, index)
    best: dict[tuple[tuple[str, str, int], ...], Scored] = {}
    for one in found:
        places = one.places
        if places not in best or best[places].score < one.score:
            best[places] = replace(one, score=max(1, min(one.score, HIGHEST)))
    return sorted(best.values(), key=lambda one: (-one.score, one.places))[:SHOWN]


def _came_in(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    if index.is_ours(move.account):
        yield _internal(move)
        return
    yield from _returned(move, index)
    if move.details:
        yield from _from_details(move, index)
    named = _named(move, index)
    payers = index.payers(move)
    yield from _several_named(move, named, payers, index)
    for one in named:
        yield from _one_named(move, one, payers, of=len(named))
    strange = bool(payers) and _names_nothing_we_know(move, index)
    for payer in payers:
        for scored in _of_payer(move, payer, index):
            yield _doubted(scored, named, move, strange=strange)
    if not named and not payers:
        yield from _only_amount(move, index)


def _names_nothing_we_know(move: Seen, index: ClaimIndex) -> bool:
    """Whether it gives a reference or the whole number of an invoice that is none of these."""
    return any(
        digits not in index.by_reference and naming.is_right(digits) for digits in move.references
    ) or any(year and (year, n) not in index.by_number for year, n in move.numbers)


def _doubted(one: Scored, named: Sequence[_Named], move: Seen, *, strange: bool) -> Scored:
    """What the payer owes is not what the text names, which may be a month: nobody is sure."""
    items = {part.item for part in one.parts}
    if not (named or strange) or any(other.claim.item in items for other in named):
        return one
    fits = (o for o in named if o.claim.party == one.party or o.claim.cents == move.cents)
    is_strong = any(other.weight > 74 for other in fits)
    why = (*one.reasons, Remark("names_other"))
    return replace(one, score=one.score - (25 if is_strong else 10), reasons=why)


def _named(move: Seen, index: ClaimIndex) -> list[_Named]:
    """Return the claims the text names, each once, by the strongest evidence."""
    found: dict[str, _Named] = {}
    for one in (*_by_reference(move, index), *_by_number(move, index)):
        if one.claim.item not in found or found[one.claim.item].weight < one.weight:
            found[one.claim.item] = one
    strongest = max((one.weight for one in found.values()), default=0)
    # A slip of the pen explains itself: what is only near to it is no second invoice.
    return [one for one in found.values() if one.weight > 74 or one.weight == strongest]


def _by_reference(move: Seen, index: ClaimIndex) -> Iterator[_Named]:
    for digits in move.references:
        if claim := index.by_reference.get(digits):
            yield _name(claim, "reference_in_text", digits)
        elif len(digits) == 12 and (claim := index.by_reference.get(naming.mended(digits))):
            yield _name(claim, "reference_check", digits)
        elif not naming.is_right(digits):
            for other in set(naming.near(digits)) & index.by_reference.keys():
                yield _name(index.by_reference[other], "reference_near", digits)


def _by_number(move: Seen, index: ClaimIndex) -> Iterator[_Named]:
    for year, number in move.numbers:
        if year:
            for claim in _meant(index.by_number.get((year, number), ()), move.text):
                yield _name(claim, "number", claim.number)
        else:
            for claim in index.by_place.get(number, ()):
                yield _name(claim, "number_short", claim.number)


def _meant(claims: Sequence[Claim], text: str) -> Sequence[Claim]:
    """Legal entities number alike: of several, the one whose letters stand there too."""
    written = [claim for claim in claims if len(claims) > 1 and claim.number in text.upper()]
    return [max(written, key=lambda claim: len(claim.number))] if written else claims


def _name(claim: Claim, code: str, written: str) -> _Named:
    values: dict[str, str | int] = {"written": written, "number": claim.name}
    return _Named(claim, WEIGHTS[code], Remark(code, values))


def _from_details(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    """A total whose details say whose it is: each as much as it brought, at most what is open."""
    choices = [[(one.claim, one.weight) for one in _named(d, index)] for d in move.details]
    found = _behind.claims(move.details, index, choices)
    parts = _shared([(one.claim, one.detail.cents) for one in found], move.cents)
    placed = sum(part.cents for part in parts)
    values: dict[str, str | int] = {"count": len(found), "of": len(move.details)}
    if parts:
        weight = min(one.weight for one in found) + (8 if placed == move.cents else -14)
        why = (Remark("details", values | {"sum_cents": placed}), _amount(placed, move.cents))
        owners = {one.claim.party: one.claim.party_name for one in found}
        whose = next(iter(owners.items())) if len(owners) == 1 else ("", "")
        yield Scored("claims" if len(parts) > 1 else "claim", weight, why, parts, *whose)
    yield from _details_back(move, index)


def _details_back(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    """Payments of ours that came back in one total."""
    found = list(_behind.sent(move.details, index))
    placed = sum(payment.cents for _detail, payment in found)
    if found and placed <= move.cents:
        values: dict[str, str | int] = {"count": len(found), "of": len(move.details)}
        why = (Remark("details_back", values), _amount(placed, move.cents))
        parts = tuple(Part(pay.account, pay.item, pay.unit, pay.cents) for _detail, pay in found)
        yield Scored("returned", 93 if placed == move.cents else 78, why, parts)


def _shared(wanted: Sequence[tuple[Claim, int]], cents: int) -> tuple[Part, ...]:
    """Give each claim what was brought for it, at most what is open of it and what is left."""
    sums_of: dict[str, tuple[Claim, int]] = {}
    for claim, brought in wanted:
        given = min(brought, cents, claim.cents - sums_of.get(claim.item, (claim, 0))[1])
        if given > 0:
            sums_of[claim.item] = (claim, sums_of.get(claim.item, (claim, 0))[1] + given)
            cents -= given
    return tuple(_part(claim, given) for claim, given in sums_of.values())


def _several_named(
    move: Seen, named: Sequence[_Named], payers: Sequence[Payer], index: ClaimIndex
) -> Iterator[Scored]:
    """One transfer that names several open claims: each in full, the last as far as it reaches."""
    found = [one for one in named if one.claim.cents > 0 and one.weight > 60]
    if not found or len({one.claim.party for one in found}) > 1:
        return
    yield from _named_less_credit(move, found, payers, index)
    if len(found) < 2:
        return
    whole = sum(one.claim.cents for one in found)
    weight = min(one.weight for one in found) + (8 if whole == move.cents else -14)
    agrees, why = _agreement(found[0].claim, move, payers)
    how = Remark("sum_named", {"count": len(found), "sum_cents": whole})
    parts = _fill([one.claim for one in found], move.cents)
    yield _scored("claims", weight + agrees, [how, _amount(whole, move.cents), *why], parts, found)


def _named_less_credit(
    move: Seen, found: Sequence[_Named], payers: Sequence[Payer], index: ClaimIndex
) -> Iterator[Scored]:
    """The claims that are named, less what we owe their client: the very amount that came in."""
    if not index.credits_of(found[0].claim.party):
        return
    agrees, why = _agreement(found[0].claim, move, payers)
    for net in _netting.of_claims(move.cents, [one.claim for one in found], index):
        weight = min(one.weight for one in found) + 4 + agrees
        yield _scored("claims", weight, [found[0].why, net.why, *why], _net(net), found)


def _net(net: _netting.Netted) -> tuple[Part, ...]:
    return tuple(_part(claim, claim.cents) for claim in (*net.claims, *net.credits))


def _one_named(move: Seen, one: _Named, payers: Sequence[Payer], *, of: int) -> Iterator[Scored]:
    """One of the claims that the text names, `of` how many: then it is not sure which."""
    claim, weight = one.claim, one.weight
    agrees, why = _agreement(claim, move, payers)
    if claim.cents <= 0:
        if of == 1 and claim.party.startswith("client:"):
            reasons = [one.why, Remark("paid_before", {"number": claim.name}), *why]
            kept = (Part(CLIENT_MONEY, claim.party, None, move.cents),)
            yield _scored("double", weight - 20 + agrees, reasons, kept, [one])
        return
    fits = 8 if claim.cents == move.cents else -12 if move.cents < claim.cents else -8
    part = (_part(claim, min(claim.cents, move.cents)),)
    reasons = [one.why, _amount(claim.cents, move.cents), *why, *_doubts(of)]
    yield _scored("claim", weight + fits + agrees - (10 if of > 1 else 0), reasons, part, [one])


def _agreement(claim: Claim, move: Seen, payers: Sequence[Payer]) -> tuple[int, list[Remark]]:
    """What the payer adds to a claim that is named: the client itself, or somebody else for it."""
    for payer in payers:
        if payer.party == claim.party:
            return (4 if payer.how == "iban" else 3), list(payer.why)
    if not move.counterparty:
        return 0, []
    values: dict[str, str | int] = {"payer": move.counterparty, "client": claim.party_name}
    return -4, [Remark("third_party", values)]


def _of_payer(move: Seen, payer: Payer, index: ClaimIndex) -> Iterator[Scored]:
    """What a payer we know may pay: one claim of this amount, several that make it, or a part."""
    claims = index.open_of(payer.party)
    exact, several, less = BY_PAYER[payer.how]
    equal = [claim for claim in claims if claim.cents == move.cents]
    for nth, claim in enumerate(equal[:3]):
        doubt = 18 + 4 * nth if len(equal) > 1 else -payer.surer
        why = [_amount(claim.cents, move.cents), *payer.why, *_doubts(len(equal))]
        yield _paid_by("claim", exact - doubt, why, (_part(claim, move.cents),), payer, claim)
    for net in _netting.of_party(move.cents, payer.party, index):
        weight = several - (0 if not equal else 20) - 2
        yield _paid_by("claims", weight, [net.why, *payer.why], _net(net), payer, net.claims[0])
    if not equal:
        yield from _sum_of(move, payer, claims, several)
        yield from _part_of(move, payer, claims, less)


def _sum_of(move: Seen, payer: Payer, claims: Sequence[Claim], weight: int) -> Iterator[Scored]:
    ways = sums.making(move.cents, [claim.cents for claim in claims])
    for way in ways:
        chosen = [claims[place] for place in way]
        every = len(chosen) == len(claims)
        doubt = (20 if len(ways) > 1 else 0) - (4 if every else 0) - payer.surer // 2
        how = Remark("all_open" if every else "sum", {"count": len(chosen)})
        why = [how, *payer.why, *_doubts(len(ways))]
        parts = _fill(chosen, move.cents)
        yield _paid_by("claims", weight - doubt, why, parts, payer, chosen[0])


def _part_of(move: Seen, payer: Payer, claims: Sequence[Claim], weight: int) -> Iterator[Scored]:
    """A part of the oldest claim; or more than is open of all, and the rest goes on waiting."""
    whole = sum(claim.cents for claim in claims)
    if not claims:
        return
    if move.cents > whole:
        parts = _fill(claims, move.cents)
        why = [_amount(whole, move.cents), *payer.why]
        kind = "claim" if len(parts) == 1 else "claims"
        yield _paid_by(kind, weight - 6, why, parts, payer, claims[0])
        return
    oldest = claims[0]
    if move.cents < oldest.cents:
        alone = len(claims) == 1
        why = [_amount(oldest.cents, move.cents), *payer.why]
        why += [] if alone else [Remark("oldest", {"count": len(claims)})]
        part = (_part(oldest, move.cents),)
        yield _paid_by("claim", weight - (0 if alone else 12), why, part, payer, oldest)


def _only_amount(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    """Nothing but the amount, and one open claim alone has it: hardly more than a guess."""
    equal = index.by_amount.get(move.cents, ())
    if len(equal) == 1:
        claim = equal[0]
        why = [Remark("only_amount", {"number": claim.name})]
        part = (_part(claim, move.cents),)
        yield Scored("claim", 35, tuple(why), part, claim.party, claim.party_name)


def _returned(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    """A payment of ours that came back, less or more than it was."""
    sent = index.sent.get(naming.payment(move.every_text) or (0, 0))
    if sent is None:
        return
    back = min(move.cents, sent.cents)
    why = [Remark("returned", {"name": sent.name}), _amount(sent.cents, move.cents)]
    fits = 95 if move.cents == sent.cents else 80
    part = (Part(sent.account, sent.item, sent.unit, back),)
    yield Scored("returned", fits, tuple(_and_told(why, move)), part, "", sent.name)


def _went_out(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    if index.is_ours(move.account):
        yield _internal(move)
        return
    yield from _bounced_by_name(move, index)
    yield from _bounced_by_amount(move, index)
    yield from _charge(move)


def _bounced_by_name(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    """A debit that names an invoice we were paid: the client's bank took its payment back."""
    for one in _named(move, index):
        if one.claim.paid_cents < -move.cents or one.claim.account != CLAIMS:
            continue
        why = [one.why, Remark("bounced", {"number": one.claim.name})]
        told = 6 if move.return_reason else 0
        part = (_part(one.claim, move.cents),)
        yield _scored("bounced", one.weight + told, _and_told(why, move), part, [one])


def _bounced_by_amount(move: Seen, index: ClaimIndex) -> Iterator[Scored]:
    """The same account took back the very amount it paid before."""
    before = index.received.get((move.account, -move.cents), ()) if move.account else ()
    for one in before[:3]:
        values: dict[str, str | int] = {"day": f"{one.on:%d/%m/%Y}", "name": move.counterparty}
        why = [Remark("bounced_same", values), *_doubts(len(before))]
        part = (Part(CLAIMS, one.item, one.unit, move.cents),)
        weight = 66 if len(before) > 1 else 82
        weight += 8 if move.return_reason else 0
        yield Scored("bounced", weight, tuple(_and_told(why, move)), part, "", move.counterparty)


def _charge(move: Seen) -> Iterator[Scored]:
    """Costs of the bank: it says so by its code, or in words where nobody is on the other side."""
    part = (Part(COSTS, "", None, move.cents),)
    if naming.is_cost(move.code):
        yield Scored("charge", 92, (Remark("charge_code", {"written": move.code}),), part)
        return
    words = COST_WORDS & set(move.words)
    if words and -move.cents <= LARGEST_COST and not move.account:
        yield Scored("charge", 76, (Remark("charge_words", {"written": min(words)}),), part)


def _internal(move: Seen) -> Scored:
    why = Remark("own_account", {"written": move.account})
    return Scored("internal", 96, (why,), (Part(OWN_ACCOUNTS, "", None, move.cents),))


def _scored(
    kind: str, weight: int, why: Sequence[Remark], parts: tuple[Part, ...], named: Sequence[_Named]
) -> Scored:
    claim = named[0].claim
    return Scored(kind, weight, tuple(why), parts, claim.party, claim.party_name)


def _paid_by(
    kind: str, weight: int, why: Sequence[Remark], parts: tuple[Part, ...], payer: Payer,
    claim: Claim,
) -> Scored:  # fmt: skip
    return Scored(kind, weight, tuple(why), parts, payer.party, claim.party_name, payer.rule)
