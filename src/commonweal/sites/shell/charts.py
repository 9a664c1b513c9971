"""
Charts drawn on the server: shapes in a stretched SVG, every word in HTML, so that text keeps its
size on a phone. The figures are there as a table too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 1000, 300
MANY = 8
Tone = Literal["good", "sand", "brand", "ink", "info", "bad"]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, as `bar`, as `line`, or as a line of `dashes` (what may be, not is)."""

    name: str
    values: Sequence[int]
    tone: Tone
    kind: Literal["bar", "line", "dashes"] = "bar"


def chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    show: Callable[[int], str],
    every: int = 1,
) -> SafeString:
    """
    Draw bars side by side and lines over them.

    :param title: says what the chart shows, for people who cannot see it
    :param show: writes a value in words ("€ 5.000")
    :param every: of a long series, so many places share one label (the first's) and one row of
        the figures (the last's): 7 for the days of weeks
    """
    ticks = _ticks([value for row in series for value in row.values] or [0])
    places = -(-len(labels) // every) * every
    scale = _Scale(ticks[0], ticks[-1], max(places, 1))
    bars = [row for row in series if row.kind == "bar"]
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption>'
        '<div class="ys" aria-hidden="true">{}</div>'
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        "<title>{}</title>{}{}{}{}</svg>"
        '<ol class="xs{}" aria-hidden="true">{}</ol>{}</figure>',
        format_html_join(
            "", '<span class="key c-{} {}">{}</span>', ((r.tone, r.kind, r.name) for r in series)
        ),
        format_html_join("", "<span>{}</span>", ((show(tick),) for tick in reversed(ticks))),
        WIDTH,
        HEIGHT,
        title,
        title,
        _grid(ticks, scale),
        _bars(bars, labels, scale, show),
        format_html_join("", "{}", ((_line(r, scale),) for r in series if r.kind != "bar")),
        "" if bars else _told(labels, series, scale, show, every),
        (" many" if places // every > MANY else "") + (" long" if every > 1 else ""),
        format_html_join("", "<li>{}</li>", ((label,) for label in labels[::every])),
        _figures(labels, series, show, every),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    low: int
    high: int
    count: int

    def y(self, value: int) -> float:
        return round(HEIGHT * (self.high - value) / (self.high - self.low), 1)

    def x(self, place: int) -> float:
        """The middle of the place."""
        return round(WIDTH * (place + 0.5) / self.count, 1)


def _ticks(values: Sequence[int]) -> list[int]:
    """Four to six round values that hold all of them, zero among them."""
    low, high = min(0, *values), max(0, *values)
    rough = max((high - low) / 4, 1)
    power = 10 ** (len(str(int(rough))) - 1)
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    first, last = low // step, -(-high // step)
    return [step * i for i in range(first, max(last, first + 1) + 1)]


def _grid(ticks: Sequence[int], scale: _Scale) -> SafeString:
    return format_html_join(
        "",
        '<line class="grid{}" x1="0" x2="{}" y1="{}" y2="{}"/>',
        (("" if tick else " zero", WIDTH, scale.y(tick), scale.y(tick)) for tick in ticks),
    )


def _bars(
    bars: Sequence[Series], labels: Sequence[str], scale: _Scale, show: Callable[[int], str]
) -> SafeString:
    if not bars:
        return SafeString("")
    slot = WIDTH / scale.count
    wide = min(slot * 0.66 / len(bars), 34)
    groups = []
    for place, label in enumerate(labels):
        left = scale.x(place) - wide * len(bars) / 2
        words = "; ".join(f"{row.name} {show(row.values[place])}" for row in bars)
        rects = format_html_join(
            "",
            '<rect class="bar c-{}" x="{}" width="{}" y="{}" height="{}"/>',
            (
                (
                    row.tone,
                    round(left + wide * i + 1, 1),
                    round(wide - 2, 1),
                    min(scale.y(row.values[place]), scale.y(0)),
                    round(abs(scale.y(row.values[place]) - scale.y(0)), 1),
                )
                for i, row in enumerate(bars)
            ),
        )
        groups.append((f"{label}: {words}", rects, round(slot * place, 1), round(slot, 1), HEIGHT))
    return format_html_join(
        "",
        '<g><title>{}</title>{}<rect class="hit" x="{}" y="0" width="{}" height="{}"/></g>',
        groups,
    )


def _line(row: Series, scale: _Scale) -> SafeString:
    points = [(scale.x(place), scale.y(value)) for place, value in enumerate(row.values)]
    if not points:
        return SafeString("")
    path = " ".join(f"{x},{y}" for x, y in points)
    (first, _a), (last, end) = points[0], points[-1]
    return format_html(
        '<g class="c-{} {}" pointer-events="none"><polygon class="area" points="{},{} {} {},{}"/>'
        '<polyline class="path" points="{}"/>'
        '<line class="dot" x1="{}" x2="{}" y1="{}" y2="{}"/></g>',
        row.tone, row.kind, first, scale.y(0), path, last, scale.y(0), path, last, last, end, end,
    )  # fmt: skip


def _told(
    labels: Sequence[str],
    series: Sequence[Series],
    scale: _Scale,
    show: Callable[[int], str],
    every: int,
) -> SafeString:
    """What lines alone say where the mouse is: of each row of the figures, its last place."""
    return format_html_join(
        "",
        '<g><title>{}</title><rect class="hit" x="{}" y="0" width="{}" height="{}"/></g>',
        (
            (
                f"{labels[place]}: "
                + "; ".join(f"{row.name} {show(row.values[place])}" for row in series),
                round(WIDTH * (place // every * every) / scale.count, 1),
                round(WIDTH * every / scale.count, 1),
                HEIGHT,
            )
            for place in _rows(len(labels), every)
        ),
    )


def _rows(count: int, every: int) -> list[int]:
    """The last place of each group; the last group may be smaller."""
    return [min(first + every, count) - 1 for first in range(0, count, every)]


def _figures(
    labels: Sequence[str], series: Sequence[Series], show: Callable[[int], str], every: int
) -> SafeString:
    """The same figures in a table, folded away."""
    return format_html(
        '<details><summary>{}</summary><div class="sheet"><table class="table keep"><thead><tr>'
        "<td></td>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Show the figures"),
        format_html_join("", '<th scope="col" class="n">{}</th>', ((r.name,) for r in series)),
        format_html_join(
            "",
            '<tr><th scope="row">{}</th>{}</tr>',
            (
                (
                    labels[place],
                    format_html_join(
                        "", '<td class="n">{}</td>', ((show(r.values[place]),) for r in series)
                    ),
                )
                for place in _rows(len(labels), every)
            ),
        ),
    )
