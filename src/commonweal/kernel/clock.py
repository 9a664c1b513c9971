"""
The one clock. Only faces and jobs read it; they pass the instant on as an argument.

In a demo and in tests it stands still at 2026-05-04 09:00 Europe/Brussels until
`commonweal clock set INSTANT` moves it. A live house reads the real time.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from commonweal.kernel.models import ClockSetting

ZONE = ZoneInfo("Europe/Brussels")
START = datetime(2026, 5, 4, 9, tzinfo=ZONE)


def now() -> datetime:
    """Return the present instant, in the zone of the house."""
    if not settings.CLOCK_IS_MOVABLE:
        return timezone.now().astimezone(ZONE)
    setting = ClockSetting.objects.filter(id=1).values_list("instant", flat=True).first()
    return (setting or START).astimezone(ZONE)


def today() -> date:
    """Return the present day, in the zone of the house."""
    return now().date()


def move(*, to: datetime) -> None:
    """
    Set the clock of a demo or a test.

    :raises RuntimeError: if this is a live house
    """
    if not settings.CLOCK_IS_MOVABLE:
        raise RuntimeError("The clock of a live house cannot be set.")
    ClockSetting.objects.update_or_create(id=1, defaults={"instant": to})
