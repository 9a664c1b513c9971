"""Parts of the forms that say who works when, for every face that plans work."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from commonweal.access import queries as access
from commonweal.employment.actions import NewPeriod
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.sites.shell.fields import DayField, TimeField

MOST_ROWS = 40


class Hushable(forms.Form):
    """A form that can be shown as typed, without its complaints."""

    def hush(self) -> None:
        self._errors = ErrorDict()


class DayForm(Hushable):
    """One stretch of work. An end before the start is the next morning."""

    on = DayField(label=_("Day"))
    starts_at = TimeField(label=_("From"))
    ends_at = TimeField(label=_("Until"))

    def period(self) -> NewPeriod:
        """Return the work of this row."""
        on, start, end = (self.cleaned_data[name] for name in ("on", "starts_at", "ends_at"))
        return NewPeriod(on=on, starts_at=start, minutes=minutes_between(start, end))


def minutes_between(start: time, end: time) -> int:
    """Return the minutes from start to end on the clock, through midnight when need be."""
    begin, finish = (datetime.combine(date.min, moment) for moment in (start, end))
    return int((finish - begin) % timedelta(days=1) / timedelta(minutes=1))


Days = forms.formset_factory(DayForm, extra=0, min_num=1, validate_min=True, max_num=MOST_ROWS)


def filled(rows: Any) -> Iterator[Any]:
    """Return the rows that say something: one that was added and left empty does not."""
    return (row for row in rows if row.cleaned_data)


def member_of(email: str) -> Member:
    """
    Return the member who signs in with this address.

    :raises ValidationError: if there is none
    """
    user = access.user_by_email(email=email)
    member = members.find_for_user(user_id=user.pk) if user else None
    if member is None:
        raise forms.ValidationError(
            _("Check the address: no member signs in with %(email)s."),
            params={"email": email},
        )
    return member
