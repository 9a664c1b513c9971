"""Filters for money, days, people and icons: `{% load house %}`."""

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware
from django.utils.translation import get_language, gettext

from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import round_half_up, show
from commonweal.sites.shell import kit
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.places import place_of

register = template.Library()
ICONS = Path(__file__).parents[1] / "icons"
NBSP, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"
BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("OPR", "Opera"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
TONES = {"success": "good", "warning": "warn", "error": "bad"}
TONE_ICONS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


@register.filter
def cents(amount: int | None) -> str:
    """Write cents as euro without the sign: 123456 -> 1.234,56 (nl)."""
    return "" if amount is None else _minus(show(amount))


@register.filter
def euro(amount: int | None, style: str = "", language: str = "") -> str:
    """
    Write cents as euro with the sign: 123456 -> € 1.234,56 (nl), 1 234,56 € (fr).

    `style`: "+" shows the plus too; "whole" leaves out the cents (rounded half up). `language` is
    the active one: who writes hundreds asks for it once.
    """
    language = language or get_language() or "nl"
    if amount is None:
        return ""
    if style == "whole":
        number = number_format(round_half_up(abs(amount), 100), 0, force_grouping=True)
    else:
        number = show(abs(amount), language)
    mark = MINUS if amount < 0 else "+" if style == "+" and amount else ""
    return in_euro(number, mark, language)


def in_euro(number: str, mark: str = "", language: str = "") -> str:
    """Put the sign of the euro where the reader's language has it, `mark` before all."""
    language = (language or get_language() or "nl")[:2]
    if language in ("fr", "de"):
        return f"{mark}{number}{NBSP}€"
    return f"{mark}€{'' if language == 'en' else NBSP}{number}"


@register.filter
def day(value: date | None, style: str = "", language: str = "") -> str:
    """
    Write a day in words: 4 May 2026.

    `style`: "short" leaves out the year, "long" adds the weekday. `language`: as in `euro`.
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and is_aware(value):
        value = value.astimezone(ZONE)
    return _day(value.year, value.month, value.day, style, language or get_language() or "nl")


@lru_cache(maxsize=4096)
def _day(year: int, month: int, number: int, style: str, language: str) -> str:
    """A list writes the same few days again and again."""
    mark = {"de": "j.", "fr": r"j\e\r" if number == 1 else "j"}.get(language[:2], "j")
    mark = f"{mark}{NBSP}F"  # 4 and May stay together at the end of a line
    form = {"short": mark, "long": f"l {mark} Y"}.get(style, f"{mark} Y")
    return date_format(date(year, month, number), form)


@register.filter
def moment(value: datetime | date | None) -> str:
    """Write an instant in words, in the zone of the house: 4 May 2026, 09:00."""
    if value is None or not isinstance(value, datetime):
        return day(value)
    local = value.astimezone(ZONE) if is_aware(value) else value
    return f"{day(local)}, {local:%H:%M}"


@register.filter
def iban(number: str) -> str:
    """Write an account number in groups of four, as on the card."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


@register.filter
def item(ref: str) -> str:
    """Name an item of the books as people do: payslip:6 -> Payslip 6."""
    kind, _colon, number = ref.partition(":")
    names = {
        "payslip": gettext("Payslip %(number)s"),
        "regularisation": gettext("Settled month %(number)s"),
        "attachment": gettext("Attachment of wages %(number)s"),
        "invoice": gettext("Invoice %(number)s"),
        "batch": gettext("Batch %(number)s"),
        "purchase": gettext("Purchase %(number)s"),
        "refund": gettext("Refund %(number)s"),
        "withholding": gettext("Withholding tax %(number)s"),
        "social_security": gettext("Social security %(number)s"),
        "vat": gettext("VAT %(number)s"),
        "tranche": gettext("Tranche %(number)s of a funding"),
    }
    return names[kind] % {"number": number} if kind in names else ref


@register.simple_tag(takes_context=True)
def item_link(context: Context, ref: str) -> str:
    """Name an item of the books, as a link to its page if this reader may open that."""
    url = place_of(ref, context["request"].roles)
    return format_html('<a href="{}">{}</a>', url, item(ref)) if url else item(ref)


@register.filter
def money(amount: int | None, currency: str) -> str:
    """Write an amount with its currency, also one that is not in euro: 1,250.00 CHF."""
    if amount is None:
        return ""
    return euro(amount) if currency in ("", "EUR") else f"{cents(amount)}{NBSP}{currency}"


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word: Élise Vandenberghe -> ÉV."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def browser(agent: str) -> str:
    """Name a browser and its system as people do: Firefox, Windows."""
    found = (
        next((name for mark, name in names if mark in agent), "") for names in (BROWSERS, SYSTEMS)
    )
    return ", ".join(filter(None, found)) or gettext("Another browser")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of the icons in shell/icons; it says nothing to a screen reader."""
    return _icon(f"{name}")


@lru_cache(maxsize=128)
def _icon(name: str) -> SafeString:
    drawing = (ICONS / f"{name}.svg").read_text()
    shapes = re.sub(r"\s+", " ", drawing.partition(">\n  <")[2].rpartition("</svg>")[0])
    head = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><'
    return mark_safe(f"{head}{shapes.strip()}</svg>")  # a file of ours, no input of anyone


@register.filter
def tone(message: Message) -> str:
    """Tone of a message of Django: success, info, warning or error."""
    return TONES.get(message.level_tag, "info")


@register.filter
def tone_icon(value: Message | str) -> str:
    """Icon that belongs to a tone."""
    return TONE_ICONS.get(tone(value) if isinstance(value, Message) else value, "info")


@register.filter
def drawn(lines: list[kit.MoneyLine]) -> list[kit.DrawnLine]:
    """Money lines with their bars."""
    return kit.drawn(lines)


@register.filter
def is_choices(field: Any) -> bool:
    """Whether the field is a set of radio buttons or ticks."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_tick(field: Any) -> bool:
    """Whether the field is a single tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_money(field: Any) -> bool:
    """Whether the field takes an amount in euro."""
    return isinstance(field.field, EuroField)


def _minus(text: str) -> str:
    return text.replace("-", MINUS, 1)


@register.simple_tag
def search_page(roles: frozenset[str]) -> str:
    """Return the page on which people with these roles find everything; none for a visitor."""
    if roles - {"member"}:
        return reverse("desk:search")
    return reverse("portal:search") if roles else ""
