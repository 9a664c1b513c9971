"""
The verdict on an identifier of a named kind, and in plain words what does not fit.

The verdicts are those of `identifiers` and `participants`, so that a file of numbers is judged as
the house judges what people type. That a number fits does not say that it exists.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum import bic, ean, lei
from stdnum.be import bis, nn
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

from commonweal.kernel import identifiers
from commonweal.kernel.participants import SCHEMES, participant
from commonweal.kernel.refusals import Refusal

MARKS = str.maketrans("", "", " .-/+*\u00ad\u200b\u200c\u200d\u2060\ufeff")
CHECK_DIGITS = "the check digits do not fit"
BIS_MONTHS = (range(20, 33), range(40, 53))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`form` is how the house keeps a valid number; `reason` says what is wrong with another."""

    is_valid: bool
    form: str = ""
    reason: str = ""


class Unfit(Exception):
    """Why a number is none."""


class UnknownKind(Exception):
    """Nobody here knows numbers of this kind."""


def judge(*, kind: str, value: str, on: date) -> Verdict:
    """
    Judge a number of a kind (`insz-nn`, `be-iban`, …, however it is spelled) on a day.

    :raises UnknownKind: if the kind is not one of `kinds()`
    """
    prove = _prover(re.sub(r"[\s_./]+", "-", kind.strip().lower()))
    plain = unicodedata.normalize("NFKC", value).strip().strip("'\"").translate(DASHES)
    if not plain.translate(MARKS):
        return Verdict(False, reason="nothing is filled in")
    if not plain.isascii():
        return Verdict(False, reason="it has letters or signs that no such number has")
    try:
        return Verdict(True, form=prove(plain, on))
    except Unfit as unfit:
        return Verdict(False, reason=str(unfit))


def kinds() -> list[str]:
    """Return the kinds that are known; a country before `-vat` or `-iban` is understood too."""
    return list(PROVERS)


def _prover(kind: str) -> Callable[[str, date], str]:
    kind = ALIASES.get(kind, kind)
    if kind in PROVERS:
        return PROVERS[kind]
    country, _dash, rest = kind.partition("-")
    if len(country) == 2 and rest in ("vat", "iban"):
        return lambda text, on: _of_country(PROVERS[rest](_with(country, text, rest), on), country)
    raise UnknownKind(kind)


def _with(country: str, text: str, rest: str) -> str:
    """A VAT number of a named country may leave the country out."""
    prefix = "EL" if country == "gr" else country.upper()
    compact = text.upper().translate(MARKS)
    return text if rest == "iban" or compact.startswith(prefix) else prefix + compact


def _of_country(number: str, country: str) -> str:
    if number[:2] != ("EL" if country == "gr" and number[:2] != "GR" else country.upper()):
        raise Unfit(f"it is a number of {number[:2]}, not of {country.upper()}")
    return number


def _national(text: str, on: date) -> str:
    number = _eleven(text, on)
    month = int(number[2:4])
    if any(month in months for months in BIS_MONTHS):
        raise Unfit("it is a bis number: its month is 20 or 40 higher")
    return _proven(nn.validate, number)


def _bis(text: str, on: date) -> str:
    number = _eleven(text, on)
    if not any(int(number[2:4]) in months for months in BIS_MONTHS):
        raise Unfit("it is no bis number: the month of one is 20 or 40 higher")
    return _proven(bis.validate, number)


def _insz(text: str, on: date) -> str:
    return _refusable(identifiers.national_number, _eleven(text, on))


def _eleven(text: str, on: date) -> str:
    number = _counted(text, 11)
    if int(number[9:]) not in (
        97 - int(number[:9]) % 97,
        97 - int("2" + number[:9]) % 97,
    ):
        raise Unfit(CHECK_DIGITS)
    if int(number[9:]) != 97 - int(number[:9]) % 97 and _born(number) > on:
        raise Unfit("the birth date lies ahead")
    return number


def _born(number: str) -> date:
    """The first day on which somebody with this number of this century can be born."""
    month = int(number[2:4]) % 20
    try:
        return date(2000 + int(number[:2]), month, int(number[4:6]))
    except ValueError:
        return date(2000 + int(number[:2]), month if 1 <= month <= 12 else 1, 1)


def _enterprise(text: str, on: date) -> str:
    compact = text.upper().removeprefix("BTW").removeprefix("TVA").translate(MARKS)
    digits = compact.removeprefix("BE").replace("(0)", "0")
    number = _counted(digits if len(digits) != 9 else f"0{digits}", 10)
    if number[0] not in "01":
        raise Unfit("an enterprise number begins with 0 or 1")
    if int(number[8:]) != 97 - int(number[:8]) % 97:
        raise Unfit(CHECK_DIGITS)
    return _refusable(identifiers.enterprise_number, number)


def _ogm(text: str, on: date) -> str:
    number = _counted(text, 12)
    if number[10:] == "00":
        raise Unfit("a remainder of 0 is written 97, never 00")
    if number[10:] != identifiers.belgian_check(number[:10]):
        raise Unfit(CHECK_DIGITS)
    return _refusable(identifiers.ogm, number)


def _iban(text: str, on: date) -> str:
    number = text.upper().removeprefix("IBAN").lstrip(": ").translate(MARKS)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", number):
        raise Unfit("an IBAN is two letters, two digits and an account number")
    try:
        return identifiers.iban(number)
    except Refusal:
        raise Unfit(_why_no_iban(number)) from None


def _why_no_iban(number: str) -> str:
    if number.startswith("BE") and len(number) != 16:
        return f"a Belgian IBAN has 16 signs, this one {len(number)}"
    remainder = int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97
    if remainder != 1 or not 2 <= int(number[2:4]) <= 98:
        return CHECK_DIGITS
    if number.startswith("BE") and number[4:].isdigit():
        return "the last two digits, those of the Belgian account number, do not fit"
    return "its country has no account numbers of this length and form"


def _reference(text: str, on: date) -> str:
    number = text.upper().translate(MARKS)
    if not re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", number):
        raise Unfit("a creditor reference is RF, two digits and at most 21 letters or digits")
    if not 2 <= int(number[2:4]) <= 98:
        raise Unfit(CHECK_DIGITS)
    try:
        return identifiers.structured_reference(number)
    except Refusal:
        raise Unfit(CHECK_DIGITS) from None


def _vat(text: str, on: date) -> str:
    number = text.upper().translate(MARKS)
    if number.startswith("BE"):
        return "BE" + _enterprise(number, on)
    if number[:2].lower() not in {*eu_vat.MEMBER_STATES, "el"}:
        raise Unfit("a VAT number begins with the letters of its country in the Union")
    return _proven(eu_vat.validate, number)


def _peppol(text: str, on: date) -> str:
    scheme, colon, number = text.partition(":")
    if not colon:
        raise Unfit("an address on Peppol is scheme:number")
    if scheme.strip() not in SCHEMES.split():
        raise Unfit(f"{scheme.strip()[:20]} is no scheme of electronic addresses")
    return _refusable(participant, f"{scheme.strip()}:{number.strip()}")


def _lei(text: str, on: date) -> str:
    number = text.upper().translate(MARKS)
    if not re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", number):
        raise Unfit("an LEI has 18 letters or digits and two check digits")
    if not 2 <= int(number[18:]) <= 98:
        raise Unfit(CHECK_DIGITS)
    return _proven(lei.validate, number)


def _counted(text: str, length: int) -> str:
    number = text.translate(MARKS)
    if not number.isdigit():
        raise Unfit("it has other signs than digits")
    if len(number) != length:
        raise Unfit(f"it has {len(number)} digits, not {length}")
    if not int(number):
        raise Unfit("it is only noughts")
    return number


def _proven(validate: Callable[[str], str], number: str) -> str:
    try:
        return validate(number)
    except InvalidChecksum:
        raise Unfit(CHECK_DIGITS) from None
    except InvalidLength:
        raise Unfit("it is too long or too short") from None
    except InvalidComponent:
        raise Unfit("a part of it, such as a date, cannot be") from None
    except ValidationError:
        raise Unfit("it is not written as such a number is") from None


def _refusable(check: Callable[[str], str], number: str) -> str:
    try:
        return check(number)
    except Refusal:
        raise Unfit("the number does not fit") from None


def _plain(validate: Callable[[str], str]) -> Callable[[str, date], str]:
    return lambda text, on: _proven(validate, text.upper().translate(MARKS))


DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
PROVERS: dict[str, Callable[[str, date], str]] = {
    "insz-nn": _national,
    "insz-bis": _bis,
    "insz": _insz,
    "be-enterprise": _enterprise,
    "be-ogm": _ogm,
    "iban": _iban,
    "vat": _vat,
    "rf": _reference,
    "peppol": _peppol,
    "lei": _lei,
    "bic": _plain(bic.validate),
    "gln": _plain(ean.validate),
}
ALIASES = {
    "nn": "insz-nn", "be-nn": "insz-nn", "rrn": "insz-nn", "national-number": "insz-nn",
    "national-register": "insz-nn", "be-national-number": "insz-nn", "rijksregisternummer":
    "insz-nn", "bis": "insz-bis", "be-bis": "insz-bis", "bis-number": "insz-bis",
    "niss": "insz", "ssin": "insz", "inss": "insz", "be-ssn": "insz", "be-insz": "insz",
    "insz-niss": "insz", "niss-nn": "insz-nn", "niss-bis": "insz-bis", "be-kbo": "be-enterprise",
    "kbo": "be-enterprise", "bce": "be-enterprise", "cbe": "be-enterprise",
    "enterprise": "be-enterprise", "enterprise-number": "be-enterprise",
    "be-enterprise-number": "be-enterprise", "ogm": "be-ogm", "vcs": "be-ogm", "be-vcs": "be-ogm",
    "ogm-vcs": "be-ogm", "be-ogm-vcs": "be-ogm", "eu-vat": "vat", "vat-number": "vat",
    "iso11649": "rf", "iso-11649": "rf", "creditor-reference": "rf", "rf-reference": "rf",
    "peppol-id": "peppol", "peppol-participant": "peppol", "swift": "bic", "ean": "gln",
}  # fmt: skip
