"""What is known when a movement is looked at, ready to be asked 10,000 times. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commonweal.banking import naming
from commonweal.banking.values import Remark
from commonweal.kernel.names import fold

CLAIMS = "400"
# Words that half the names have: they tell nobody apart.
COMMON = frozenset(
    ["vzw", "bv", "bvba", "nv", "cv", "cvba", "asbl", "srl", "sprl", "sa", "sc", "scs", "snc",
     "comm", "gmbh", "ag", "ltd", "plc", "inc", "the", "de", "het", "la", "le", "les", "van",
     "den", "der", "du", "des", "en", "et", "and", "mr", "mevr", "mme"]
)  # fmt: skip
INITIALS = re.compile(r"\b\w(?: \w\b)+")  # V.Z.W. is the word vzw
SHARED_BY = 40  # a word that more clients have than this finds nobody
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Claim:
    """
    What somebody owes us, or owed: `cents` open of `item` on `account`, of which the bank brought
    `paid_cents`. `party` ("client:12") is who owes it, under these names and account numbers.
    """

    item: str
    account: str
    unit: int | None
    cents: int
    reference: str = ""
    number: str = ""
    party: str = ""
    party_name: str = ""
    names: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    due_on: date | None = None
    issued_on: date | None = None
    paid_cents: int = 0

    @property
    def name(self) -> str:
        return self.number or self.item.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a person taught and somebody accepted: this payer, or these words, mean that party."""

    id: int
    kind: str
    value: str
    party: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A payment of ours that the bank may give back."""

    account: str
    item: str
    unit: int | None
    cents: int
    name: str


@dataclass(frozen=True, slots=True)
class Received:
    """A payment of a client that was placed, and may be taken back: the claim it settled."""

    item: str
    unit: int | None
    cents: int
    on: date


@dataclass(frozen=True)
class Seen:
    """
    A movement as the bank tells it; `cents` is what still waits of it, > 0 came in. `details` are
    the transfers behind a total, each with its cents, 0 if the bank does not tell.
    """

    cents: int
    counterparty: str = ""
    account: str = ""
    reference: str = ""
    communication: str = ""
    order_reference: str = ""
    code: str = ""
    return_reason: str = ""
    original_reference: str = ""
    details: "tuple[Seen, ...]" = ()

    @cached_property
    def text(self) -> str:
        return f"{self.communication} {self.original_reference}"

    @cached_property
    def every_text(self) -> str:
        return f"{self.order_reference} {self.text}"

    @cached_property
    def references(self) -> list[str]:
        return naming.candidates(f"{self.reference} {self.text}")

    @cached_property
    def numbers(self) -> list[naming.Number]:
        return naming.numbers(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(fold(f"{self.counterparty} {self.communication}").split())


@dataclass(frozen=True, slots=True)
class Payer:
    """Who a movement comes from: a party, how it is known, and how much surer than that alone."""

    party: str
    how: str
    why: tuple[Remark, ...]
    surer: int = 0
    rule: int | None = None


class ClaimIndex:
    """Claims by all that a payer may give: reference, number, amount, account, name."""

    def __init__(
        self,
        claims: Iterable[Claim],
        rules: Iterable[Rule] = (),
        own: Collection[str] = (),
        sent: Mapping[tuple[int, int], Sent] | None = None,
        received: Mapping[tuple[str, int], Sequence[Received]] | None = None,
    ) -> None:
        self.by_reference: dict[str, Claim] = {}
        self.by_number: dict[naming.Number, list[Claim]] = defaultdict(list)
        self.by_place: dict[int, list[Claim]] = defaultdict(list)
        self.by_amount: dict[int, list[Claim]] = defaultdict(list)
        self._of_party: dict[str, list[Claim]] = defaultdict(list)
        self._credits: dict[str, list[Claim]] = defaultdict(list)
        self._by_iban: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        self._alike: dict[str, tuple[str, ...]] = {}
        self._keys: dict[str, str] = {}
        self._by_rule: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        self._words = []
        self._own = frozenset(own)
        self.sent = sent or {}
        self.received = received or {}
        for claim in claims:
            self._add(claim)
        for mine in self._of_party.values():
            mine.sort(key=lambda claim: (claim.due_on or date.max, claim.item))
        for rule in rules:
            self._by_rule[rule.kind, rule.value].append(rule)
            if rule.kind == "words":
                self._words.append(rule)

    def _add(self, claim: Claim) -> None:
        if claim.reference:
            self.by_reference[claim.reference] = claim
        if number := naming.number_of(claim.number):
            self.by_number[number].append(claim)
            self.by_place[number[1]].append(claim)
        if claim.cents > 0:
            self.by_amount[claim.cents].append(claim)
            self._of_party[claim.party].append(claim)
        elif claim.cents < 0 and claim.party:
            self._credits[claim.party].append(claim)
        for iban in claim.ibans:
            self._by_iban[iban].add(claim.party)
        for name in (claim.party_name, *claim.names):
            self._add_name(self._key(name), claim.party, name)

    def _key(self, name: str) -> str:
        """A name without the words that half of them have; worked out once a name."""
        if name not in self._keys:
            words = INITIALS.sub(lambda found: found[0].replace(" ", ""), fold(name)).split()
            self._keys[name] = " ".join(word for word in words if word not in COMMON)
        return self._keys[name]

    def _add_name(self, key: str, party: str, name: str) -> None:
        if key and party and party not in self._by_name[key]:
            self._by_name[key].add(party)
            self._names.setdefault(party, name)
            for word in key.split():
                self._by_word[word].add(key)

    def is_ours(self, iban: str) -> bool:
        """Whether an account number is one of ours."""
        return bool(iban) and iban in self._own

    def open_of(self, party: str) -> Sequence[Claim]:
        """Return the open claims on a party, what fell due first first."""
        return self._of_party.get(party, ())

    def credits_of(self, party: str) -> Sequence[Claim]:
        """Return what we owe a party on its invoices: credited after they were paid."""
        return self._credits.get(party, ())

    def payers(self, move: Seen) -> list[Payer]:
        """Return who a movement may come from: by account, by what we were taught, by name."""
        named = self._by_name.get(self._key(move.counterparty), set())
        found: dict[str, Payer] = {}
        for party in sorted(self._by_iban.get(move.account, ())):
            found[party] = self._payer(party, "iban", move, both=party in named)
        for rule in self._rules(move):
            if rule.party not in found:
                why = (Remark("rule", {"written": rule.value}),)
                found[rule.party] = Payer(rule.party, "rule", why, 3, rule.id)
        for party in sorted(named):
            found.setdefault(party, self._payer(party, "name", move))
        if not found:
            for party in self._like(self._key(move.counterparty)):
                found[party] = self._payer(party, "like", move)
        return list(found.values())

    def _payer(self, party: str, how: str, move: Seen, *, both: bool = False) -> Payer:
        code = {"iban": "iban", "name": "name", "like": "name_like"}[how]
        why = [Remark(code, {"name": self._names.get(party, ""), "written": move.counterparty})]
        if both:
            why.append(Remark("name", {"name": move.counterparty, "written": move.counterparty}))
        return Payer(party, how, tuple(why), 6 if both else 0)

    def _rules(self, move: Seen) -> list[Rule]:
        taught = [
            *self._by_rule.get(("payer_iban", move.account), ()),
            *self._by_rule.get(("payer_name", fold(move.counterparty)), ()),
        ]
        said = f" {' '.join(move.words)} " if self._words else ""
        return taught + [rule for rule in self._words if f" {rule.value} " in said]

    def _like(self, key: str) -> tuple[str, ...]:
        """Return at most three parties whose name shares most of its words with this one."""
        if key not in self._alike:
            words = set(key.split())
            near = {
                other
                for word in words
                if len(others := self._by_word.get(word, ())) <= SHARED_BY
                for other in others
            }
            shares = sorted(
                (-len(words & set(other.split())) / len(words | set(other.split())), other)
                for other in near
            )
            close = [other for share, other in shares[:3] if -share >= ALIKE]
            self._alike[key] = tuple(sorted({p for other in close for p in self._by_name[other]}))
        return self._alike[key][:3]
