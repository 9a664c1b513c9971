"""Addresses on Peppol: a scheme of the list of electronic addresses, and a number of it."""

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from stdnum import ean, lei
from stdnum.be import vat as be_vat
from stdnum.ch import uid
from stdnum.de import leitweg
from stdnum.dk import cvr
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret
from stdnum.it import iva
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr

from commonweal.kernel.refusals import Refusal

# The list of release 1.3.16 of the European rules (BR-CL-25), without mail and the old letters.
SCHEMES = (
    "0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 "
    "0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 "
    "0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0219 0220 0221 0225 0230 0235 0240 0242 "
    "0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 "
    "9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 "
    "9947 9948 9949 9950 9951 9952 9953 9957 9959"
)
ENTERPRISE = "0208"
PROVEN: dict[str, Callable[[str], str]] = {
    "0002": siren.validate,
    "0007": se_orgnr.validate,
    "0009": siret.validate,
    "0088": ean.validate,
    "0183": uid.validate,
    "0184": lambda number: str(cvr.validate(number.removeprefix("DK"))),
    "0192": no_orgnr.validate,
    "0199": lei.validate,
    "0204": leitweg.validate,
    ENTERPRISE: be_vat.validate,
    "0211": lambda number: str(iva.validate(number.removeprefix("IT"))),
    "9925": be_vat.validate,
    **dict.fromkeys(
        ("9910", "9914", "9920", "9926", "9928", "9929", "9930", "9931", "9933", "9934", "9935",
         "9937", "9938", "9939", "9943", "9944", "9945", "9946", "9947", "9949", "9950", "9957"),
        eu_vat.validate,
    ),
}  # fmt: skip
"""What proves a number of a scheme; a scheme that is not here has no check digits of ours."""
SHAPE = re.compile(r"([0-9]{4})\s*:\s*(.+)")


class WrongPeppolId(Refusal):
    message = _(
        "Write the address on Peppol as scheme:number, as in 0208:0403019261: “%(number)s” does "
        "not fit."
    )
    field = "peppol_id"


class UnknownPeppolScheme(Refusal):
    message = _(
        "Ask the client for the scheme of its address on Peppol, as 0208 for Belgium: “%(scheme)s” "
        "is none."
    )
    field = "peppol_id"


def participant(text: str) -> str:
    """
    Return an address on Peppol as 0208:0403019261.

    :raises WrongPeppolId: if it has no scheme, or the number does not fit the scheme; `repair`
        holds the address that was probably meant
    :raises UnknownPeppolScheme: if nobody knows the scheme
    """
    found = SHAPE.fullmatch(text.strip())
    if not found:
        raise WrongPeppolId(number=text.strip(), **_repair(text))
    scheme, number = found[1], re.sub(r"\s", "", found[2]).upper()
    if scheme not in SCHEMES.split():
        raise UnknownPeppolScheme(scheme=scheme)
    try:
        proven = PROVEN[scheme](number) if scheme in PROVEN else ""
    except ValidationError:
        raise WrongPeppolId(number=text.strip()) from None
    if scheme == ENTERPRISE:
        number = proven
    if not re.fullmatch(r"[!-~]{1,50}", number):
        raise WrongPeppolId(number=text.strip())
    return f"{scheme}:{number}"


def _repair(text: str) -> dict[str, str]:
    """A Belgian number without its scheme has only one meaning."""
    digits = re.sub(r"[^0-9]", "", text.strip().removeprefix(ENTERPRISE))
    try:
        return {"repair": f"{ENTERPRISE}:{be_vat.validate(digits)}"}
    except ValidationError:
        return {}
