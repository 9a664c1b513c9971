"""What Belcotax sheets may not be, found before a file is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal
from commonweal.payroll.declarations import _layout
from commonweal.payroll.declarations._countries import CODES
from commonweal.payroll.declarations.refusals import (
    AmountTooLong,
    DetailsMissing,
    NegativeAmount,
    NumberMissing,
    NumberWrong,
    PeriodOutside,
    UnknownCode,
)
from commonweal.payroll.declarations.sheets import Declarant, Person, Sender, Sheet, Sheet10

PLACE = {"street": _("street"), "postcode": _("postcode"), "town": _("town")}
SENDER = PLACE | {
    "phone": _("telephone"), "contact": _("contact"), "email": _("email"),
    "enterprise_number": _("enterprise number"),
}  # fmt: skip
DECLARANT = PLACE | {"enterprise_number": _("enterprise number")}
PERSON = PLACE | {"name": _("name")}
LARGEST = 10**_layout.AMOUNT_LENGTH - 1
# Zones of 281.10 that the schema of income year 2025 no longer has.
WITHDRAWN = {2189: 2025, 2197: 2025, 2199: 2025}
# Zones that the house computes: nobody gives them.
COMPUTED = {2062, 2077, 2131}
FAMILY = {"civil_status": range(6), "partner": range(4), "children": range(100),
          "others": range(100)}  # fmt: skip


class SheetNumberMissing(Refusal):
    message = _(
        "Give the number that the sheet of %(name)s had in the first file: a correction replaces "
        "the sheet of that number."
    )


class SheetNumberTwice(Refusal):
    message = _("Give the sheet of %(name)s another number: %(number)s is taken in this file.")


class SendingMissing(Refusal):
    message = _(
        "Give the reference of the sending that this one corrects, as the portal showed it, "
        "at most six characters."
    )


def parties(sender: Sender, declarant: Declarant, *, corrects: bool) -> Iterator[Refusal]:
    yield from _missing(sender, sender.name, SENDER)
    yield from _missing(declarant, declarant.name, DECLARANT)
    if corrects and not 0 < len(sender.amends) <= 6:
        yield SendingMissing()


def sheets(found: Sequence[Sheet], year: int, *, corrects: bool) -> Iterator[Refusal]:
    for sheet in found:
        yield from person(sheet.person)
        if corrects and sheet.number is None:
            yield SheetNumberMissing(name=sheet.person.full_name)
        if isinstance(sheet, Sheet10):
            yield from _period(sheet, year)
            yield from _others(sheet, year)
    taken = Counter(sheet.number for sheet in found if sheet.number is not None)
    for sheet in found:
        if sheet.number is not None and taken[sheet.number] > 1:
            yield SheetNumberTwice(name=sheet.person.full_name, number=sheet.number)


def amounts(name: str, given: Iterable[tuple[int, int]]) -> Iterator[Refusal]:
    """Amounts by zone, each as it was given: a sum would hide a negative one."""
    for number, value in given:
        if 0 <= value <= LARGEST:
            continue
        zone = f"{number // 1000}.{number % 1000}"
        if value < 0:
            yield NegativeAmount(name=name, zone=zone, value=value, least=0)
        else:
            yield AmountTooLong(name=name, zone=zone, value=value, most=LARGEST)


def person(each: Person) -> Iterator[Refusal]:
    yield from _missing(each, each.full_name, PERSON)
    yield from _number(each)
    if each.country not in CODES:
        yield UnknownCode(
            name=each.full_name, zone="2.18", code=each.country, known=", ".join(CODES)
        )
    for attribute, known in FAMILY.items():
        if (code := getattr(each.family, attribute)) not in known:
            yield UnknownCode(
                name=each.full_name, zone=attribute, code=code, known=f"0-{known.stop - 1}"
            )


def _number(each: Person) -> Iterator[Refusal]:
    if not each.national_number:
        if not each.born_on:
            yield NumberMissing(name=each.full_name)
        return
    try:
        identifiers.national_number(each.national_number)
    except identifiers.WrongNationalNumber:
        yield NumberWrong(name=each.full_name)


def _period(sheet: Sheet10, year: int) -> Iterator[Refusal]:
    last = sheet.ends_on or date(year, 12, 31)
    if sheet.starts_on > min(last, date(year, 12, 31)) or last < date(year, 1, 1):
        yield PeriodOutside(
            name=sheet.person.full_name, starts_on=sheet.starts_on, ends_on=last, period=year
        )


def _others(sheet: Sheet10, year: int) -> Iterator[Refusal]:
    zones = _layout.zones("Fiche28110")
    for number, _cents in sheet.others:
        known = number in zones and zones[number].is_amount and number not in COMPUTED
        if not known or year >= WITHDRAWN.get(number, year + 1):
            yield UnknownCode(
                name=sheet.person.full_name, zone="281.10", code=number,
                known=_("amount zones of the income year"),
            )  # fmt: skip


def _missing(who: object, name: str, wanted: Mapping[str, object]) -> Iterator[Refusal]:
    missing = [str(label) for attribute, label in wanted.items() if not getattr(who, attribute)]
    if missing:
        yield DetailsMissing(name=name, missing=", ".join(missing))
