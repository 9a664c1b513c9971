"""
The Belcotax-on-web file: sheets 281.10 and 281.45 of one declarant for one income year.

`file` writes it, `control` reads one back and adds it up again, `faults` says what the official
schema finds. Totals (schema of 2024, and the messages of the portal quoted in public software):

- 2.59 a sheet: the sum of its zones 2.60 to 2.88, the two totals 2.62 and 2.77 among them;
- 8.10 records: sheets + 2; 8.11 sum of 2.09; 8.12 sum of 2.59; 8.13 tax withheld;
- 9.10 declarations + 2; 9.11 records of the file: sheets + 2 a declaration + 2;
  9.12 to 9.14 sums of 8.11 to 8.13.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from django.utils.translation import gettext_lazy as _

from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll.declarations import _checks, _layout, _reading
from commonweal.payroll.declarations._control import Totals, control
from commonweal.payroll.declarations._countries import CODES
from commonweal.payroll.declarations.refusals import NoLayout, NothingToDeclare
from commonweal.payroll.declarations.sheets import (
    LANGUAGES,
    Declarant,
    Family,
    Person,
    Sender,
    Sheet,
    Sheet10,
    Sheet45,
)

__all__ = [
    "Declarant", "Family", "Kind", "Person", "Sender", "Sheet10", "Sheet45", "Totals",
    "control", "faults", "file", "marks",
]  # fmt: skip

Kind = Literal["original", "amended", "added", "cancelled"]

SEEN = 2024
# The zones of 281.10 and 281.45 were compared by name with the schema of 2025: those written here
# are the same. No file was checked against it, and nothing of 2026 is public yet.
UNSEEN = (2025, 2026)
TREATMENT: Mapping[Kind, str] = {"original": "0", "amended": "1", "added": "2", "cancelled": "3"}
TAX = {"28110": 2074, "28145": 2063}

ZONES_10 = {
    2060: ("ordinary_cents", "double_holiday_cents"), 2063: ("early_holiday_cents",),
    2064: ("arrears_cents",), 2065: ("severance_cents",), 2074: ("withholding_cents",),
    2075: ("special_contribution_cents",), 2076: ("benefits_cents",), 2081: ("pension_cents",),
    2086: ("commute_public_cents",), 2087: ("commute_shared_cents",),
    2088: ("commute_other_cents",), 2115: ("work_bonus_cents",), 2131: ("withholding_cents",),
    2136: ("student_cents",), 2200: ("expenses_standard_cents",),
    2201: ("expenses_proved_cents",), 2207: ("commute_bicycle_cents",),
    2210: ("work_bonus_low_pay_cents",),
}  # fmt: skip
ZONES_45 = {
    2063: ("withholding_cents",), 2067: ("paid_4_cents",), 2068: ("booked_4_cents",),
    2069: ("paid_5_1_cents",), 2070: ("paid_5_2_cents",), 2071: ("booked_5_cents",),
}  # fmt: skip
# What 2.62 and 2.77 add up, as public payroll software has it.
PAY_TOTAL = (2060, 2069, 2076, 2082, 2083, 2204)
COMMUTE_TOTAL = (2086, 2087, 2088, 2207, 2208)
# Questions of 281.10 that a cooperative answers with no: seasonal, expatriate, seaman and so on.
PLAIN_10 = dict.fromkeys((2031, 2035, 2036, 2037, 2038, 2039, 2040, 2041, 2042), "0")
NATURAL_PERSON = "1"


@dataclass(slots=True)
class _Sums:
    """What the trailers say; grows with each sheet."""

    sheets: int = 0
    numbers: int = 0
    control: int = 0
    tax: int = 0


def file(
    *,
    year: int,
    sender: Sender,
    declarant: Declarant,
    sheets10: Sequence[Sheet10],
    sheets45: Sequence[Sheet45] = (),
    on: date,
    kind: Kind = "original",
) -> bytes:
    """
    Write the file of an income year, made on the day `on`; all its sheets are of one kind.

    Texts longer than their zone are cut. A year whose schema was not seen is marked in a comment,
    and `marks` says so to a person.

    :raises NoLayout: if the year has no known layout
    :raises NothingToDeclare: if there is no sheet
    :raises Refusal: if a sheet or a party is incomplete; all that was found, by name
    """
    if year != SEEN and year not in UNSEEN:
        raise NoLayout(period=year, known=", ".join(map(str, (SEEN, *UNSEEN))))
    sheets: list[Sheet] = [*sheets10, *sheets45]
    if not sheets:
        raise NothingToDeclare(period=year)
    corrects = kind != "original"
    check_all(_found(sender, declarant, sheets, year, corrects=corrects))
    sums = _Sums()
    pieces = [*_head(year, sender, declarant, on, corrects=corrects)]
    pieces += _sheets(year, declarant, sheets, TREATMENT[kind], sums)
    pieces += _trailers(year, declarant, sums)
    return "".join(pieces).encode()


def marks(year: int) -> tuple[str, ...]:
    """What a person must know before sending a file of this income year."""
    if year == SEEN:
        return ()
    text = _(
        "Check this file on the portal first: the schema of income year %(year)s was not seen."
    )
    return (str(text) % {"year": year},)


def faults(xml: bytes) -> tuple[str, ...]:
    """What the official schema finds wrong; it asks little, so look at `control` too."""
    return _reading.faults(_layout.schema(), xml)


def _found(
    sender: Sender, declarant: Declarant, sheets: Sequence[Sheet], year: int, *, corrects: bool
) -> Iterator[Refusal]:
    yield from _checks.parties(sender, declarant, corrects=corrects)
    yield from _checks.sheets(sheets, year, corrects=corrects)
    for sheet in sheets:
        yield from _checks.amounts(sheet.person.full_name, _given(sheet))


def _head(
    year: int, sender: Sender, declarant: Declarant, on: date, *, corrects: bool
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<Verzendingen>'
    if year != SEEN:
        yield f"<!-- Layout of income year {SEEN}: the schema of {year} was not seen. -->"
    yield "<Verzending>"
    yield _layout.write(_layout.zones("Verzending"), _sender(year, sender, on, corrects=corrects))
    yield "<Aangiften><Aangifte>"
    yield _layout.write(_layout.zones("Aangifte"), _declarant(year, declarant))
    yield "<Opgaven>"


def _sender(year: int, sender: Sender, on: date, *, corrects: bool) -> dict[int, str]:
    values = {
        2: str(year), 10: "BCTEST" if sender.test else "BELCOTAX", 11: _day(on),
        14: sender.name, 15: sender.street, 16: sender.postcode, 17: sender.town,
        18: "".join(sender.phone.split()), 21: sender.contact,
        22: LANGUAGES.get(sender.language, LANGUAGES["fr"]), 23: sender.email,
        24: sender.enterprise_number, 25: "1" if corrects else "0",
        26: sender.amends if corrects else "", 28: CODES["BE"],
    }  # fmt: skip
    return _cut("Verzending", values)


def _declarant(year: int, declarant: Declarant) -> dict[int, str]:
    """The name goes on in a second zone where the first is full."""
    first = _layout.zones("Aangifte")[1011].length
    values = {
        1002: str(year), 1005: declarant.enterprise_number, 1011: declarant.name[:first],
        1012: declarant.name[first:], 1013: declarant.street, 1014: declarant.postcode,
        1015: declarant.town, 1016: CODES["BE"], 1017: "".join(declarant.phone.split()),
        1019: declarant.contact, 1020: LANGUAGES.get(declarant.language, LANGUAGES["fr"]),
        1038: declarant.email,
    }  # fmt: skip
    return _cut("Aangifte", values)


def _sheets(
    year: int, declarant: Declarant, sheets: Sequence[Sheet], treatment: str, sums: _Sums
) -> Iterator[str]:
    """One statement 325 for each sort of sheet; numbers run on over both."""
    common = {2002: str(year), 2005: declarant.enterprise_number, 2028: treatment, 2029: "0"}
    language = LANGUAGES.get(declarant.language, LANGUAGES["fr"])
    taken = {sheet.number for sheet in sheets if sheet.number is not None}
    free = (number for number in range(1, 2 * len(sheets) + 1) if number not in taken)
    for sort, kind in (("28110", Sheet10), ("28145", Sheet45)):
        chosen = [sheet for sheet in sheets if isinstance(sheet, kind)]
        if not chosen:
            continue
        zones = _layout.zones(f"Fiche{sort}")
        yield f"<Opgave325{sort[3:]}>"
        for sheet in chosen:
            number = sheet.number if sheet.number is not None else next(free)
            values = common | {2008: sort, 2009: str(number)} | _person(sheet.person, language)
            values |= _amounts(sheet, sort, number, sums)
            yield f"\n<Fiche{sort}>{_layout.write(zones, values)}</Fiche{sort}>"
        yield f"</Opgave325{sort[3:]}>"


def _person(person: Person, language: str) -> dict[int, str]:
    home = person.country == "BE"
    family = person.family
    values = {
        2010: person.reference, 2013: person.name, 2015: person.street, 2017: person.town,
        2114: person.first_names, 2109: person.tax_number,
        2016 if home else 2112: person.postcode,
    }  # fmt: skip
    return _cut("Fiche28110", values) | {
        2011: person.national_number, 2012: _day(person.born_on), 2018: CODES[person.country],
        2019: str(family.civil_status), 2020: str(family.partner), 2021: str(family.children),
        2022: str(family.others), 2024: "H" if family.partner_disabled else "",
        2026: "H" if family.disabled else "", 2027: LANGUAGES.get(person.language, language),
    }  # fmt: skip


def _amounts(sheet: Sheet, sort: str, number: int, sums: _Sums) -> dict[int, str]:
    """The zones of the sheet itself; adds it to the trailers."""
    cents = _parts(sheet)
    control = sum(value for zone, value in cents.items() if zone in _layout.CONTROLLED)
    sums.sheets += 1
    sums.numbers += number
    sums.control += control
    sums.tax += cents[TAX[sort]]
    written = {zone: str(value) for zone, value in cents.items() if value}
    written |= {2059: str(control), TAX[sort]: str(cents[TAX[sort]])}
    if isinstance(sheet, Sheet45):
        comment = _layout.text(_layout.zones("Fiche28145"), 2099, sheet.comment)
        return written | {2030: NATURAL_PERSON, 2031: "0", 2099: comment}
    letters = {2055: _day(sheet.starts_on), 2056: _day(sheet.ends_on), 2099: sheet.benefit_letters}
    return PLAIN_10 | letters | {2060: str(cents[2060]), 2062: str(cents[2062])} | written


def _given(sheet: Sheet) -> Iterator[tuple[int, int]]:
    zones = ZONES_10 if isinstance(sheet, Sheet10) else ZONES_45
    for zone, names in zones.items():
        if zone not in _checks.COMPUTED:
            yield from ((zone, getattr(sheet, name)) for name in names)
    yield from sheet.others if isinstance(sheet, Sheet10) else ()


def _parts(sheet: Sheet) -> dict[int, int]:
    """Cents by zone, totals included; zones that are zero too."""
    if isinstance(sheet, Sheet45):
        return _gathered(sheet, ZONES_45)
    cents = _gathered(sheet, ZONES_10)
    for zone, value in sheet.others:
        cents[zone] = cents.get(zone, 0) + value
    cents[2062] = sum(cents.get(zone, 0) for zone in PAY_TOTAL)
    cents[2077] = sum(cents.get(zone, 0) for zone in COMMUTE_TOTAL)
    return cents


def _gathered(sheet: Sheet, zones: Mapping[int, tuple[str, ...]]) -> dict[int, int]:
    return {zone: sum(getattr(sheet, name) for name in names) for zone, names in zones.items()}


def _trailers(year: int, declarant: Declarant, sums: _Sums) -> Iterator[str]:
    yield "</Opgaven>"
    values = {
        8002: year, 8005: declarant.enterprise_number, 8010: sums.sheets + 2,
        8011: sums.numbers, 8012: sums.control, 8013: sums.tax,
    }  # fmt: skip
    yield _layout.write(_layout.zones("Aangifte"), _texts(values))
    yield "</Aangifte></Aangiften>"
    values = {
        9002: year, 9010: 3, 9011: sums.sheets + 4, 9012: sums.numbers, 9013: sums.control,
        9014: sums.tax,
    }  # fmt: skip
    yield _layout.write(_layout.zones("Verzending"), _texts(values))
    yield "</Verzending></Verzendingen>\n"


def _texts(values: Mapping[int, object]) -> dict[int, str]:
    return {number: str(value) for number, value in values.items()}


def _cut(kind: str, values: Mapping[int, str]) -> dict[int, str]:
    zones = _layout.zones(kind)
    return {number: _layout.text(zones, number, value) for number, value in values.items()}


@cache
def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
