"""How amounts and days of a letter's context (plain JSON) are written."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as date_format
from django.utils.translation import get_language

from commonweal.kernel.money import show

register = template.Library()
NBSP = "\N{NO-BREAK SPACE}"


@register.filter
def euro(cents: int) -> str:
    """Write cents as euro, as the reader's language does: € 1.234,56, or 1 234,56 €."""
    language = (get_language() or "nl")[:2]
    if language in ("fr", "de"):
        return f"{show(cents)}{NBSP}€"
    return f"€{'' if language == 'en' else NBSP}{show(cents)}"


@register.filter
def amount(cents: int, currency: str) -> str:
    """Write hundredths of a currency: euro as euro, others with their code."""
    return euro(cents) if currency == "EUR" else f"{show(cents)}{NBSP}{currency}"


@register.filter
def day(iso: str) -> str:
    """Write an ISO day as a reader says it: 4 May 2026."""
    return date_format(date.fromisoformat(iso[:10]), "j F Y")


@register.filter
def moment(iso: str) -> str:
    """Write an ISO instant as a reader says it: 4 May 2026, 09:00."""
    return date_format(datetime.fromisoformat(iso), "j F Y, H:i")


@register.filter
def iban(number: str) -> str:
    """Write an account number in groups of four, as on the card."""
    plain = number.replace(" ", "")
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4))


@register.filter
def reference(digits: str) -> str:
    """Write the twelve digits of a structured reference as banks do: +++090/9337/55493+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++" if digits.isdecimal() else digits
