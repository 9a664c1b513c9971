"""How amounts and days of a letter's context (plain JSON) are written."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as date_format

from commonweal.kernel.money import show

register = template.Library()


@register.filter
def euro(cents: int) -> str:
    """Write cents as euro: € 1.234,56."""
    return f"€\N{NO-BREAK SPACE}{show(cents)}"


@register.filter
def day(iso: str) -> str:
    """Write an ISO day as a reader says it: 4 May 2026."""
    return date_format(date.fromisoformat(iso[:10]), "j F Y")


@register.filter
def moment(iso: str) -> str:
    """Write an ISO instant as a reader says it: 4 May 2026, 09:00."""
    return date_format(datetime.fromisoformat(iso), "j F Y, H:i")
