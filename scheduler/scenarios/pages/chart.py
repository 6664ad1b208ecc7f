"""Charts of the page: a measure over a sweep's values, and bars of a measure over scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from scheduler.scenarios.comparison import Curve

_WIDTH, _HEIGHT = 340, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 12, 30


def sweep_curve(curve: Curve, title: str, at: float | None = None) -> Markup:
    """A curve with a dot at each value, a ring at its knee, and a line at the value that stands for no change.

    Parameters
    ----------
    title
        What a screen reader says.
    at
        The value of no change; None where the sweep has none.
    """
    xs, ys = curve.xs, curve.ys
    low, high = min(ys), max(ys)
    margin = 0.08 * (high - low) or 0.5
    # Room above and below, but not where there is nothing: no wait below 0, no share above 1.
    low = max(low - margin, 0.0) if low >= 0 else low - margin
    high = min(high + margin, 1.0) if curve.measure.unit == "share" else high + margin

    def x_of(value: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (value - xs[0]) / (xs[-1] - xs[0])

    def y_of(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - value) / (high - low)

    parts = []
    for share in (0.0, 0.5, 1.0):
        value = low + share * (high - low)
        parts.append(
            Markup(
                '<path class="grid" d="M{} {:.1f}H{}"/><text class="axis" x="{}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(_LEFT, y_of(value), _WIDTH - _RIGHT, _LEFT - 4, y_of(value) + 3, curve.measure.text(value))
        )
    if at is not None and xs[0] <= at <= xs[-1]:
        parts.append(Markup('<path class="now" d="M{:.1f} {}V{}"/>').format(x_of(at), _TOP, _HEIGHT - _BOTTOM))
    shown = xs if len(xs) <= 9 else xs[:: -(-len(xs) // 9)]
    parts += [
        Markup('<text class="axis" x="{:.1f}" y="{}" text-anchor="middle">{:g}</text>').format(x_of(x), _HEIGHT - 14, x)
        for x in shown
    ]
    path = "L".join(f"{x_of(x):.1f} {y_of(y):.1f}" for x, y in zip(xs, ys, strict=True))
    parts.append(Markup('<path class="curve" d="M{}"/>').format(path))
    for x, y in zip(xs, ys, strict=True):
        parts.append(Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="2.6"/>').format(x_of(x), y_of(y)))
        if x == curve.knee:
            parts.append(Markup('<circle class="knee" cx="{:.1f}" cy="{:.1f}" r="6.5"/>').format(x_of(x), y_of(y)))
    return _svg(parts, _HEIGHT, title)


def bars(names: Sequence[str], values: Sequence[float], texts: Sequence[str], title: str) -> Markup:
    """A horizontal bar for each scenario, the first one, the baseline, in another colour.

    Parameters
    ----------
    names, values, texts
        Of each scenario its name, its figure, and the figure as it is written.
    title
        What the picture is, for whoever cannot see it.
    """
    line, left = 22, 150
    top = max(values, default=0.0) or 1.0
    parts = []
    for n, (name, value, text) in enumerate(zip(names, values, texts, strict=True)):
        y = n * line
        wide = (_WIDTH - left - 58) * value / top
        shown = name if len(name) <= 19 else name[:18] + "…"
        parts.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect class="{}" x="{}" y="{}" width="{:.1f}" height="13"/><text x="{:.1f}" y="{}">{}</text>'
            ).format(
                left - 6, y + 14, shown, "bar" if n else "bar first", left, y + 4, wide, left + wide + 5, y + 14, text
            )
        )
    return _svg(parts, line * len(names) + 6, title)


def _svg(parts: Sequence[Markup], height: int, title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, title, Markup("").join(parts)
    )
