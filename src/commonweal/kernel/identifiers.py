"""
Numbers that carry their own proof: accounts, references, enterprises, persons.

Each function returns the compact form, as it is stored, or raises the refusal that a form
shows beside the field. A number that passes is well formed; that it exists is another question.
"""

from collections.abc import Callable
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_numbers
from stdnum import iso11649
from stdnum.be import nn, ogm_vcs, ssn, vat
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from commonweal.kernel.refusals import Refusal

# Account numbers of one payment file are asked about at every step.
KNOWN = 32_768


class WrongIban(Refusal):
    message = _(
        "Compare the account number with the bank card: the digits of “%(number)s” do not fit."
    )
    field = "iban"


class WrongReference(Refusal):
    message = _(
        "Copy the structured reference from the invoice, twelve digits as in "
        "+++090/9337/55493+++: “%(number)s” does not fit."
    )
    field = "reference"


class WrongEnterpriseNumber(Refusal):
    message = _(
        "Look the enterprise number up in the Crossroads Bank, ten digits as in 0403.019.261: "
        "“%(number)s” does not fit."
    )
    field = "enterprise_number"


class WrongVatNumber(Refusal):
    message = _(
        "Ask the client for the VAT number with its country, as in BE0403019261: "
        "“%(number)s” does not fit."
    )
    field = "vat_number"


class WrongNationalNumber(Refusal):
    message = _(
        "Copy the national number from the back of the identity card, eleven digits: "
        "the number given does not fit."
    )
    field = "national_number"


@lru_cache(KNOWN)
def iban(text: str) -> str:
    """
    Return an account number as BE68539007547034.

    The bank code is not looked up: the table of banks is never complete, the check digits are. A
    Belgian number has two more of its own, from before there was an IBAN.

    :raises WrongIban: if length, form or check digits do not fit its country
    """
    number = _checked(lambda number: iban_numbers.validate(number, False), text, WrongIban)
    aliased = not 2 <= int(number[2:4]) <= 98  # 98 less a remainder: 00, 01 and 99 never are
    if aliased or number.startswith("BE") and number[14:] != belgian_check(number[4:14]):
        raise WrongIban(number=text.strip())
    return number


def belgian_check(digits: str) -> str:
    """Return the two check digits of an old Belgian account number or a structured reference."""
    return f"{int(digits) % 97 or 97:02d}"


def ogm(text: str) -> str:
    """
    Return the twelve digits of a Belgian structured reference (OGM, VCS).

    :raises WrongReference: if it has not twelve digits or the last two do not fit
    """
    return _checked(ogm_vcs.validate, text.replace("*", ""), WrongReference)


def make_ogm(number: int) -> str:
    """Return the twelve digits of the reference that carries `number`, 1 to 9,999,999,999."""
    base = f"{number:010d}"
    if number < 1 or len(base) > 10:
        raise ValueError(f"{number} does not fit in ten digits")
    return base + str(ogm_vcs.calc_check_digits(base))


def show_ogm(digits: str) -> str:
    """Write a reference as it is printed: +++090/9337/55493+++."""
    return f"+++{ogm_vcs.format(digits)}+++"


def structured_reference(text: str) -> str:
    """
    Return a Belgian reference as its digits, or an ISO 11649 one as RF18539007547034.

    :raises WrongReference: if it is neither
    """
    if text.strip().upper().startswith("RF"):
        return _checked(iso11649.validate, text, WrongReference)
    return ogm(text)


def enterprise_number(text: str) -> str:
    """
    Return the ten digits of a Belgian enterprise number.

    :raises WrongEnterpriseNumber: if length or check digits do not fit
    """
    number = _checked(vat.validate, text, WrongEnterpriseNumber)
    if not 1 <= int(number[8:]) <= 97:  # 97 less a remainder: 00, 98 and 99 never are
        raise WrongEnterpriseNumber(number=text.strip())
    return number


def vat_number(text: str) -> str:
    """
    Return a VAT number of the European Union with its country: BE0403019261.

    :raises WrongVatNumber: if its country is not in the Union or the number does not fit it
    """
    return _checked(eu_vat.validate, text, WrongVatNumber)


def national_number(text: str) -> str:
    """
    Return the eleven digits of a national register or bis number. A birth date still to come
    does not fit.

    :raises WrongNationalNumber: if length, date or check digits do not fit
    """
    return _checked(ssn.validate, text, WrongNationalNumber)


def show_national_number(digits: str) -> str:
    """Write a national number as the card does: 82.04.18-947.69."""
    return str(nn.format(digits))


def _checked(validate: Callable[[str], str], text: str, refusal: type[Refusal]) -> str:
    """
    Any fault in a number is the same to a person: look at it again. Digits of other scripts add up
    too, but no bank and no register reads them.
    """
    try:
        number = validate(text).upper()
    except ValidationError:
        raise refusal(number=text.strip()) from None
    if not number.isascii():
        raise refusal(number=text.strip())
    return number
