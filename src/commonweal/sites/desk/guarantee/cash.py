"""What the bank account will hold: a curve, a table by week, and what is expected of whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from commonweal.guarantee import queries
from commonweal.guarantee.queries import Cash, CashForecast, CashMove, Week
from commonweal.sites.desk.guarantee._money import (
    GROUPS,
    KINDS,
    READERS,
    curve,
    sections,
    told,
    week_of,
)
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import Cents, csv_file
from commonweal.sites.shell.keyset import SIZE, Page
from commonweal.sites.shell.kit import Text
from commonweal.sites.shell.places import place_of
from commonweal.sites.shell.templatetags.house import day

LARGEST = 15
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a week, and where its rows are."""

    label: Text
    cents: int
    url: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the table."""

    week: Week
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class ClientRow:
    """What is expected of one client within the forecast, and how it pays."""

    name: str
    cents: int
    count: int
    median_days: int
    spread_days: int
    is_known: bool
    url: str
    shock_url: str

    @property
    def early_days(self) -> int:
        return max(0, -self.median_days)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move as the list of rows shows it."""

    move: CashMove
    text: str
    kind: Text
    href: str

    @property
    def late_days(self) -> int:
        """How many days after the due day it is expected (negative: before it)."""
        return (self.move.on - self.move.due_on).days


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show the forecast of the coming weeks."""
    found = queries.cash(on=request.at.date())
    ahead, late = found.forecast, _cautious(found)
    context = {
        "sections": sections("guarantee_cash"),
        "found": ahead,
        "late": late,
        "days": len(ahead.points) - 1,
        "groups": [label for label, _kinds in GROUPS.values()],
        "weeks": [_week(week) for week in ahead.weeks],
        "clients": _clients(found)[:LARGEST],
        "doubtful_cents": sum(move.cents for move in found.book.doubtful),
        "doubtful_count": len(found.book.doubtful),
        "house": found.behaviour(None),
        "chart": curve(
            [
                (_("Expected"), ahead, "brand", False),
                (_("With every client as late as it sometimes is"), late, "sand", True),
            ],
            title=_("What the bank account will hold"),
        ),
    }
    return render(request, "desk/guarantee/cash.html", context)


def _cautious(found: Cash) -> CashForecast:
    book, days = found.book, len(found.forecast.points) - 1
    return queries.forecast(book.opening_cents, queries.cautious(book.moves), on=book.on, days=days)


def _week(week: Week) -> WeekRow:
    return WeekRow(
        week,
        [
            Cell(label, week.sum_of(kinds), _rows_url(week=week.first, group=group))
            for group, (label, kinds) in GROUPS.items()
        ],
    )


def _rows_url(**asked: date | str | int) -> str:
    query = urlencode({name: f"{value}" for name, value in asked.items()})
    return f"{reverse('desk:guarantee_cash_rows')}?{query}"


def _clients(found: Cash) -> list[ClientRow]:
    """Who is expected to pay most, first."""
    moves: dict[int, list[CashMove]] = defaultdict(list)
    for move in found.forecast.moves:
        if move.is_receipt and move.client_id:
            moves[move.client_id].append(move)
    rows = [_client(found, client, expected) for client, expected in moves.items()]
    return sorted(rows, key=lambda row: (-row.cents, row.name))


def _client(found: Cash, client: int, moves: Sequence[CashMove]) -> ClientRow:
    pays = found.behaviour(client)
    return ClientRow(
        name=next((m.text for m in moves if m.kind == "invoice"), moves[0].text.split(": ")[0]),
        cents=sum(move.cents for move in moves),
        count=len(moves),
        median_days=pays.median_days,
        spread_days=pays.spread_days,
        is_known=found.knows(client),
        url=_rows_url(client=client),
        shock_url=f"{reverse('desk:guarantee_shock')}?{urlencode({'client': client})}",
    )


@require_GET
@allow(*READERS)
def rows(request: Visit) -> HttpResponse:
    """Show the moves behind a figure, by day."""
    found = queries.cash(on=request.at.date())
    moves, narrowed = _asked(request, found)
    start = int(_number(request, "from") or 0)
    context = {
        "sections": sections("guarantee_cash"),
        "narrowed": narrowed,
        "count": len(moves),
        "cents": sum(move.cents for move in moves),
        "page": _page(request, moves, start),
        "file": f"{reverse('desk:guarantee_cash_file')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/guarantee/cash_rows.html", context)


@require_GET
@allow(*READERS)
def file(request: Visit) -> HttpResponse:
    """Give the moves behind a figure as a file."""
    moves, _narrowed = _asked(request, queries.cash(on=request.at.date()))
    head = [_("Day"), _("Due"), _("Kind"), _("What"), _("Amount")]
    cells = (
        (move.on, move.due_on, f"{KINDS[move.kind]}", told(move), Cents(move.cents))
        for move in moves
    )
    return csv_file(name="cash", head=head, rows=cells)


def _asked(request: Visit, found: Cash) -> tuple[Sequence[CashMove], list[str]]:
    """The moves that the address asks for, and in words which those are."""
    if request.GET.get("doubtful"):
        doubtful = sorted(found.book.doubtful, key=lambda move: (-move.cents, move.origin))
        return doubtful, [_("Not counted on")]
    moves: Sequence[CashMove] = found.forecast.moves
    narrowed: list[str] = []
    if first := week_of(request.GET.get("week", ""), found.forecast):
        moves, words = _of_week(found.forecast, first)
        narrowed.append(words)
    if group := GROUPS.get(request.GET.get("group", "")):
        moves = [move for move in moves if move.kind in group[1]]
        narrowed.append(f"{group[0]}")
    if client := _number(request, "client"):
        moves = [move for move in moves if move.client_id == int(client)]
        narrowed += [move.text.split(": ")[0] for move in moves[:1]]
    return moves, narrowed


def _of_week(found: CashForecast, first: date) -> tuple[Sequence[CashMove], str]:
    week = next(week for week in found.weeks if week.first == first)
    words = _("%(first)s to %(last)s") % {
        "first": day(week.first, "short"),
        "last": day(week.last, "short"),
    }
    return week.moves, words


def _number(request: Visit, name: str) -> str:
    text = request.GET.get(name, "")
    return text if text.isdecimal() and len(text) <= LONGEST_NUMBER else ""


def _page(request: Visit, moves: Sequence[CashMove], start: int) -> Page:
    """The rows from `?from=` on: nothing of a forecast is stored, so a place is a number."""
    shown = [
        MoveRow(move, told(move), KINDS[move.kind], place_of(move.origin, request.roles))
        for move in moves[start : start + SIZE]
    ]
    return Page(
        shown,
        previous_url=_place(request, 0) if start else "",
        next_url=_place(request, start + SIZE) if len(moves) > start + SIZE else "",
    )


def _place(request: Visit, start: int) -> str:
    query = request.GET.copy()
    query.pop("from", None)
    if start:
        query["from"] = f"{start}"
    return f"?{query.urlencode()}"
