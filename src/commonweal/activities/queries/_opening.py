"""Reads of requests to open an activity, and of the trades one can choose."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from commonweal.activities._trades import Trade, every_trade
from commonweal.activities.models import OpeningRequest
from commonweal.kernel.scope import past_the_lock


def trades(*, on: date) -> list[Trade]:
    """Return the trades of the list on a day, in its order."""
    return [trade for trade in every_trade() if trade.holds(on)]


def find_trade(*, code: str, on: date) -> Trade | None:
    """Return one trade as it stands on a day, None if the list does not know it."""
    return next((trade for trade in trades(on=on) if trade.code == code), None)


def openings(*, states: Sequence[str] = ()) -> "QuerySet[OpeningRequest]":
    """Return requests (of these states, or all) with member and adviser, the newest first."""
    found = OpeningRequest.objects.select_related("member", "adviser", "unit").order_by("-id")
    return found.filter(state__in=states) if states else found


def get_opening(*, id: int) -> OpeningRequest:
    """
    Return one request with member and adviser.

    :raises OpeningRequest.DoesNotExist: if there is none within the scope of the connection
    """
    return openings().get(id=id)


def own_openings(*, member_id: int) -> list[OpeningRequest]:
    """Return the requests of a member, the newest first: a request has no unit to be seen by."""
    with past_the_lock():
        return list(openings().filter(member=member_id))


def get_own_opening(*, member_id: int, id: int) -> OpeningRequest:
    """
    Return one request of a member.

    :raises OpeningRequest.DoesNotExist: if this member made no such request
    """
    with past_the_lock():
        return openings().get(member=member_id, id=id)
