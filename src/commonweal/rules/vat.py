"""
Which VAT stands on an invoice, and what must be known first: rows of dated data (`vat.regimes`).

A question is what is known of seller, client and work; the answer is the kind and the rate, or a
`WrongVat` that says what to do. Kinds are the words of `einvoice.values.Vat`, rates are in basis
points.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from commonweal.rules.errors import RuleError
from commonweal.rules.parameters import figure
from commonweal.rules.words import gettext_noop as _

Seller = Literal["standard", "training"]
Place = Literal["home", "union", "world"]
BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Buyer:
    """The client as VAT sees it: where it is, whether it is a business, and its VAT number."""

    place: Place
    is_person: bool = False
    vat_number: str = ""

    @property
    def kind(self) -> str:
        return "person" if self.is_person else "business"


@dataclass(frozen=True, slots=True)
class Regime:
    """What stands on the invoice: the kind of VAT and its rate in basis points."""

    kind: str
    rate_bp: int


class WrongVat(RuleError):
    """This VAT cannot stand on an invoice to this client: the sentence says what can."""


LACKS = {
    "vat_number": _(
        "Ask the client for its VAT number first: without it no VAT can be shifted to a client in "
        "another country of the Union. Is it a private person? Then say so."
    ),
    "belgian_vat_number": _(
        "Ask the client for its Belgian VAT number first: work on buildings is only reverse "
        "charged to who files Belgian VAT returns."
    ),
    "delivery": _(
        "Say on which day the goods left: without a delivery abroad they carry Belgian VAT."
    ),
}
UNFIT = {
    "eu_service": _(
        "Choose the usual VAT: only a service to a business in another country of the Union is "
        "reverse charged as such."
    ),
    "eu_goods": _(
        "Choose the usual VAT: only goods that go to a business in another country of the Union "
        "are exempt as such."
    ),
    "export": _("Choose the usual VAT: only goods that leave the Union are exported."),
    "outside_scope": _(
        "Choose the usual VAT: only a service to a business outside the Union is outside the scope."
    ),
    "reverse_charge": _(
        "Charge VAT, or choose another client: work on buildings is not reverse charged to a "
        "private person."
    ),
    "standard": _(
        "Charge no VAT, as usual for this client: a business abroad declares it in its own country."
    ),
    "zero": _("Choose the usual VAT: the zero rate is for clients in Belgium."),
}
UNKNOWN = _("Choose a VAT of the list: the rules know no other.")
TRAINING = _(
    "Choose “exempt”, or an activity of another entity: this one invoices teaching only, without "
    "VAT."
)


def regime(*, seller: str, choice: str, buyer: Buyer, delivered: bool, on: date) -> Regime:
    """
    Return the VAT of what a member chose ("usual", "reduced", "goods", …) for a client on a day.

    :raises WrongVat: if that cannot be, or something must be known first
    :raises NoFigure: if the rules do not know that day
    """
    rows = [row for row in _rows(seller, buyer, on) if choice in row["choice"]]
    if not rows:
        raise WrongVat(_remedy(seller, _CHOSEN.get(choice, "")), "vat")
    _refuse_lacking(rows[0], buyer, delivered)
    return Regime(rows[0]["kind"], rate(rows[0]["rate"], on))


def check(*, seller: str, kind: str, rate_bp: int, buyer: Buyer, delivered: bool, on: date) -> None:
    """
    Make sure that a kind and rate of VAT can stand on an invoice to this client on a day.

    :raises WrongVat: if not, with what can
    :raises NoFigure: if the rules do not know that day
    """
    fitting = [
        row
        for row in _rows(seller, buyer, on)
        if row["kind"] == kind and rate(row["rate"], on) == rate_bp
    ]
    if not fitting:
        raise WrongVat(_remedy(seller, kind), "vat")
    _refuse_lacking(fitting[0], buyer, delivered)


@lru_cache(maxsize=1024)
def rate(name: str, on: date) -> int:
    """Return a rate ("standard", "reduced", "none") in basis points on a day."""
    return 0 if name == "none" else int(figure("vat.rates", on).value[name] * BASIS_POINTS)


def known_rates(on: date) -> set[int]:
    """Return the rates of a day in basis points."""
    return {rate(name, on) for name in figure("vat.rates", on).value}


def rounding(on: date) -> str:
    """Say where VAT is rounded on a day: on the "total" of each rate, or on each "line"."""
    word: str = figure("vat.rounding", on).value
    return word


_CHOSEN = {
    "reverse_charge": "reverse_charge",
    "zero": "zero",
    "reduced": "standard",
    "intermediate": "standard",
}


@lru_cache(maxsize=1024)
def _rows(seller: str, buyer: Buyer, on: date) -> tuple[Any, ...]:
    return tuple(
        row
        for row in figure("vat.regimes", on).value
        if seller in row["seller"] and buyer.place in row["place"] and buyer.kind in row["buyer"]
    )


def _refuse_lacking(row: Any, buyer: Buyer, delivered: bool) -> None:
    known = {
        "vat_number": bool(buyer.vat_number) and not buyer.vat_number.startswith("BE"),
        "belgian_vat_number": buyer.vat_number.startswith("BE"),
        "delivery": delivered,
    }
    for need in row["needs"]:
        if not known[need]:
            raise WrongVat(LACKS[need], "work_ends_on" if need == "delivery" else "vat_number")


def _remedy(seller: str, kind: str) -> str:
    return TRAINING if seller == "training" else UNFIT.get(kind, UNKNOWN)
