"""How much a credit note takes back: of each line, of the VAT by rate, of the contribution."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.einvoice.values import UBL_CODES, Vat, net
from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.invoicing.values import CreditLine
from commonweal.kernel.money import round_half_up, show
from commonweal.kernel.refusals import Refusal, check_all

Line = dict[str, Any]
PIECE = "C62"


class NothingToCredit(Refusal):
    message = _("Say how much to credit: give a quantity or a price on at least one line.")
    field = "lines"


class UnknownLine(Refusal):
    message = _("Choose a line of this invoice: it has no line %(position)s.")
    field = "lines"


class NamedTwice(Refusal):
    message = _("Name each line once: “%(description)s” stands there twice.")
    field = "lines"


class MoreThanInvoiced(Refusal):
    message = _(
        "Credit at most %(left)s of “%(description)s”: %(asked)s is more than what is left of it."
    )
    field = "lines"


class MoreThanAtThisRate(Refusal):
    message = _(
        "Take back the discount with the lines it was given on: %(asked)s would be credited of the "
        "%(most)s that were invoiced at this VAT rate."
    )
    field = "lines"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one credit note takes back, in cents; `lines` and `vat_table` as rows keep them."""

    lines: list[Line]
    vat_table: list[list[Any]]
    contribution_cents: int

    @property
    def net_cents(self) -> int:
        return sum(row[2] for row in self.vat_table)

    @property
    def vat_cents(self) -> int:
        return sum(row[3] for row in self.vat_table)


def taken_back(original: Invoice, parts: Sequence[CreditLine], before: Sequence[Invoice]) -> Taken:
    """
    Return what these parts take back of an invoice after earlier credit notes.

    :raises NothingToCredit, UnknownLine, NamedTwice, MoreThanInvoiced: if the parts do not fit
    """
    own = {line.position: line for line in original.lines.all()}
    check_all(_strange(own, [part.position for part in parts]))
    lines = [_part(own[part.position], part) for part in parts]
    check_all(_too_much(own, lines, _left(own, before)))
    taken = _taken(original, [line for line in lines if line["net_cents"]], before)
    if taken.net_cents <= 0 or taken.vat_cents < 0:
        raise NothingToCredit
    check_all(_beyond(original, [*before, taken]))
    return taken


def rest(original: Invoice, before: Sequence[Invoice]) -> Taken:
    """Return what is left of an invoice: its own lines where nothing was credited before."""
    own = {line.position: line for line in original.lines.all()}
    left, pieces = _left(own, before), _pieces(own, before)
    lines = [
        _rest(line, left[position], pieces[position])
        for position, line in sorted(own.items())
        if left[position] or not before
    ]
    return _taken(original, lines, before)


def _strange(own: Mapping[int, InvoiceLine], positions: Sequence[int]) -> Iterator[Refusal]:
    for position in dict.fromkeys(positions):
        if position not in own:
            yield UnknownLine(position=position)
        elif positions.count(position) > 1:
            yield NamedTwice(description=own[position].description)


def _too_much(
    own: Mapping[int, InvoiceLine], lines: Sequence[Line], left: Mapping[int, int]
) -> Iterator[Refusal]:
    """A discount, whose amount is negative, is given up as far as it was given."""
    for line in lines:
        asked, most = line["net_cents"], left[line["position"]]
        if not min(most, 0) <= asked <= max(most, 0):
            description = own[line["position"]].description
            yield MoreThanInvoiced(description=description, left=show(most), asked=show(asked))


def _beyond(original: Invoice, notes: Sequence[Invoice | Taken]) -> Iterator[Refusal]:
    """Without its discounts the lines of a rate are more than what was invoiced at that rate."""
    for vat, rate, whole, _vat_cents in original.vat_table:
        key = _key(vat, rate)
        rows = [row for note in notes for row in note.vat_table if _key(*row[:2]) == key]
        if (so_far := sum(row[2] for row in rows)) > max(whole, 0):
            yield MoreThanAtThisRate(most=show(whole), asked=show(so_far))


def _left(own: Mapping[int, InvoiceLine], before: Sequence[Invoice]) -> dict[int, int]:
    """What of each line was not credited: a credit note keeps the places of its invoice's lines."""
    left = {position: line.net_cents for position, line in own.items()}
    for note in before:
        for line in note.lines.all():
            left[line.position] -= line.net_cents
    return left


def _pieces(own: Mapping[int, InvoiceLine], before: Sequence[Invoice]) -> dict[int, int]:
    """The quantity of each line that was not credited at its own price, in thousandths."""
    left = {position: line.thousandths for position, line in own.items()}
    for note in before:
        for line in note.lines.all():
            if line.price_cents == own[line.position].price_cents:
                left[line.position] -= line.thousandths
    return left


def _part(line: InvoiceLine, part: CreditLine) -> Line:
    given = line.thousandths if part.thousandths is None else abs(part.thousandths)
    thousandths = -abs(given) if line.thousandths < 0 else given
    price = line.price_cents if part.price_cents is None else abs(part.price_cents)
    return _line(line, thousandths, price, line.unit_code)


def _rest(line: InvoiceLine, left: int, thousandths: int) -> Line:
    """What is left by quantity if that makes the amount, else the amount itself."""
    if net(price_cents=line.price_cents, thousandths=thousandths) == left and thousandths:
        return _line(line, thousandths, line.price_cents, line.unit_code)
    return _line(line, 1000 if left > 0 else -1000, abs(left), PIECE)


def _line(line: InvoiceLine, thousandths: int, price_cents: int, unit_code: str) -> Line:
    return {
        "position": line.position,
        "description": line.description,
        "thousandths": thousandths,
        "unit_code": unit_code,
        "price_cents": price_cents,
        "net_cents": net(price_cents=price_cents, thousandths=thousandths),
        "vat": line.vat,
        "rate_bp": line.rate_bp,
    }


def _taken(original: Invoice, lines: list[Line], before: Sequence[Invoice]) -> Taken:
    table = _vat_table(original, lines, before)
    whole = original.net_cents
    net_before = sum(note.net_cents for note in before)
    net_after = net_before + sum(row[2] for row in table)
    contribution = round_half_up(original.contribution_cents * net_after, whole)
    return Taken(lines, table, contribution - sum(note.contribution_cents for note in before))


def _vat_table(
    original: Invoice, lines: Sequence[Line], before: Sequence[Invoice]
) -> list[list[Any]]:
    """
    The VAT of each kind and rate: what all credit notes together have taken back by now, less what
    the earlier ones took. So the last one leaves nothing, whatever was rounded before.
    """
    table = []
    for vat, rate, whole_net, whole_vat in original.vat_table:
        key = _key(vat, rate)
        now = sum(line["net_cents"] for line in lines if _key(line["vat"], line["rate_bp"]) == key)
        rows = [row for note in before for row in note.vat_table if _key(*row[:2]) == key]
        so_far = now + sum(row[2] for row in rows)
        vat_so_far = whole_vat if so_far == whole_net else round_half_up(so_far * rate, 10_000)
        if any(_key(line["vat"], line["rate_bp"]) == key for line in lines):
            cents = min(vat_so_far, whole_vat) if whole_vat > 0 else vat_so_far
            table.append([vat, rate, now, cents - sum(row[3] for row in rows)])
    return table


def _key(vat: str, rate_bp: int) -> tuple[str, int]:
    """What the European norm adds up together."""
    return UBL_CODES[Vat(vat)][0], rate_bp
