"""A Belcotax file read back and added up again, as the one who receives it would."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.payroll.declarations import _layout, _reading

TAX = {("28110", 2074), ("28145", 2063)}
# Each total of the file is the sum of that of its declarations.
SUMS = {9012: 8011, 9013: 8012, 9014: 8013}


@dataclass(frozen=True, slots=True)
class Totals:
    """
    A file, added up. `zones` holds cents by sort of sheet and zone, ("28110", 2074);
    `computed` and `stated` the totals 8.10 to 9.14 by number, those of 8 over all declarations;
    `wrong_sheets` the sequence numbers of sheets whose own total 2.59 is not their sum.
    """

    year: int
    sheets: int
    zones: Mapping[tuple[str, int], int]
    computed: Mapping[int, int]
    stated: Mapping[int, int]
    wrong_sheets: tuple[int, ...]

    def cents(self, sort: str, zone: int) -> int:
        """The sum of a zone over all sheets of a sort; a zone nobody fills is zero."""
        return self.zones.get((sort, zone), 0)

    @property
    def agrees(self) -> bool:
        """Whether the file states what it adds up to."""
        return self.computed == self.stated and not self.wrong_sheets


def control(xml: bytes) -> Totals:
    """
    Read a file back and compute all its totals from the sheets alone.

    :raises lxml.etree.XMLSyntaxError: if it is no XML
    """
    zones: Counter[tuple[str, int]] = Counter()
    stated: Counter[int] = Counter()
    computed: Counter[int] = Counter()
    wrong: list[int] = []
    year = 0
    for element in _reading.elements(xml):
        name = str(element.tag)
        if name == "v0002_inkomstenjaar":
            year = int(element.text or 0)
        elif name == "Aangifte":
            computed.update({8010: 2, 9011: 2})
            computed[9010] += 1
            element.clear()
        elif name.startswith("Fiche"):
            _add(element, name.removeprefix("Fiche"), zones, computed, wrong)
            element.clear()
        elif name[:2] in {"r8", "r9"} and name[3:5] in {"10", "11", "12", "13", "14"}:
            stated[int(name[1:5])] += int(element.text or 0)
    computed.update({9010: 2, 9011: 2})
    computed.update({total: computed[part] for total, part in SUMS.items()})
    sheets = computed[8010] - 2 * (computed[9010] - 2)
    return Totals(year, sheets, dict(zones), dict(computed), dict(stated), tuple(wrong))


def _add(
    sheet: _reading.Element,
    sort: str,
    zones: "Counter[tuple[str, int]]",
    computed: "Counter[int]",
    wrong: list[int],
) -> None:
    known = {zone.name: zone for zone in _layout.zones(f"Fiche{sort}").values()}
    total = stated = number = 0
    for each in sheet:
        zone = known[str(each.tag)]
        if zone.number == 2009:
            number = int(each.text or 0)
        elif zone.number == 2059:
            stated = int(each.text or 0)
        elif zone.is_amount:
            cents = int(each.text or 0)
            zones[sort, zone.number] += cents
            total += cents if zone.number in _layout.CONTROLLED else 0
            computed[8013] += cents if (sort, zone.number) in TAX else 0
    computed.update({8010: 1, 8011: number, 8012: total, 9011: 1})
    if total != stated:
        wrong.append(number)
