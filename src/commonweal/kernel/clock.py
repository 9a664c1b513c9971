"""
The one clock. Only faces and jobs read it; they pass the instant on as an argument.

In a demo and in tests it stands still at 2026-05-04 09:00 Europe/Brussels until
`commonweal clock set INSTANT` moves it. A live house reads the real time.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.models import ClockSetting
from commonweal.kernel.refusals import Refusal

ZONE = ZoneInfo("Europe/Brussels")
START = datetime(2026, 5, 4, 9, tzinfo=ZONE)


class ClockOfALiveHouse(Refusal):
    message = _("Move the clock in a demo only: a live house keeps the real time.")


class ClockNeverGoesBack(Refusal):
    message = _(
        "Choose an instant after %(now)s, or start anew with ./demo --fresh: what was done at"
        " that time is recorded, and cannot lie in the future."
    )


def now() -> datetime:
    """Return the present instant, in the zone of the house."""
    if not settings.CLOCK_IS_MOVABLE:
        return timezone.now().astimezone(ZONE)
    with connection.cursor() as cursor:  # every page of a demo asks: written by hand
        cursor.execute("select instant from kernel_clocksetting where id = 1")
        found = cursor.fetchone()
    return (found[0] if found else START).astimezone(ZONE)


def today() -> date:
    """Return the present day, in the zone of the house."""
    return now().date()


def move(*, to: datetime) -> None:
    """
    Set the clock of a demo or a test on; what happened stays in the past.

    :raises ClockOfALiveHouse: if this is a live house
    :raises ClockNeverGoesBack: if `to` lies before the present
    """
    if not settings.CLOCK_IS_MOVABLE:
        raise ClockOfALiveHouse
    with transaction.atomic():
        setting, made = ClockSetting.objects.select_for_update().get_or_create(
            id=1, defaults={"instant": START}
        )
        if to < setting.instant:
            raise ClockNeverGoesBack(now=f"{setting.instant.astimezone(ZONE):%Y-%m-%d %H:%M}")
        setting.instant = to
        setting.save(update_fields=["instant"])
