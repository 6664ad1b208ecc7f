"""Small charts as SVG: a day's coverage, curves over the hours, and bars. Sizes are in units of the view box.

All text is escaped by `markupsafe`; colours and fonts come from the page's style sheet by class.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 6, 10, 18

MARKED_HOURS = (0, 6, 12, 18, 24)
"""Hours that stand below a day's chart."""


def day_coverage(
    required: Sequence[float],
    effective: Sequence[float],
    top: float,
    title: str,
    hours: Sequence[tuple[int, float]] | None = None,
) -> Markup:
    """One day: the scheduled agents as an area, the missing ones in red, the required ones as a line.

    Parameters
    ----------
    required, effective
        Agents per interval of the day.
    top
        Agents at the upper edge; the same on all days of a queue, so that days can be compared.
    title
        What a screen reader says.
    hours
        Hours that are marked, each with the share of the day that has passed by then; None: of a day of 24 hours.
    """
    width, height = 260, 130
    inner_width, inner_height = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    step = inner_width / max(len(required), 1)

    def y(value: float) -> float:
        return _TOP + inner_height * (1 - value / top)

    parts = [_axis(width, inner_height, top), _hours(inner_width, height, hours)]
    area = _steps(effective, step, y)
    parts.append(Markup('<path class="have" d="M{:.1f} {:.1f}{}V{:.1f}Z"/>').format(_LEFT, y(0), area, y(0)))
    for n, (wanted, has) in enumerate(zip(required, effective, strict=True)):
        if wanted - has > 0.05:
            parts.append(
                Markup('<rect class="short" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                    _LEFT + n * step, y(wanted), step, y(has) - y(wanted)
                )
            )
    line = _steps(required, step, y)
    parts.append(Markup('<path class="need" d="M{:.1f} {:.1f}{}"/>').format(_LEFT, y(required[0]), line))
    return _svg(width, height, parts, title)


def _steps(values: Sequence[float], step: float, y: object) -> Markup:
    """A staircase through the values."""
    assert callable(y)
    return Markup("").join(Markup("V{:.1f}H{:.1f}").format(y(v), _LEFT + (n + 1) * step) for n, v in enumerate(values))


def hour_curves(curves: Sequence[tuple[str, Sequence[float]]], top: float, title: str, *, percent: bool) -> Markup:
    """Curves over the 24 hours of a day; an hour without a figure leaves a hole.

    Parameters
    ----------
    curves
        Class of the style sheet, and 24 values.
    top
        Value at the upper edge.
    title
        What a screen reader says.
    percent
        Whether the axis shows shares of 1 as percentages.
    """
    width, height = 520, 190
    inner_width, inner_height = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    step = inner_width / 24
    parts = [_axis(width, inner_height, top, percent=percent), _hours(inner_width, height)]
    for style, values in curves:
        path, is_drawn = "", False
        for hour, value in enumerate(values):
            if not math.isfinite(value):
                is_drawn = False
                continue
            x, y = _LEFT + (hour + 0.5) * step, _TOP + inner_height * (1 - min(value, top) / top)
            path += f"{'L' if is_drawn else 'M'}{x:.1f} {y:.1f}"
            is_drawn = True
        parts.append(Markup('<path class="curve {}" d="{}"/>').format(style, path))
    return _svg(width, height, parts, title)


def bars(labels: Sequence[str], values: Sequence[float], title: str) -> Markup:
    """Bars with their value above and their label below."""
    width, height = 340, 150
    bottom = 18
    top = max([*values, 1.0])
    step = (width - 8) / max(len(values), 1)
    parts = []
    for n, (text, value) in enumerate(zip(labels, values, strict=True)):
        tall = (height - bottom - 16) * value / top
        x = 4 + n * step
        parts.append(
            Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                x + step * 0.1, height - bottom - tall, step * 0.8, tall
            )
        )
        middle = x + step / 2
        if value:
            parts.append(
                Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{:g}</text>').format(
                    middle, height - bottom - tall - 3, value
                )
            )
        parts.append(
            Markup('<text class="axis" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
                middle, height - 5, text
            )
        )
    return _svg(width, height, parts, title)


def nice_top(largest: float) -> float:
    """A round number at or above the largest value, for the upper edge of a chart."""
    if not largest > 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(largest))
    return next(factor * unit for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if factor * unit >= largest * 0.999)


def _axis(width: float, inner_height: float, top: float, *, percent: bool = False) -> Markup:
    parts = []
    for share in (0.0, 0.5, 1.0):
        y = _TOP + inner_height * (1 - share)
        shown = f"{top * share:.0%}" if percent else f"{top * share:g}"
        parts.append(
            Markup(
                '<path class="grid" d="M{} {:.1f}H{}"/><text class="axis" x="{}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(_LEFT, y, width - _RIGHT, _LEFT - 3, y + 3, shown)
        )
    return Markup("").join(parts)


def _hours(inner_width: float, height: float, hours: Sequence[tuple[int, float]] | None = None) -> Markup:
    return Markup("").join(
        Markup('<text class="axis" x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            _LEFT + inner_width * share, height - 4, "end" if hour == 24 else "middle", hour
        )
        for hour, share in hours or [(hour, hour / 24) for hour in MARKED_HOURS]
    )


def _svg(width: int, height: int, parts: Sequence[Markup], title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        width, height, title, Markup("").join(parts)
    )
